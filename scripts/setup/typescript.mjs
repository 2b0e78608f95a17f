/**
 * The TypeScript build: dist/node and dist/browser by tsup, dist/types by tsc, together.
 *
 * Files are written over the old ones and what is left of an older build is removed at the end, so that a program
 * that runs from dist/ meanwhile does not find it empty.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pruneDeclarations } from "./declarations.mjs";
import { root } from "./paths.mjs";
import { step } from "./report.mjs";
import { run } from "./run.mjs";

/** Files that exist when dist/ is whole. */
export const DIST_OUTPUTS = [
  "node/index.js",
  "node/cli.js",
  "node/inference.js",
  "node/report.js",
  "browser/index.js",
  "browser/inference.js",
  "browser/report.js",
  "engine-worker-simd.js",
  "engine-worker-threads.js",
  "inference-worker.js",
  "photo-worker.js",
  "pretrained/fashion-mnist.safetensors",
  "photos/photos.safetensors",
  "sample/train-images-idx3-ubyte.gz",
  "sample/train-labels-idx1-ubyte.gz",
  "sample/t10k-images-idx3-ubyte.gz",
  "sample/t10k-labels-idx1-ubyte.gz",
  "customers.wasm",
  "data.wasm",
  "engine-simd.wasm",
  "engine-threads.wasm",
  "inference-simd.wasm",
  "types/index.d.ts",
  "types/inference.d.ts",
  "types/report.d.ts",
].map((file) => join(root, "dist", file));

/** @param {string[]} path below node_modules */
function tool(...path) {
  return join(root, "node_modules", ...path);
}

/** Builds dist/ anew. */
export async function buildTypeScript() {
  await step("TypeScript: tsup and tsc", async () => {
    const started = Date.now();
    await Promise.all([
      run(process.execPath, [tool("tsup", "dist", "cli-default.js")]),
      run(process.execPath, [tool("typescript", "bin", "tsc"), "--project", "tsconfig.build.json"]),
    ]);
    for (const folder of ["node", "browser", "types"]) removeOlder(join(root, "dist", folder), started);
    pruneDeclarations(join(root, "dist", "types"), ["index.d.ts", "inference.d.ts", "report.d.ts"]);
  });
}

/** Clocks of files lag behind by some milliseconds. */
const TOLERANCE_MS = 100;

/**
 * Removes the files of earlier builds, by the time they were written.
 * @param {string} folder
 * @param {number} time in milliseconds since 1970
 */
function removeOlder(folder, time) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    const stat = statSync(file);
    if (stat.isFile() && stat.mtimeMs < time - TOLERANCE_MS) rmSync(file);
  }
}
