/**
 * The TypeScript build: dist/node and dist/browser by tsup, dist/types by tsc, together.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pruneDeclarations } from "./declarations.mjs";
import { root } from "./paths.mjs";
import { step } from "./report.mjs";
import { run } from "./run.mjs";

/** Files that exist when dist/ is whole. */
export const DIST_OUTPUTS = [
  "node/index.js",
  "node/cli.js",
  "node/thread.js",
  "node/engine-worker-simd.js",
  "node/engine-worker-threads.js",
  "browser/index.js",
  "browser/thread.js",
  "browser/engine-worker-simd.js",
  "browser/engine-worker-threads.js",
  "engine-simd.wasm",
  "engine-threads.wasm",
  "types/index.d.ts",
].map((file) => join(root, "dist", file));

/** @param {string[]} path below node_modules */
function tool(...path) {
  return join(root, "node_modules", ...path);
}

/** Builds dist/ anew. */
export async function buildTypeScript() {
  await step("TypeScript: tsup and tsc", async () => {
    for (const folder of ["node", "browser", "types"]) {
      rmSync(join(root, "dist", folder), { recursive: true, force: true });
    }
    await Promise.all([
      run(process.execPath, [tool("tsup", "dist", "cli-default.js")]),
      run(process.execPath, [tool("typescript", "bin", "tsc"), "--project", "tsconfig.build.json"]),
    ]);
    pruneDeclarations(join(root, "dist", "types"));
  });
}
