/**
 * What `init` of the whole package said of files that no engine needs: the folder of data.wasm, customers.wasm and the sample,
 * and where the wasm files are, if not there. Apart from what starts them, so that whoever calls `init` need not bring it along.
 */
import type { WasmFileSource } from "./wasm-file-source.js";

/** The settings; each that is left out is as npm put it. */
export interface FileSettings {
  /** The folder, as an absolute URL that ends with a slash. */
  readonly base?: string | undefined;
  readonly dataWasm?: WasmFileSource | undefined;
  readonly customersWasm?: WasmFileSource | undefined;
}

let settings: FileSettings = {};

/** Says where the files are; without effect on a wasm file that was loaded. */
export function setFiles(value: FileSettings): void {
  settings = value;
}

/** What {@link setFiles} said. */
export function fileSettings(): FileSettings {
  return settings;
}
