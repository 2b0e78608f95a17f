/**
 * Data that comes in batches, one after the other: larger than memory, or made on the way.
 */
import { Dataset } from "../data/dataset.js";
import { isIterable } from "../options/iterable.js";
import type { LabelledArrays } from "./examples.js";
import type { PixelInput } from "./pixels.js";
import type { TargetInput } from "./targets.js";
import type { SampleWeight } from "./weights.js";

/** Images of one step with their labels, in one object or as Keras' generators give them; its size is the step's. */
export type Batch =
  | Dataset
  | LabelledArrays
  | readonly [images: PixelInput, labels: TargetInput, sampleWeight?: SampleWeight];

/** Batches in their order. */
export type Batches = Iterable<Batch> | AsyncIterable<Batch>;

/**
 * Where batches come from: a function that returns them anew for each pass, such as a generator function; an object that can be
 * iterated again; or a generator, which gives each once.
 */
export type BatchSource = Batches | (() => Batches | Promise<Batches>);

/** Whether data is a source of batches: lists are images, a `Dataset` and an object with `images` are data at hand. */
export function isBatchSource(received: unknown): received is BatchSource {
  if (typeof received === "function") return true;
  if (received === null || typeof received !== "object") return false;
  if (received instanceof Dataset || Array.isArray(received) || ArrayBuffer.isView(received)) return false;
  return isIterable(received);
}
