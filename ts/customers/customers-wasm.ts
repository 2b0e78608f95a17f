/**
 * The wasm file that reads orders and computes profiles of customers (crates/customers), of the whole package: fetched when
 * something first needs it.
 */
import { createGlue } from "#wasm-customers";
import { baseSetting } from "../data/packaged-base.js";
import { customersWasmFile } from "../platform/packaged/customers-wasm.js";
import type { ReadyWasm } from "../wasm/instances.js";
import { WasmFile } from "../wasm/wasm-file.js";
import { customersSource } from "./customers-source.js";

/** What an instance exports. */
export type CustomersGlue = ReturnType<typeof createGlue>;

/** The wasm file, ready. */
export type CustomersWasm = ReadyWasm<CustomersGlue>;

const customersFile = new WasmFile(
  {
    file: customersWasmFile,
    option: "customersWasm",
    title: "the calculator of customer profiles",
    noun: "calculator",
    overBudget: "OUT_OF_MEMORY",
  },
  createGlue,
  baseSetting,
  customersSource,
);

/** The wasm file, ready: {@link WasmFile.load}. */
export function customersWasm(): Promise<CustomersWasm> {
  return customersFile.load();
}
