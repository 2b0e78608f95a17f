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
import { show } from "../options/show.js";
import { checkNames, type DataSource, type ImageShape } from "./arrays.js";
import { dealt, dealtByClass } from "./divide.js";
import type { Example } from "./example.js";
import { fingerprint } from "./fingerprint.js";
import { housed, pixelsIn } from "./pixel-home.js";
import { permutation } from "./random.js";
import { relabelled } from "./relabel.js";
import { copyOf } from "./snapshot.js";
import { type PixelStatistics, pixelStatistics } from "./statistics.js";
import { type Joined, joined, type MapOptions, type MappedImage, mapped } from "./transform.js";
import { checkSource, watchSource } from "./watched-source.js";

/** Options of {@link Dataset.split}. */
export interface SplitOptions {
  /** An integer from 0 to 2^53 − 1, default 0; the same seed gives the same parts in every runtime. */
  readonly seed?: number;
  /** Whether each class has the same share in both parts; default false, as in scikit-learn's `train_test_split`. */
  readonly stratify?: boolean;
}

/** Options of {@link Dataset.batches}. */
export interface BatchesOptions {
  /** Whether a last batch of fewer images is left out; default false. */
  readonly dropRemainder?: boolean | undefined;
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
    return this.#example(permutation(this.length, seed)[0] as number);
  }

  /**
   * One image after the other, with its label and a copy of its pixels.
   *
   * @example
   * for (const { image, className } of test.take(3)) console.log(className, image.length);
   */
  *[Symbol.iterator](): Generator<Example, void, undefined> {
    for (let i = 0; i < this.length; i++) yield this.#example(i);
  }

  /**
   * The images in parts of `batchSize` (default 32), in this dataset's order; the last part may be smaller. Each is a dataset over
   * the same arrays.
   *
   * Errors: INVALID_ARGUMENT.
   *
   * @example
   * for (const { images, labels } of train.shuffle(epoch).batches(64)) await model.trainOnBatch(images, labels);
   */
  batches(batchSize = 32, options: BatchesOptions = {}): Generator<Dataset, void, undefined> {
    const where = "dataset.batches";
    integerOption(where, "batchSize", batchSize, { min: 1 });
    const { dropRemainder = false } = optionsObject(where, options, ["dropRemainder"]);
    return this.#batches(batchSize, booleanOption(where, "dropRemainder", dropRemainder));
  }

  *#batches(size: number, dropRemainder: boolean): Generator<Dataset, void, undefined> {
    const end = dropRemainder ? this.length - (this.length % size) : this.length;
    for (let start = 0; start < end; start += size) yield this.slice(start, Math.min(start + size, this.length));
  }

  /**
   * The images for which `keep` returns true, in their order; over the same arrays.
   *
   * Errors: INVALID_ARGUMENT for a function that is none or returns no boolean (as an async one), and where no image is left.
   *
   * @example
   * const shoes = train.filter(({ className }) => className === "Sneaker" || className === "Ankle boot");
   */
  filter(keep: (example: Example) => boolean): Dataset {
    const where = "dataset.filter";
    if (typeof keep !== "function") {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: received ${show(keep)} → give a function of an example that returns true or false`,
      );
    }
    const kept: number[] = [];
    for (const example of this) {
      const answer: unknown = keep(example);
      if (answer === true) kept.push(example.index);
      else if (answer !== false) {
        throw new FashionWasmError(
          "INVALID_ARGUMENT",
          `${where}: for image ${example.index} the function returned ${show(answer)} → it must return true or false`,
        );
      }
    }
    if (kept.length > 0) return this.#part(Uint32Array.from(kept));
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: none of ${this.length} images is left → a dataset has at least one`,
    );
  }

  /**
   * A new dataset of the images that `fn` makes of this one's: it returns their pixels, bytes or floats, or these and a label.
   * All are made at once. Without labels of their own they keep those they had.
   *
   * Errors: INVALID_ARGUMENT for what are no pixels (as the promise of an async function); SHAPE_MISMATCH for those of another
   * size than `imageShape`; DATA_MISMATCH for bytes and floats mixed, labels for some images only, and labels that are no class.
   *
   * @example
   * const inverted = train.map(({ image }) => image.map((tone) => 255 - tone));
   */
  map(fn: (example: Example) => MappedImage, options?: MapOptions): Dataset {
    const { source, imageShape, classNames } = mapped("dataset.map", this, fn, options);
    const fileNames = this.fileNames;
    return new Dataset(housed({ ...source, fileNames }), imageShape, classNames);
  }

  /**
   * A new dataset of the images of this one and those of `others`, in this order. Classes are matched by name, as by
   * {@link withClassNames}; the names are this one's.
   *
   * Errors: INVALID_ARGUMENT for what is no dataset; SHAPE_MISMATCH for images of another shape; DATA_MISMATCH for a class that
   * this one does not have, bytes and floats mixed, labels in some of them only.
   *
   * @example
   * const all = train.concat(await dataset.fromFolder({ folder: "more" }));
   */
  concat(...others: readonly Dataset[]): Dataset {
    const where = "dataset.concat";
    const wrong = others.findIndex((other) => !(other instanceof Dataset));
    if (wrong >= 0) {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: dataset ${wrong + 1} is ${show(others[wrong])} → give a Dataset, e.g. of dataset.fromArrays`,
      );
    }
    const { classNames, labelled } = this;
    const alike = others.map((other) => (labelled && other.labelled ? other.withClassNames(classNames) : other));
    const [first, ...rest] = [this, ...alike].map((one) => one.#joined()) as [Joined, ...Joined[]];
    return new Dataset(housed(joined(where, first, rest)), this.imageShape, classNames);
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

  #joined(): Joined {
    const isFloat = pixelsIn(this.source) instanceof Float32Array;
    const { length, labelled, imageShape, fileNames } = this;
    return { length, isFloat, imageShape, labels: labelled ? this.labels : null, fileNames, images: this.#eachImage() };
  }

  #example(index: number): Example {
    const label = this.labelled ? this.label(index) : null;
    return { index, image: this.image(index), label, className: this.className(index) };
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
