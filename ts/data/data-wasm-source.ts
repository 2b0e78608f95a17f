/**
 * Where `data.wasm` may be said to be.
 */
import { keptSource } from "../engine/sources.js";
import { invalidOption } from "../options/check.js";
import { bytesOf, isAddress, isKind } from "../options/kinds.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";

/** Its address, its bytes, or itself compiled. */
export type DataWasmSource = string | HostUrl | ArrayBuffer | SharedArrayBuffer | Uint8Array | WasmModule;

/** Checks the option `dataWasm` and keeps it as it is now. Errors: INVALID_ARGUMENT. */
export function keptDataWasm(where: string, value: DataWasmSource | undefined): DataWasmSource | undefined {
  if (value === undefined || isAddress(value) || isKind(value, "WebAssembly.Module") || bytesOf(value) !== undefined) {
    return keptSource("dataWasm", value);
  }
  const expected = "a string, URL, ArrayBuffer, SharedArrayBuffer, Uint8Array or WebAssembly.Module";
  throw invalidOption(where, "dataWasm", value, expected);
}
