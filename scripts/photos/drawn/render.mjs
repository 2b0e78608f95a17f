/**
 * SVG to PNG, by resvg in WebAssembly: the same pixels on every machine, no browser and no native code.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

await initWasm(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));

/**
 * @param {string} svg
 * @param {string} [ground] a CSS colour; transparent when left out
 */
export function png(svg, ground) {
  return new Resvg(svg, { ...(ground === undefined ? {} : { background: ground }), font: { loadSystemFonts: false } })
    .render()
    .asPng();
}
