/**
 * Which images an epoch trains on, in which order: by default all of them, once; with `stepsPerEpoch` as many batches, which
 * go on where the epoch before ended, pass after pass over the data.
 */
import type { Examples } from "../../inputs/examples.js";
import type { TrainingContext } from "../training-context.js";

/** What an epoch takes of the data. */
export interface PassPlan {
  readonly train: Examples;
  readonly shuffle: boolean;
  /** Batches of an epoch. */
  readonly steps: number;
  readonly batchSize: number;
}

/** Places of images of one pass, which begin with a batch. */
export interface Part {
  readonly places: Uint32Array;
  /** The pass's number in the life of the model. */
  readonly pass: number;
}

/**
 * Returns what gives the next epoch's order.
 *
 * The key of a pass's order is (seed, epochs trained before this `fit`, passes since): two calls of fit with one epoch each see
 * the same orders as one call with two, also when the model was saved and loaded in between.
 */
export function passesOver(
  { engine, epochs }: TrainingContext,
  { train, shuffle, steps, batchSize }: PassPlan,
): () => Promise<readonly Part[]> {
  const { indices } = train;
  let pass = epochs.length - 1;
  let rest: Uint32Array = indices.subarray(0, 0);
  return async () => {
    const parts: Part[] = [];
    for (let left = steps; left > 0; ) {
      if (rest.length === 0) {
        pass++;
        rest = shuffle ? await shuffled(pass) : indices;
      }
      const places = rest.subarray(0, left * batchSize);
      rest = rest.subarray(places.length);
      left -= Math.ceil(places.length / batchSize);
      parts.push({ places, pass });
    }
    return parts;
  };

  async function shuffled(pass: number): Promise<Uint32Array> {
    const order = await engine.call("permutation", indices.length, pass);
    // Written over in place, by a plain loop: `map` with its copy takes three times as long, a noticeable part of an epoch.
    for (let i = 0; i < order.length; i++) order[i] = indices[order[i] ?? 0] ?? 0;
    return order;
  }
}
