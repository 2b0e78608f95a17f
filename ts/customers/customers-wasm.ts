/**
 * The wasm file that reads orders and computes profiles of customers (crates/customers), of the whole package: fetched when
 * something first needs it.
 */
import { createGlue } from "#wasm-customers";
import { customersWasmFile } from "../platform/packaged/customers-wasm.js";
import { fileSettings } from "../wasm/file-settings.js";
import type { ReadyWasm } from "../wasm/instances.js";
import { WasmFile } from "../wasm/wasm-file.js";

/** What an instance exports. */
export type CustomersGlue = ReturnType<typeof createGlue>;

/** The wasm file, ready. */
export type CustomersWasm = ReadyWasm<CustomersGlue>;

/** A glue that refuses another file of this package: its imports may be among ours, so that it starts. */
function createCustomersGlue(): CustomersGlue {
  const glue = createGlue();
  return {
    ...glue,
    initSync(source: Parameters<CustomersGlue["initSync"]>[0]) {
      const started = glue.initSync(source);
      if ("orderbook_new" in started) return started;
      throw new TypeError("it is another wasm file");
    },
  };
}

const customersFile = new WasmFile(
  {
    file: customersWasmFile,
    option: "customersWasm",
    title: "the calculator of customer profiles",
    noun: "calculator",
    overBudget: "OUT_OF_MEMORY",
  },
  createCustomersGlue,
  () => fileSettings().base,
  () => fileSettings().customersWasm,
);

/** The wasm file, ready: {@link WasmFile.load}. */
export function customersWasm(): Promise<CustomersWasm> {
  return customersFile.load();
}
