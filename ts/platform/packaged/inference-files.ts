/**
 * The wasm file that only predicts, and the script of its worker. The literals: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const inferenceWasm: PackagedFile = {
  name: "inference-simd.wasm",
  literal: () => new URL("../inference-simd.wasm", import.meta.url),
};

export const inferenceScript: PackagedFile = {
  name: "inference-worker.js",
  literal: () => new URL("../inference-worker.js", import.meta.url),
};
