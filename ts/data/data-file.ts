/**
 * The wasm file that reads tables and images (crates/data), as both entries of the package have it: the whole one all of it,
 * the one that only predicts what prepares photos.
 */
import type { createGlue as createDataGlue } from "#wasm-data";
import type { createGlue as createPhotoGlue } from "#wasm-photos";
import { dataWasmFile } from "../platform/packaged/data-wasm.js";
import type { ReadyWasm } from "../wasm/instances.js";
import type { FileKind } from "../wasm/wasm-file.js";
import { DATA_INSTANCE } from "./data-instance.js";

/** What an instance exports. */
export type DataGlue = ReturnType<typeof createDataGlue>;

/** The part of it that prepares photos. */
export type PhotoGlue = ReturnType<typeof createPhotoGlue>;

/** The wasm file, ready. */
export type DataWasm<Glue extends PhotoGlue = DataGlue> = ReadyWasm<Glue>;

/** Which file it is. */
export const DATA_FILE: FileKind = {
  ...DATA_INSTANCE,
  file: dataWasmFile,
  title: "the reader of tables and images",
  option: "dataWasm",
};
