/**
 * An app for Node, bundled: with the package left outside of the bundle, with the package in it, and with the package's files
 * in a folder beside.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, runIn } from "../../package/packed.js";
import { pinnedVersion } from "../projects.js";

const NAMES = { esbuild: "esbuild", rollup: "Rollup", webpack: "webpack" };
const FORMATS = { esm: "ES module", cjs: "CommonJS" };

/** Where the package is, by what the document says of it. */
const SETTINGS = {
  external: "`fashion-wasm` external",
  bundled: "as it comes",
  assets: '`npx fashion-wasm assets files`, `init({ baseUrl: "files" })`',
};

/** One way of bundling for Node. */
export interface NodeBundle {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly settings: string;
  readonly bundler: keyof typeof NAMES;
  readonly format: keyof typeof FORMATS;
  readonly way: keyof typeof SETTINGS;
  /** Of what cannot work: what is said. */
  readonly fails?: RegExp;
}

/** All of them, in the order of the document. */
export const NODE_BUNDLES: readonly NodeBundle[] = (["esbuild", "rollup", "webpack"] as const).flatMap((bundler) =>
  (["esm", "cjs"] as const).flatMap((format) =>
    (["external", "bundled", "assets"] as const)
      .filter((way) => bundler !== "webpack" || way !== "assets") // it copies the files itself
      .map((way) => {
        const version = pinnedVersion("node-bundlers", bundler);
        const short = version.replace(/^(0\.\d+|\d+).*/, "$1");
        const name = `${NAMES[bundler]} ${short}, bundle for Node, ${FORMATS[format]}`;
        const fails = bundler !== "webpack" && way === "bundled" ? { fails: /→ .*init\(\{ baseUrl \}\)/ } : {};
        const id = `${bundler}-${format}-${way}`;
        return { id, name, version, settings: SETTINGS[way], bundler, format, way, ...fails };
      }),
  ),
);

/** Bundles app.mjs of `project` to out/app.js; throws what the bundler says when it fails. */
export function bundle(project: string, { bundler, format, way }: NodeBundle): void {
  const out = join(project, "out");
  rmSync(out, { recursive: true, force: true });
  const { code, stderr } = runIn(project, process.execPath, ["bundle.mjs", bundler, format, way]);
  if (code !== 0) throw new Error(`${bundler} failed: ${stderr}`);
  writeFileSync(join(out, "package.json"), JSON.stringify({ type: typeOf(format) }));
}

/** The `type` of a package.json whose .js files are of `format`. */
export function typeOf(format: NodeBundle["format"]): "module" | "commonjs" {
  return format === "cjs" ? "commonjs" : "module";
}

/** Runs the bundle; `assets` is the folder of the package's files. */
export function runBundle(project: string, assets?: string): Ended {
  return runIn(project, process.execPath, ["out/app.js"], assets === undefined ? {} : { ASSETS: assets });
}
