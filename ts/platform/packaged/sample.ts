/**
 * The sample of Fashion-MNIST that comes with the package. The literals: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

/** The four files of the sample. */
export type SampleFile = keyof typeof sampleFiles;

export const sampleFiles = {
  "train-images-idx3-ubyte.gz": {
    name: "sample/train-images-idx3-ubyte.gz",
    literal: () => new URL("../sample/train-images-idx3-ubyte.gz", import.meta.url),
  },
  "train-labels-idx1-ubyte.gz": {
    name: "sample/train-labels-idx1-ubyte.gz",
    literal: () => new URL("../sample/train-labels-idx1-ubyte.gz", import.meta.url),
  },
  "t10k-images-idx3-ubyte.gz": {
    name: "sample/t10k-images-idx3-ubyte.gz",
    literal: () => new URL("../sample/t10k-images-idx3-ubyte.gz", import.meta.url),
  },
  "t10k-labels-idx1-ubyte.gz": {
    name: "sample/t10k-labels-idx1-ubyte.gz",
    literal: () => new URL("../sample/t10k-labels-idx1-ubyte.gz", import.meta.url),
  },
} as const satisfies Readonly<Record<string, PackagedFile>>;
