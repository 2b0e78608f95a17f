/**
 * Where `data.wasm` may be said to be.
 */
import type { HostUrl, WasmModule } from "../platform/host-types.js";

/** Its address, its bytes, or itself compiled. */
export type DataWasmSource = string | HostUrl | ArrayBuffer | SharedArrayBuffer | Uint8Array | WasmModule;
