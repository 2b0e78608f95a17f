/**
 * The sample of Fashion-MNIST that comes with the package. The literal is as in engine-wasm.ts.
 */
import type { ReadOptions } from "../fetch.js";
import { readBytes } from "./files.js";

/** The four files of the sample. */
export type SampleFile =
  | "train-images-idx3-ubyte.gz"
  | "train-labels-idx1-ubyte.gz"
  | "t10k-images-idx3-ubyte.gz"
  | "t10k-labels-idx1-ubyte.gz";

/** Reads a file of the sample. Errors: IO. */
export function readSampleFile(name: SampleFile, options: ReadOptions = {}): Promise<Uint8Array> {
  return readBytes(new URL(`../../data/sample/${name}`, import.meta.url), options);
}
