/**
 * Where Node finds the wasm file that only predicts. The literal is as in engine-files.ts.
 */

/** Returns the address of the packaged wasm file. */
export function inferenceWasmFile(): URL {
  return new URL("../inference-simd.wasm", import.meta.url);
}
