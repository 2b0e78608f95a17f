/**
 * Where `customers.wasm` is, for the whole package. Apart from what starts it, so that whoever calls `init` need not bring its
 * glue along.
 */
import type { WasmFileSource } from "../wasm/wasm-file-source.js";

let source: WasmFileSource | undefined;

/** Says where the wasm file is; without effect once it was loaded. */
export function setCustomersWasm(value: WasmFileSource | undefined): void {
  source = value;
}

/** What {@link setCustomersWasm} said. */
export function customersSource(): WasmFileSource | undefined {
  return source;
}
