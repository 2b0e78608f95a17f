/**
 * The files of this package that are fetched while it runs: which entry needs which.
 */

import { customersWasmFile } from "../platform/packaged/customers-wasm.js";
import { dataWasmFile } from "../platform/packaged/data-wasm.js";
import { engineScripts, engineWasm } from "../platform/packaged/engine-files.js";
import { inferenceScript, inferenceWasm } from "../platform/packaged/inference-files.js";
import { photoModelFile } from "../platform/packaged/photo-model.js";
import { photoWorkerScript } from "../platform/packaged/photo-worker.js";
import { pretrainedFile } from "../platform/packaged/pretrained.js";
import { sampleFiles } from "../platform/packaged/sample.js";
import type { PackagedFile } from "../platform/packaged-url.js";

/** What an app imports: `fashion-wasm`, or `fashion-wasm/inference`. */
export const ENTRIES = ["fashion-wasm", "inference"] as const;
export type Entry = (typeof ENTRIES)[number];

const FILES: Readonly<Record<Entry, readonly PackagedFile[]>> = {
  "fashion-wasm": [engineScripts, engineWasm, sampleFiles]
    .flatMap((files) => Object.values<PackagedFile>(files))
    .concat(customersWasmFile, dataWasmFile, pretrainedFile, photoModelFile, photoWorkerScript),
  inference: [inferenceScript, inferenceWasm, dataWasmFile, pretrainedFile, photoModelFile, photoWorkerScript],
};

/** The files that `entry` needs, by their names below `baseUrl`, which are sorted; all where no entry is named. */
export function assetFiles(entry?: Entry): Map<string, PackagedFile> {
  const files = entry === undefined ? Object.values(FILES).flat() : FILES[entry];
  const named = files.map((file) => [file.name, file] as const);
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}
