/**
 * The images of one part, for commands that look at or test with any labelled images: Fashion-MNIST in its forms, a table in
 * CSV, a folder with a folder a class.
 */
import { join } from "node:path";
import { type Dataset, dataset, FashionWasmError, fashionMnistClassNames, type ImageShape } from "../index.js";
import { loadData } from "./load-data.js";
import { printable } from "./printable.js";
import { kind } from "./run-folder.js";

/** What is asked for. */
export interface ImagesWanted {
  /** The value of `--data`, if it was given. */
  readonly data?: string | undefined;
  /** Of data that has both: which part. */
  readonly part: "train" | "test";
  /** Names of the classes; Fashion-MNIST's where images are 28 × 28 and none are given. */
  readonly classNames?: readonly string[] | undefined;
  /** Shape of the images; default squares of a table, and the first file's size, grey, of a folder. */
  readonly imageShape?: ImageShape | undefined;
  readonly signal: AbortSignal;
}

/** Images, where they came from, and the training images where there are two parts. */
export interface LoadedImages {
  readonly images: Dataset;
  readonly train: Dataset | null;
  readonly origin: string;
}

/** Loads them. A table is known by its ending; a folder is Fashion-MNIST's if it has its files. */
export async function loadImages(wanted: ImagesWanted): Promise<LoadedImages> {
  const { data, part, classNames, imageShape, signal } = wanted;
  const named = (images: Dataset): Dataset => rename(images, classNames);
  if (data !== undefined && /\.csv(\.gz)?$/i.test(data)) {
    const images = await dataset.fromCsv({ csv: data, signal, ...(imageShape && { imageShape }) });
    return { images: named(images), train: null, origin: data };
  }
  try {
    const found = await loadData(data, signal);
    return { images: named(found[part]), train: named(found.train), origin: found.origin };
  } catch (error) {
    if (data === undefined || !isNotFound(error)) throw error;
    const folder = (await kind(join(data, part))) === "folder" ? join(data, part) : data;
    const options = { folder, signal, ...(classNames && { classNames }), ...(imageShape && { imageShape }) };
    const images = await dataset.fromFolder(options).catch((cause: unknown) => {
      throw isNotFound(cause) ? error : cause;
    });
    return { images: rename(images, images.classNames), train: null, origin: folder };
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof FashionWasmError && error.code === "DATA_NOT_FOUND";
}

/** The same images under other names of classes, which a terminal can show; names that look alike then are numbered. */
function rename(images: Dataset, classNames: readonly string[] | undefined): Dataset {
  const { source, imageShape } = images;
  const isFashion = imageShape.join() === "28,28,1" && images.classNames.length <= fashionMnistClassNames.length;
  const plain = (classNames ?? (isFashion ? fashionMnistClassNames : images.classNames)).map(printable);
  const names = new Set(plain).size === plain.length ? plain : plain.map((name, i) => `${name} (${i})`);
  if (names.length === 0 || names.join("\n") === images.classNames.join("\n")) return images;
  return dataset.fromArrays({ images: source.images, labels: source.labels, imageShape, classNames: names });
}
