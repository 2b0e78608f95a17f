/**
 * SVG to PNG, by resvg in WebAssembly: the same pixels on every machine, no browser and no native code.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// By its name alone: it is installed when pictures are made, and types are checked without it.
const library = "@resvg/resvg-wasm";
const { initWasm, Resvg } = await import(library);
await initWasm(readFileSync(createRequire(import.meta.url).resolve(`${library}/index_bg.wasm`)));

/**
 * @param {string} svg
 * @param {string} [ground] a CSS colour; transparent when left out
 */
export function png(svg, ground) {
  return new Resvg(svg, { ...(ground === undefined ? {} : { background: ground }), font: { loadSystemFonts: false } })
    .render()
    .asPng();
}
