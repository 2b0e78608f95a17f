/**
 * Where a browser finds the wasm file that reads tables and images. The literal is as in engine-wasm.ts.
 */

/** Returns the address of the packaged wasm file. */
export function dataWasmFile(): URL {
  return new URL("../data.wasm", import.meta.url);
}
