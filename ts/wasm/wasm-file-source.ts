/**
 * Where a wasm file that is fetched when it is first needed may be said to be.
 */
import { keptSource } from "../engine/sources.js";
import { invalidOption } from "../options/check.js";
import { bytesOf, isAddress, isKind } from "../options/kinds.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";

/** Its address, its bytes, or itself compiled. */
export type WasmFileSource = string | HostUrl | ArrayBuffer | SharedArrayBuffer | Uint8Array | WasmModule;

/** Checks an option of `init` that says it, and keeps it as it is now. Errors: INVALID_ARGUMENT. */
export function keptWasmFile(name: string, value: WasmFileSource | undefined): WasmFileSource | undefined {
  if (value === undefined || isAddress(value) || isKind(value, "WebAssembly.Module") || bytesOf(value) !== undefined) {
    return keptSource(name, value);
  }
  const expected = "a string, URL, ArrayBuffer, SharedArrayBuffer, Uint8Array or WebAssembly.Module";
  throw invalidOption("init", name, value, expected);
}
