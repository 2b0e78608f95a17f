/**
 * Images and labels as two arguments, and `validationData` as an array of them, both as Keras has them: brought to the one object
 * that all below takes.
 */
import { Dataset } from "../data/dataset.js";
import { FashionWasmError } from "../errors.js";
import { isList } from "../options/check.js";
import { show } from "../options/show.js";
import { isBatchSource } from "./batches.js";
import type { TrainingData } from "./examples.js";
import type { PixelInput } from "./pixels.js";
import type { TargetInput } from "./targets.js";
import type { SampleWeight } from "./weights.js";

/** Data to validate with, in one object, or as `[images, labels]` and `[images, labels, sampleWeight]`. */
export type ValidationData =
  | TrainingData
  | readonly [images: PixelInput, labels: TargetInput, sampleWeight?: SampleWeight];

/**
 * Returns the data and the options of a call `(data, options)` or `(images, labels, options)`.
 *
 * Errors: INVALID_ARGUMENT for labels beside data that has labels, and for a third argument whose second is no list of labels.
 */
export function dataAndOptions<Options, Data = TrainingData>(
  where: string,
  first: unknown,
  second: unknown,
  third: Options | undefined,
): readonly [data: Data, options: Options | undefined] {
  if (isList(second)) {
    if (first instanceof Dataset) {
      throw fail(
        where,
        "received a Dataset and labels → a Dataset has its own; give its images, or leave the labels out",
      );
    }
    if (isBatchSource(first)) {
      throw fail(where, "received a source of batches and labels → each batch has its labels: [images, labels]");
    }
    if ("images" in Object(first)) {
      throw fail(where, "received { images, labels } and labels → give one of them");
    }
    return [{ images: first, labels: second } as Data, third];
  }
  if (third === undefined) return [first as Data, second as Options | undefined];
  const what = `received three arguments, of which the second is ${show(second)}`;
  throw fail(where, `${what} → labels are an array or typed array: (images, labels, options); or give (data, options)`);
}

/** Returns data to validate with in one object. Errors: INVALID_ARGUMENT for an array of other than two or three. */
export function validationDataOf(where: string, received: ValidationData): TrainingData {
  if (!Array.isArray(received)) return received as TrainingData;
  const [images, labels, sampleWeight] = received;
  if (received.length === 2 || received.length === 3) return { images, labels, sampleWeight };
  const what = `received an array of ${received.length}`;
  throw fail(where, `${what} → give [images, labels], [images, labels, sampleWeight], { images, labels } or a Dataset`);
}

function fail(where: string, what: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
}
