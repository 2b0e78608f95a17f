/**
 * The forms in which Fashion-MNIST comes, and how each part is read: the published IDX files, Kaggle's tables, folders of
 * images. Where they are looked for: fashion-mnist-places.ts.
 */
import { FashionWasmError } from "../errors.js";
import type { ByteSource } from "../platform/byte-source.js";
import type { Reading } from "./arrays.js";
import { readCsv } from "./csv.js";
import { dataWasm } from "./data-wasm.js";
import { discard } from "./discard.js";
import { fashionMnistClassNames } from "./fashion-mnist-classes.js";
import type { FashionMnistFile } from "./fashion-mnist-files.js";
import { readIdxPair } from "./idx-dataset.js";
import type { SizeSource } from "./image-sizes.js";
import { readFolder } from "./read-folder.js";

/** The 60,000 images to train on, or the 10,000 to test with. */
export type Part = "train" | "test";

/** Reads one part. */
export type PartLoader = (part: Part) => Promise<Reading>;

/** Gives the bytes of one of the four files, with the place it came from for messages. */
export type FileReader = (name: FashionMnistFile) => Promise<{ bytes: Uint8Array; place: string }>;

const shape = [28, 28, 1] as const;
const signalOf = (signal: AbortSignal | undefined) => signal && { signal };

/** Of the four published files. Errors: those of `dataset.fromIdx`; IDX_SHAPE when images are not 28 × 28. */
export function idxParts(read: FileReader, signal: AbortSignal | undefined): PartLoader {
  return async (part) => {
    const prefix = part === "train" ? "train" : "t10k";
    const images = await read(`${prefix}-images-idx3-ubyte`);
    const labels = await read(`${prefix}-labels-idx1-ubyte`);
    const arrays = await readIdxPair({
      images: images.bytes,
      labels: labels.bytes,
      names: { images: images.place, labels: labels.place },
      classNames: fashionMnistClassNames,
      ...signalOf(signal),
    });
    discard(images.bytes, arrays.images);
    const [rows, columns] = arrays.imageShape;
    if (rows === 28 && columns === 28) return { arrays, fileNames: null };
    throw new FashionWasmError(
      "IDX_SHAPE",
      `${images.place}: holds images of ${rows}×${columns} (height × width), Fashion-MNIST has 28×28 → name Fashion-MNIST, or read other images with dataset.fromIdx`,
    );
  };
}

/** The names of Kaggle's two tables, without .gz. */
export const tableNames = { train: "fashion-mnist_train.csv", test: "fashion-mnist_test.csv" } as const;

/** Of Kaggle's two tables. Errors: those of `dataset.fromCsv`; DATA_MISMATCH for a table without labels. */
export function csvParts(table: (part: Part) => Promise<ByteSource>, signal: AbortSignal | undefined): PartLoader {
  return async (part) => {
    await dataWasm(); // before a download begins, which would wait for it
    const csv = await table(part);
    const options = { csv, imageShape: shape, classNames: fashionMnistClassNames, ...signalOf(signal) };
    const arrays = await readCsv(options);
    if (arrays.labels !== null) return { arrays, fileNames: null };
    throw new FashionWasmError("DATA_MISMATCH", `${csv}: has no column of labels, Fashion-MNIST has one`);
  };
}

/** Of two folders, `train` and `test`, each with a folder per class, named by its name or number. Errors: those of `dataset.fromFolder`. */
export function folderParts(folder: string, signal: AbortSignal | undefined): PartLoader {
  return (part) => {
    const options = { folder: `${folder}/${part}`, imageShape: shape, classNames: fashionMnistClassNames };
    return readFolder({ ...options, ...signalOf(signal) }, FASHION_MNIST);
  };
}

const FASHION_MNIST: SizeSource = {
  says: "the size of Fashion-MNIST",
  advice: () => "name Fashion-MNIST, or read other images with dataset.fromFolder",
};
