/**
 * How much each image counts in the loss: weights of images, and of their classes.
 */
import { FashionWasmError } from "../errors.js";
import type { LabelKind } from "../losses/losses.js";
import { invalidOption, isList } from "../options/check.js";
import { isThere } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { Examples } from "./examples.js";

/** One number ≥ 0 an image, in the order of the images. */
export type SampleWeight = ArrayLike<number>;

/**
 * One number ≥ 0 a class: an object or a list by class numbers, where a class that is missing weighs 1; or `"balanced"`, so
 * that all classes count alike: `images / (classes · images of the class)`.
 */
export type ClassWeight = Readonly<Record<number, number>> | readonly number[] | "balanced";

/** Checks weights of `count` images. Errors: INVALID_ARGUMENT; DATA_MISMATCH for another number of them. */
export function sampleWeights(where: string, received: unknown, count: number): Float32Array {
  if (!isList(received) || !isThere(received)) {
    throw invalidOption(where, "sampleWeight", received, "an array of numbers ≥ 0, one an image");
  }
  if (received.length !== count) {
    const what = `${received.length} sampleWeight values for ${count} images`;
    throw new FashionWasmError("DATA_MISMATCH", `${where}: ${what} → give one number ≥ 0 an image`);
  }
  const weights = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const value = received[i];
    if (!isWeight(value)) throw invalidOption(where, `sampleWeight[${i}]`, value, "a finite number ≥ 0");
    weights[i] = value;
  }
  return weights;
}

/**
 * The weights of images with those of their classes in them, by places in the source; `kind` is what the loss takes as labels.
 *
 * Errors: INVALID_ARGUMENT for a class that the model has no output for, and for a loss whose labels are no classes.
 */
export function withClassWeights(
  where: string,
  received: unknown,
  examples: Examples,
  { units, kind }: { readonly units: number; readonly kind: LabelKind },
): Float32Array | null {
  if (received === undefined) return examples.weights;
  if (kind === "any") {
    throw invalidOption(where, "classWeight", received, "left out: a loss of your own weighs the images itself");
  }
  if (kind === "number") {
    const expected = "left out: the labels of this loss are numbers, no classes; sampleWeight weighs images";
    throw invalidOption(where, "classWeight", received, expected);
  }
  const classes = Math.max(units, 2);
  const classAt = classesOf(examples, units);
  const ofClass =
    received === "balanced" ? balanced(classAt, examples.indices, classes) : weightsOf(where, received, classes);
  const weights = new Float32Array(examples.dataset.source.count).fill(1);
  for (const [i, place] of examples.indices.entries()) {
    const [ofItsClass, own] = [ofClass[classAt(place)] ?? 1, examples.weights?.[place] ?? 1];
    const weight = Math.fround(ofItsClass * own);
    if (!Number.isFinite(weight)) {
      const what = `image ${i} has the sampleWeight ${own} and the classWeight ${ofItsClass}`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → their product must be finite in 32 bits`);
    }
    weights[place] = weight;
  }
  return weights;
}

/** The weights of the images at `places`; undefined where all weigh 1. */
export function weightsAt(weights: Float32Array | null, places: Uint32Array): Float32Array | undefined {
  return weights === null ? undefined : Float32Array.from(places, (place) => weights[place] ?? 1);
}

function weightsOf(where: string, received: unknown, classes: number): readonly number[] {
  const isObject = received !== null && typeof received === "object" && !ArrayBuffer.isView(received);
  if (!isObject || Object.keys(received).length === 0) {
    throw invalidOption(
      where,
      "classWeight",
      received,
      'an object such as { 6: 2 }, an array by class numbers, or "balanced"',
    );
  }
  const weights: number[] = [];
  for (const [name, value] of Object.entries(received)) {
    const number = /^\d+$/.test(name) ? Number(name) : Number.NaN;
    if (!(number < classes)) {
      const what = `classWeight has the class ${show(name)}`;
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: ${what} → classes are numbers from 0 to ${classes - 1}`,
      );
    }
    if (!isWeight(value)) throw invalidOption(where, `classWeight[${name}]`, value, "a finite number ≥ 0");
    weights[number] = value;
  }
  return weights;
}

function balanced(classAt: (place: number) => number, places: Uint32Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const place of places) {
    const at = classAt(place);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? places.length / (present * count) : 1));
}

/** The class of an image: its label, or the largest value of its row; of a single output 0 or 1. */
function classesOf({ dataset, targets }: Examples, units: number): (place: number) => number {
  const { labels } = dataset.source;
  if (targets === null) return (place) => labels?.[place] ?? 0;
  if (units === 1) return (place) => ((targets[place] ?? 0) > 0.5 ? 1 : 0);
  return (place) => {
    const row = targets.subarray(place * units, (place + 1) * units);
    return row.indexOf(row.reduce((most, value) => Math.max(most, value)));
  };
}

function isWeight(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isFinite(Math.fround(value));
}
