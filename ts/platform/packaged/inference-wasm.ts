/**
 * The wasm file that only predicts. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const inferenceWasm: PackagedFile = {
  name: "inference-simd.wasm",
  literal: () => new URL("../inference-simd.wasm", import.meta.url),
};
