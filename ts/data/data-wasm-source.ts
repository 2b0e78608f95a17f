/**
 * Where `data.wasm` may be said to be.
 */

/** Its address, its bytes, or itself compiled. */
export type DataWasmSource = string | URL | ArrayBuffer | Uint8Array | WebAssembly.Module;
