/**
 * A labelled set of images, and the ways to cut it: every part is a list of positions over the same untouched arrays.
 *
 * So splitting 60,000 images costs 240 kB, and the engine, which keeps the arrays of `source` by their identity,
 * gets them once for all parts. Checks: arrays.ts; order of a split: random.ts; from files: idx-dataset.ts.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, numberOption, optionsObject } from "../options/check.js";
import { type ArraysOptions, checkArrays, type DataSource, type ImageShape } from "./arrays.js";
import { type IdxDatasetOptions, readIdxPair } from "./idx-dataset.js";
import { permutation } from "./random.js";

export type { ArraysOptions, DataSource, ImageShape } from "./arrays.js";
export type { IdxDatasetOptions } from "./idx-dataset.js";

/** Images and their labels. Made by `dataset.fromArrays`, `dataset.fromIdx` or `loadFashionMnist`; never empty. */
export class Dataset {
  /** The arrays as they came. Read only: a change would not reach an engine that has them already. */
  readonly source: DataSource;
  /** Positions in `source`, in this dataset's order; null: all of it in its own order. */
  readonly indices: Uint32Array | null;
  /** Height, width, channels of one image. */
  readonly imageShape: ImageShape;
  /** A name per class, in the order of the class numbers. */
  readonly classNames: readonly string[];
  #images: Uint8Array | Float32Array | undefined;
  #labels: Uint32Array | undefined;

  /** Takes what it gets; users come through `dataset.fromArrays`, which checks. */
  constructor(
    source: DataSource,
    imageShape: ImageShape,
    classNames: readonly string[],
    indices: Uint32Array | null = null,
  ) {
    this.source = source;
    this.imageShape = imageShape;
    this.classNames = classNames;
    this.indices = indices;
  }

  /** The number of images. */
  get length(): number {
    return this.indices === null ? this.source.count : this.indices.length;
  }

  /** Count, height, width, channels. */
  get shape(): readonly [number, number, number, number] {
    return [this.length, ...this.imageShape];
  }

  /** All images in this dataset's order, row by row: `source.images` itself, or a copy that is made once. Read only. */
  get images(): Uint8Array | Float32Array {
    if (this.indices === null) return this.source.images;
    this.#images ??= this.#gatherImages(this.indices);
    return this.#images;
  }

  /** All labels in this dataset's order: `source.labels` itself, or a copy that is made once. Read only. */
  get labels(): Uint32Array {
    if (this.indices === null) return this.source.labels;
    this.#labels ??= this.indices.map((position) => this.source.labels[position] as number);
    return this.#labels;
  }

  /** A copy of image `i` (height, width, channels), 0 ≤ i < length. */
  image(i: number): Uint8Array | Float32Array {
    const size = this.#imageSize;
    const start = this.#position(i, "image") * size;
    const copy = this.source.images instanceof Float32Array ? new Float32Array(size) : new Uint8Array(size);
    copy.set(this.source.images.subarray(start, start + size)); // slice() of a Node Buffer would be a view
    return copy;
  }

  /** The class number of image `i`, 0 ≤ i < length. */
  label(i: number): number {
    return this.source.labels[this.#position(i, "label")] as number;
  }

  /** The number of images of each class, in the order of `classNames`. */
  classCounts(): number[] {
    const counts = new Array<number>(this.classNames.length).fill(0);
    for (const label of this.labels) counts[label] = (counts[label] as number) + 1;
    return counts;
  }

  /**
   * Deals the images at random into two parts without overlap: `round(fraction × length)` and the rest.
   *
   * `fraction`: between 0 and 1, such that neither part is empty. `seed`: an integer from 0 to 2^53 − 1, default 0;
   * the same seed gives the same parts in every runtime.
   */
  split(fraction: number, options: { readonly seed?: number } = {}): [Dataset, Dataset] {
    const where = "dataset.split";
    const { seed = 0 } = optionsObject(where, options, ["seed"]);
    numberOption(where, "fraction", fraction, { above: 0, below: 1 });
    integerOption(where, "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
    const first = Math.round(fraction * this.length);
    if (first === 0 || first === this.length) {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: fraction ${fraction} of ${this.length} images leaves one part empty → choose one that gives both at least 1`,
      );
    }
    const order = permutation(this.length, seed);
    return [this.#part(order.subarray(0, first)), this.#part(order.subarray(first))];
  }

  /** The first `n` images, 1 ≤ n ≤ length. */
  take(n: number): Dataset {
    integerOption("dataset.take", "n", n, { min: 1, max: this.length });
    return this.slice(0, n);
  }

  /** The images from `start` up to, not including, `end`; as Array.prototype.slice, but the result must not be empty. */
  slice(start: number, end: number = this.length): Dataset {
    const bounds = { min: -(2 ** 53 - 1), max: 2 ** 53 - 1 };
    integerOption("dataset.slice", "start", start, bounds);
    integerOption("dataset.slice", "end", end, bounds);
    const positions = Uint32Array.from({ length: this.length }, (_, i) => i).slice(start, end);
    if (positions.length > 0) return this.#part(positions);
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `dataset.slice: ${start} to ${end} of ${this.length} images holds none → choose a range with at least one`,
    );
  }

  get #imageSize(): number {
    return this.imageShape[0] * this.imageShape[1] * this.imageShape[2];
  }

  /** A dataset of the images at `positions` of this one. */
  #part(positions: Uint32Array): Dataset {
    const { indices } = this;
    const own = indices === null ? positions.slice() : positions.map((position) => indices[position] as number);
    return new Dataset(this.source, this.imageShape, this.classNames, own);
  }

  #position(i: number, method: string): number {
    integerOption(`dataset.${method}`, "i", i, { min: 0, max: this.length - 1 });
    return this.indices === null ? i : (this.indices[i] as number);
  }

  #gatherImages(indices: Uint32Array): Uint8Array | Float32Array {
    const size = this.#imageSize;
    const { images } = this.source;
    const length = indices.length * size;
    const gathered = images instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
    indices.forEach((position, i) => {
      gathered.set(images.subarray(position * size, (position + 1) * size), i * size);
    });
    return gathered;
  }
}

/** The ways to make a {@link Dataset}. */
export const dataset = {
  /**
   * Makes a dataset of arrays in memory, which are checked and used as they are, not copied.
   *
   * Errors: INVALID_ARGUMENT, SHAPE_MISMATCH, DATA_MISMATCH.
   */
  fromArrays(options: ArraysOptions): Dataset {
    const { source, imageShape, classNames } = checkArrays(options);
    return new Dataset(source, imageShape, classNames);
  },

  /**
   * Makes a dataset of two IDX files (the format of MNIST), plain or in gzip, given as path, URL, bytes or Blob.
   * The images have one channel.
   *
   * Errors: those of `parseIdx`; IDX_COUNT when the files hold different numbers; IO, DOWNLOAD_FAILED.
   */
  async fromIdx(options: IdxDatasetOptions): Promise<Dataset> {
    return dataset.fromArrays(await readIdxPair(options));
  },
};
