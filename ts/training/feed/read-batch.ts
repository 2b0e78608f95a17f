/**
 * A batch as a source gives it: checked against the model, and copied, since whoever gave it may write the next into its arrays.
 */
import { Dataset } from "../../data/dataset.js";
import { namesAfter } from "../../data/match-classes.js";
import { pixelsIn } from "../../data/pixel-home.js";
import type { ModelDescription } from "../../engine/protocol.js";
import {
  type Examples,
  examplesOf,
  imagesOfExamples,
  type KnownClasses,
  type TrainingData,
} from "../../inputs/examples.js";
import { InputRangeCheck } from "../../inputs/input-range-check.js";
import { type ValidationData, validationDataOf } from "../../inputs/labelled.js";
import type { Images } from "../../inputs/pixels.js";
import { sizeOf } from "../../inputs/pixels.js";
import { wrongValueRange } from "../../inputs/value-range-check.js";
import { type ClassWeight, withClassWeights } from "../../inputs/weights.js";
import type { LabelKind } from "../../losses/losses.js";
import { Buffers } from "./buffers.js";
import type { Learnt } from "./feed.js";

/** A batch of a source. */
export interface ReadBatch {
  readonly count: number;
  readonly images: Uint8Array | Float32Array;
  /** Class numbers, or rows of numbers. */
  readonly labels: Uint32Array | null;
  readonly targets: Float32Array | null;
  readonly weights: Float32Array | null;
  readonly learnt: Learnt;
  /** Says that its images have been read. */
  done(): void;
}

/** What batches are checked against. */
export interface BatchChecks {
  readonly where: string;
  readonly model: ModelDescription;
  readonly names: KnownClasses["names"];
  readonly kind: LabelKind;
  readonly classWeight: ClassWeight | undefined;
  readonly inputCheck: InputRangeCheck;
  readonly checkImages: boolean;
  checkWeights(where: string, weights: Float32Array | null): void;
}

/** Returns what reads one batch after the other. Errors: as for data of `fit`; the message says which batch. */
export function batchReader(checks: BatchChecks): (received: unknown, number: number) => ReadBatch {
  const { where, model, kind, classWeight, inputCheck, checkImages } = checks;
  const units = sizeOf(model.outputShape);
  // Of its own: batches are read ahead, and what the model knows of images must not depend on how far.
  const seen = new InputRangeCheck(model.spec, inputCheck.profile);
  const buffers = new Buffers();
  let { names } = checks;
  return (received, number) => {
    const place = `${where}: batch ${number}`;
    const { given, copy } = owned(validationDataOf(place, received as ValidationData), buffers);
    const examples = examplesOf(place, given, model, { names, kind, warn: inputCheck.warn, isOwn: true });
    if (!examples.temporary) names = namesAfter(names ?? null, examples.dataset);
    const weights = withClassWeights(place, classWeight, examples, { units, kind });
    checks.checkWeights(place, weights);
    const images = imagesOfExamples(examples);
    if (checkImages) seen.see("trainOnBatch", images);
    seen.learnBatch(seen.profileOfBatch(images));
    const wrong = number === 0 && checkImages && seen.profile && wrongValueRange(model.spec, seen.profile);
    if (wrong) inputCheck.warn(where, wrong);
    const learnt = { classNames: names ?? null, input: seen.profile, replaces: true };
    const done = () => copy && buffers.giveBack(copy);
    return { ...rowsOf(examples, units, weights), images: pixelsOf(examples, images), learnt, done };
  };
}

/** The same data, its pixels copied where they are the caller's. */
function owned(given: TrainingData, buffers: Buffers) {
  if (given === null || typeof given !== "object" || given instanceof Dataset) return { given, copy: null };
  const { images } = given;
  if (!(images instanceof Uint8Array || images instanceof Float32Array)) return { given, copy: null };
  const copy = buffers.copyOf(images);
  return { given: { ...given, images: copy }, copy };
}

/** The images one after the other: as they lie there, where they lie so. */
function pixelsOf({ dataset, indices }: Examples, { count, rows }: Images): Uint8Array | Float32Array {
  const [first = 0] = indices;
  if (indices.some((at, i) => at !== first + i)) return rows(0, count);
  const all = pixelsIn(dataset.source);
  const size = all.length / dataset.source.count;
  return all.subarray(first * size, (first + count) * size);
}

function rowsOf({ dataset, indices, targets }: Examples, units: number, weights: Float32Array | null) {
  const { labels } = dataset.source;
  const count = indices.length;
  const rows = targets && new Float32Array(count * units);
  // No iterator: an object for each image of each batch.
  for (let i = 0; rows && i < count; i++) {
    const at = (indices[i] ?? 0) * units;
    rows.set(targets?.subarray(at, at + units) ?? [], i * units);
  }
  return {
    count,
    labels: targets === null ? indices.map((at) => labels?.[at] ?? 0) : null,
    targets: rows,
    weights: weights && Float32Array.from(indices, (at) => weights[at] ?? 1),
  };
}
