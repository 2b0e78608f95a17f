/**
 * An app for Node, bundled: with the package left outside of the bundle, and with the package in it, whose files then
 * come from a folder.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, runIn } from "../../package/packed.js";
import { pinnedVersion } from "../projects.js";

/** One way of bundling for Node. */
export interface NodeBundle {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly bundler: string;
  readonly format: "esm" | "cjs";
  readonly way: "external" | "bundled";
}

const NAMES = { esbuild: "esbuild", rollup: "Rollup", webpack: "webpack" };
const FORMATS = { esm: "ES module", cjs: "CommonJS" };

/** All of them, in the order of the document. */
export const NODE_BUNDLES: readonly NodeBundle[] = (["esbuild", "rollup", "webpack"] as const).flatMap((bundler) =>
  (["esm", "cjs"] as const).flatMap((format) =>
    (["external", "bundled"] as const).map((way) => {
      const version = pinnedVersion("node-bundlers", bundler);
      const whole = `${NAMES[bundler]} ${version.replace(/^(0\.\d+|\d+).*/, "$1")}, bundle for Node, ${FORMATS[format]}`;
      return { id: `${bundler}-${format}-${way}`, name: whole, version, bundler, format, way };
    }),
  ),
);

/** Bundles app.mjs of `project` to out/app.js; throws what the bundler says when it fails. */
export function bundle(project: string, { bundler, format, way }: NodeBundle): void {
  const out = join(project, "out");
  rmSync(out, { recursive: true, force: true });
  const { code, stderr } = runIn(project, process.execPath, ["bundle.mjs", bundler, format, way]);
  if (code !== 0) throw new Error(`${bundler} failed: ${stderr}`);
  writeFileSync(join(out, "package.json"), JSON.stringify({ type: format === "cjs" ? "commonjs" : "module" }));
}

/** Runs the bundle; `assets` is the folder of the package's files. */
export function runBundle(project: string, assets?: string): Ended {
  return runIn(project, process.execPath, ["out/app.js"], assets === undefined ? {} : { ASSETS: assets });
}
