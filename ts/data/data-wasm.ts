/**
 * The wasm file that reads tables and images, of the whole package.
 */
import { createGlue } from "#wasm-data";
import { WasmFile } from "../wasm/wasm-file.js";
import type { WasmFileSource } from "../wasm/wasm-file-source.js";
import { DATA_FILE, type DataWasm } from "./data-file.js";
import { baseSetting } from "./packaged-base.js";

let ownSource: WasmFileSource | undefined;

/** That of the whole package. */
export const dataFile = new WasmFile(DATA_FILE, createGlue, baseSetting, () => ownSource);

/** Says where the wasm file is, for the whole package; without effect once it was loaded. */
export function setDataWasm(value: WasmFileSource | undefined): void {
  ownSource = value;
}

/** The wasm file of the whole package, ready: {@link WasmFile.load}. */
export function dataWasm(): Promise<DataWasm> {
  return dataFile.load();
}
