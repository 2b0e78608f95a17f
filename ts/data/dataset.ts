/**
 * A labelled set of images, and the ways to cut it: every part is a list of positions over the same untouched arrays.
 *
 * So splitting 60,000 images costs 240 kB, and the engine, which keeps the arrays of `source` by their identity,
 * gets them once for all parts. How it is made: from.ts; what goes to which part: divide.ts; what pixels are like:
 * statistics.ts.
 */
import { FashionWasmError } from "../errors.js";
import { booleanOption, integerOption, numberOption, optionsObject } from "../options/check.js";
import { fixFields } from "../options/fixed-fields.js";
import { checkNames, type DataSource, type ImageShape } from "./arrays.js";
import { dealt, dealtByClass } from "./divide.js";
import { fingerprint } from "./fingerprint.js";
import { pixelsIn } from "./pixel-home.js";
import { permutation } from "./random.js";
import { relabelled } from "./relabel.js";

import { copyOf } from "./snapshot.js";
import { type PixelStatistics, pixelStatistics } from "./statistics.js";
import { checkSource, watchSource } from "./watched-source.js";

/** One image of a dataset, with all that is known of it. */
export interface Example {
  /** Its place in the dataset. */
  readonly index: number;
  /** A copy of its pixels: height, width, channels. */
  readonly image: Uint8Array | Float32Array;
  /** Its class number and its class's name; null where the dataset has no labels. */
  readonly label: number | null;
  readonly className: string | null;
}

/** Options of {@link Dataset.split}. */
export interface SplitOptions {
  /** An integer from 0 to 2^53 − 1, default 0; the same seed gives the same parts in every runtime. */
  readonly seed?: number;
  /** Whether each class has the same share in both parts; default false, as in scikit-learn's `train_test_split`. */
  readonly stratify?: boolean;
}

/**
 * Images and their labels. Made by `loadFashionMnist` or by `dataset.fromArrays`, `fromIdx`, `fromCsv`, `fromFolder`,
 * `fromImages`; never empty.
 */
export class Dataset {
  /**
   * The arrays as they came. Read only: a change would not reach an engine that has them already. Whoever reads `images` keeps
   * them here while a model trains on them, too.
   */
  readonly source: DataSource;
  /** Positions in `source`, in this dataset's order; null: all of it in its own order. */
  readonly indices: Uint32Array | null;
  /** Height, width, channels of one image. */
  readonly imageShape: ImageShape;
  /** A name per class, in the order of the class numbers; none where there are neither names nor labels. */
  readonly classNames: readonly string[];
  #statistics: PixelStatistics | undefined;
  #fingerprint: Promise<string> | undefined;
  #images: Uint8Array | Float32Array | undefined;
  #labels: Uint32Array | undefined;
  #fileNames: readonly string[] | undefined;

  /** Takes what it gets; users come through `dataset.fromArrays`, which checks. */
  constructor(
    source: DataSource,
    imageShape: ImageShape,
    classNames: readonly string[],
    indices: Uint32Array | null = null,
  ) {
    this.source = source;
    watchSource(source);
    this.imageShape = imageShape;
    this.classNames = classNames;
    this.indices = indices;
    fixFields(this);
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

  /** Whether the images have labels; without them they can be looked at and predicted. */
  get labelled(): boolean {
    return this.source.labels !== null;
  }

  /**
   * All labels in this dataset's order: `source.labels` itself, or a copy that is made once. Read only.
   *
   * Errors: DATA_MISMATCH when the images have none, see {@link labelled}.
   */
  get labels(): Uint32Array {
    const labels = this.#sourceLabels();
    if (this.indices === null) return labels;
    this.#labels ??= this.indices.map((position) => labels[position] as number);
    return this.#labels;
  }

  /**
   * The name of each image's file, in this dataset's order: of `dataset.fromFolder` the path from the folder on (`Bag/7.png`),
   * of `dataset.fromImages` the option `names`, else path, URL or name of the file. Null where the images are no files.
   */
  get fileNames(): readonly string[] | null {
    const { fileNames } = this.source;
    if (fileNames === null || this.indices === null) return fileNames;
    this.#fileNames ??= Object.freeze(Array.from(this.indices, (position) => fileNames[position] as string));
    return this.#fileNames;
  }

  /** A copy of image `i` (height, width, channels), 0 ≤ i < length. */
  image(i: number): Uint8Array | Float32Array {
    const size = this.#imageSize;
    const start = this.#position(i, "image") * size;
    const pixels = pixelsIn(this.source);
    const copy = pixels instanceof Float32Array ? new Float32Array(size) : new Uint8Array(size);
    copy.set(pixels.subarray(start, start + size)); // slice() of a Node Buffer would be a view
    return copy;
  }

  /** The class number of image `i`, 0 ≤ i < length. Errors: DATA_MISMATCH when the images have no labels. */
  label(i: number): number {
    return this.#sourceLabels()[this.#position(i, "label")] as number;
  }

  /** The name of the class of image `i`, 0 ≤ i < length; null where the images have no labels. */
  className(i: number): string | null {
    return this.labelled ? (this.classNames[this.label(i)] ?? null) : null;
  }

  /**
   * The same images with the classes of `names`: each label becomes the number of its class there.
   *
   * Classes are matched by name; those that have no names but numbers, as in `dataset.fromCsv` without `classNames`, keep
   * their numbers and are named. Shapes: those of this dataset; the pixels are shared, not copied.
   *
   * Errors: INVALID_ARGUMENT for what are no names; DATA_MISMATCH, with both lists, for an image of a class that is not
   * among `names`.
   *
   * @example
   * const shop = await dataset.fromFolder({ folder: "shop" }); // "Bag", "Coat", "T-shirt_top"
   * shop.withClassNames(fashionMnistClassNames).labels; // 8, 4 and 0
   */
  withClassNames(names: readonly string[]): Dataset {
    const where = "dataset.withClassNames";
    const known = Object.freeze([...checkNames(where, names)]);
    return new Dataset(relabelled(where, this, known), this.imageShape, known, this.indices);
  }

  /** One image, drawn at random; the same `seed` (an integer from 0 to 2^53 − 1, default 0) draws the same. */
  sample(seed = 0): Example {
    integerOption("dataset.sample", "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
    const index = permutation(this.length, seed)[0] as number;
    const label = this.labelled ? this.label(index) : null;
    return { index, image: this.image(index), label, className: this.className(index) };
  }

  /** The number of images of each class, in the order of `classNames`. Errors: DATA_MISMATCH without labels. */
  classCounts(): number[] {
    const counts = new Array<number>(this.classNames.length).fill(0);
    for (const label of this.labels) counts[label] = (counts[label] as number) + 1;
    return counts;
  }

  /** The mean of all pixels of all images. */
  mean(): number {
    return this.statistics().mean;
  }

  /** The standard deviation of all pixels of all images, as NumPy's `std`: the root of the mean squared deviation. */
  std(): number {
    return this.statistics().std;
  }

  /** Mean, standard deviation, least and largest pixel, and how often each of the 256 tones occurs; worked out once. */
  statistics(): PixelStatistics {
    this.#statistics ??= pixelStatistics(this.#eachImage());
    return this.#statistics;
  }

  /** SHA-256, in hex, of shape, pixels and labels in this dataset's order: equal exactly when the data are; worked out once. */
  fingerprint(): Promise<string> {
    const { shape, indices } = this;
    if (this.#fingerprint === undefined) {
      // A copy, which may be read when the pixels are elsewhere.
      const images = indices === null ? copyOf(pixelsIn(this.source)) : this.images;
      this.#fingerprint = fingerprint({ shape, images, labels: this.labelled ? this.labels : null });
    }
    return this.#fingerprint;
  }

  /**
   * Deals the images at random into two parts without overlap: `round(fraction × length)` and the rest.
   *
   * `fraction`: between 0 and 1, such that neither part is empty. Errors: INVALID_ARGUMENT; DATA_MISMATCH for `stratify`
   * without labels.
   */
  split(fraction: number, options: SplitOptions = {}): [Dataset, Dataset] {
    const where = "dataset.split";
    const { seed = 0, stratify = false } = optionsObject(where, options, ["seed", "stratify"]);
    numberOption(where, "fraction", fraction, { above: 0, below: 1 });
    integerOption(where, "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
    const byClass = booleanOption(where, "stratify", stratify);
    const size = Math.round(fraction * this.length);
    if (size === 0 || size === this.length) {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: fraction ${fraction} of ${this.length} images leaves one part empty → choose one that gives both at least 1`,
      );
    }
    const [first, rest] = byClass ? dealtByClass(this.labels, size, seed) : dealt(this.length, size, seed);
    return [this.#part(first), this.#part(rest)];
  }

  /** All images in a random order; the same `seed` (an integer from 0 to 2^53 − 1, default 0) gives the same order. */
  shuffle(seed = 0): Dataset {
    integerOption("dataset.shuffle", "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER });
    return this.#part(permutation(this.length, seed));
  }

  /** The first `n` images, all if there are not so many; default 5, as in pandas. */
  head(n = 5): Dataset {
    integerOption("dataset.head", "n", n, { min: 1 });
    return this.slice(0, n);
  }

  /** The last `n` images, all if there are not so many; default 5, as in pandas. */
  tail(n = 5): Dataset {
    integerOption("dataset.tail", "n", n, { min: 1 });
    return this.slice(-Math.min(n, this.length));
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

  /** Not for users: refuses to go on (DATA_MISMATCH) when images or labels were changed after the dataset was made. */
  checkUnchanged(where: string): void {
    checkSource(where, this.source);
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

  #sourceLabels(): Uint32Array {
    const { labels } = this.source;
    if (labels !== null) return labels;
    throw new FashionWasmError(
      "DATA_MISMATCH",
      "dataset.labels: these images have no labels → load data that has a label for each, or use predict, which needs none",
    );
  }

  /** Views, one after the other: nothing is gathered. */
  *#eachImage(): Generator<Uint8Array | Float32Array> {
    const size = this.#imageSize;
    const pixels = pixelsIn(this.source);
    for (let i = 0; i < this.length; i++) {
      const start = (this.indices === null ? i : (this.indices[i] as number)) * size;
      yield pixels.subarray(start, start + size);
    }
  }

  #gatherImages(indices: Uint32Array): Uint8Array | Float32Array {
    const size = this.#imageSize;
    const images = pixelsIn(this.source);
    const length = indices.length * size;
    const gathered = images instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
    indices.forEach((position, i) => {
      gathered.set(images.subarray(position * size, (position + 1) * size), i * size);
    });
    return gathered;
  }
}
