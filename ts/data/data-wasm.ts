/**
 * The wasm file that reads tables and images, of the whole package.
 */
import { createGlue } from "#wasm-data";
import { fileSettings } from "../wasm/file-settings.js";
import { WasmFile } from "../wasm/wasm-file.js";
import { DATA_FILE, type DataWasm } from "./data-file.js";

/** That of the whole package. */
export const dataFile = new WasmFile(
  DATA_FILE,
  createGlue,
  () => fileSettings().base,
  () => fileSettings().dataWasm,
);

/** The wasm file of the whole package, ready: {@link WasmFile.load}. */
export function dataWasm(): Promise<DataWasm> {
  return dataFile.load();
}
