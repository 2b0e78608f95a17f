/**
 * The wasm file that reads tables and images, of the whole package.
 */
import { createGlue } from "#wasm-data";
import { DataFile } from "./data-file.js";
import type { DataWasm } from "./data-instances.js";
import type { DataWasmSource } from "./data-wasm-source.js";
import { baseSetting } from "./packaged-base.js";

let ownSource: DataWasmSource | undefined;

/** That of the whole package. */
export const dataFile = new DataFile(createGlue, baseSetting, () => ownSource);

/** Says where the wasm file is, for the whole package; without effect once it was loaded. */
export function setDataWasm(value: DataWasmSource | undefined): void {
  ownSource = value;
}

/** The wasm file of the whole package, ready: {@link DataFile.load}. */
export function dataWasm(): Promise<DataWasm> {
  return dataFile.load();
}
