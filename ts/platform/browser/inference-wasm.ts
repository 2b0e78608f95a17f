/**
 * Where a browser finds the wasm file that only predicts. The literal is as in engine-wasm.ts.
 */

/** Returns the address of the packaged wasm file. */
export function inferenceWasmFile(): URL {
  return new URL("../inference-simd.wasm", import.meta.url);
}
