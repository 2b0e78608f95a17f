/**
 * Labelled images as a user may hand them over, as a dataset and the part of it that is used.
 *
 * A `Dataset` stays in the engine after its first use. Bare arrays become a dataset for one call, which is
 * released at its end.
 */
import { Dataset } from "../data/dataset.js";
import { matchClasses } from "../data/match-classes.js";
import { snapshot } from "../data/snapshot.js";
import type { ModelDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import type { LabelKind } from "../losses/losses.js";
import { optionsObject } from "../options/check.js";
import { show, typeName } from "../options/show.js";
import type { Warn } from "../options/warn.js";
import { checkLabels, checkPixels } from "./check-values.js";
import { checkImageShape, rowsOf } from "./images.js";
import { type Images, type PixelInput, pixelsOf, sizeOf } from "./pixels.js";
import { type TargetInput, targetsOf } from "./targets.js";
import { type SampleWeight, sampleWeights } from "./weights.js";

/** Images with their labels in bare arrays; the images' shape is the model's `inputShape`. */
export interface LabelledArrays {
  readonly images: PixelInput;
  /** As the loss takes them: class numbers; or a number an output of each image, in rows or all in one list. */
  readonly labels: TargetInput;
  /** How much each image counts in the loss: one number ≥ 0 an image; default 1. */
  readonly sampleWeight?: SampleWeight | undefined;
}

/** What is known of a model's classes when it meets data. */
export interface KnownClasses {
  /** Their names; null: it was never told any; undefined: it is about to be, by this data. */
  readonly names: readonly string[] | null | undefined;
  /** What labels its loss takes. */
  readonly kind: LabelKind;
  readonly warn: Warn;
  /** Whether arrays of images are nobody else's, and need no copy; default false. */
  readonly isOwn?: boolean;
}

/** What `fit` and `evaluate` take. */
export type TrainingData = Dataset | LabelledArrays;

/** Images of a dataset's source, in the order in which they are used. */
export interface Examples {
  readonly dataset: Dataset;
  /** Places in `dataset.source`. */
  readonly indices: Uint32Array;
  /** A row of numbers for each place, instead of labels; null where the dataset has labels. */
  readonly targets: Float32Array | null;
  /** How much the image of each place counts; null where all count 1. */
  readonly weights: Float32Array | null;
  /** The dataset was made for this call alone. */
  readonly temporary: boolean;
}

/**
 * Checks data against the model: the images' shape, one label per image, an output for every label. Labels of a dataset become
 * those that the model has for the classes of these names.
 */
export function examplesOf(where: string, received: unknown, model: ModelDescription, known: KnownClasses): Examples {
  const examples =
    received instanceof Dataset
      ? fromDataset(where, received, model, known)
      : fromArrays(where, received, model, known);
  const { dataset, indices, targets } = examples;
  if (indices.length === 0) {
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: the dataset has 0 images → at least one is needed`);
  }
  checkImageShape(where, dataset.imageShape, model.inputShape);
  if (targets === null) {
    const units = sizeOf(model.outputShape);
    checkLabels(where, sourceLabels(where, dataset), indices, labelsBelow(units, known.kind), units);
  }
  return examples;
}

/** The least number that is no label: of a single output that is no class a label is 0 or 1, or any number. */
function labelsBelow(units: number, kind: LabelKind): number {
  if (units > 1 || kind === "classes" || kind === "distribution") return units;
  return kind === "share" ? 2 : Number.POSITIVE_INFINITY;
}

function sourceLabels(where: string, { source }: Dataset): Uint32Array {
  if (source.labels !== null) return source.labels;
  throw new FashionWasmError(
    "DATA_MISMATCH",
    `${where}: the dataset has no labels → give one whose images have labels; predict needs none`,
  );
}

/** The images in the order in which they are used. */
export function imagesOfExamples({ dataset, indices }: Examples): Images {
  return rowsOf(dataset.source, indices, sizeOf(dataset.imageShape));
}

/** Splits off the last `fraction`, as Keras does: before any shuffling. */
export function splitLast(examples: Examples, fraction: number): [first: Examples, last: Examples] {
  const at = Math.floor(examples.indices.length * (1 - fraction));
  return [
    { ...examples, indices: examples.indices.subarray(0, at) },
    { ...examples, indices: examples.indices.subarray(at) },
  ];
}

function fromDataset(
  where: string,
  received: Dataset,
  { outputShape }: ModelDescription,
  { names, warn }: KnownClasses,
): Examples {
  const count = sizeOf(outputShape);
  const dataset = names === undefined ? received : matchClasses(where, received, { names, count }, warn);
  return { dataset, indices: placesOf(dataset), targets: null, weights: null, temporary: false };
}

function placesOf({ indices, length }: Dataset): Uint32Array {
  return indices ?? new Uint32Array(length).map((_, place) => place);
}

function fromArrays(
  where: string,
  received: unknown,
  model: ModelDescription,
  { kind, isOwn }: KnownClasses,
): Examples {
  if (received === null || typeof received !== "object" || typeName(received) !== "Object") {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the data is ${show(received)} → it must be a Dataset, e.g. from loadFashionMnist(), { images, labels }, or images and labels`,
    );
  }
  const allowed = ["images", "labels", "sampleWeight"] as const;
  const { images, labels, sampleWeight } = optionsObject(where, received as LabelledArrays, allowed);
  const { inputShape } = model;
  const [height = 1, width = 1, channels = 1] = inputShape.length === 1 ? [1, 1, inputShape[0]] : inputShape;
  const pixels = pixelsOf(where, images, inputShape);
  const count = pixels.length / sizeOf(inputShape);
  checkPixels(where, pixels, count);
  const { labels: classNumbers = null, targets = null } = targetsOf(where, labels, {
    count,
    units: sizeOf(model.outputShape),
    kind,
  });
  // What was laid out here is nobody else's.
  const own = ArrayBuffer.isView(images) && isOwn !== true ? snapshot(pixels) : pixels;
  const source = { images: own, labels: classNumbers, count, fileNames: null };
  const made = new Dataset(source, [height, width, channels], []);
  const weights = sampleWeight === undefined ? null : sampleWeights(where, sampleWeight, count);
  return { dataset: made, indices: placesOf(made), targets, weights, temporary: true };
}
