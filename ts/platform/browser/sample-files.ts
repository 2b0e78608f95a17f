/**
 * The sample of Fashion-MNIST that comes with the package. The literals are as in engine-wasm.ts.
 */
import type { ReadOptions } from "../fetch.js";
import { readBytes } from "./files.js";

/** The four files of the sample. */
export type SampleFile = keyof typeof sampleFiles;

const sampleFiles = {
  "train-images-idx3-ubyte.gz": () => new URL("../../data/sample/train-images-idx3-ubyte.gz", import.meta.url),
  "train-labels-idx1-ubyte.gz": () => new URL("../../data/sample/train-labels-idx1-ubyte.gz", import.meta.url),
  "t10k-images-idx3-ubyte.gz": () => new URL("../../data/sample/t10k-images-idx3-ubyte.gz", import.meta.url),
  "t10k-labels-idx1-ubyte.gz": () => new URL("../../data/sample/t10k-labels-idx1-ubyte.gz", import.meta.url),
} as const;

/** Reads a file of the sample. Errors: DOWNLOAD_FAILED. */
export function readSampleFile(name: SampleFile, options: ReadOptions = {}): Promise<Uint8Array> {
  return readBytes(sampleFiles[name](), options);
}
