/**
 * Which images an epoch trains on, in which order: by default all of them, once; with `stepsPerEpoch` as many batches, which
 * go on where the epoch before ended, pass after pass over the data.
 */
import type { FitPlan } from "./fit-options.js";
import type { TrainingContext } from "./training-context.js";

/**
 * Returns what gives the next epoch's order, in parts that begin with a batch each.
 *
 * The key of a pass's order is (seed, epochs trained before this `fit`, passes since): two calls of fit with one epoch each see
 * the same orders as one call with two, also when the model was saved and loaded in between.
 */
export function passesOver(
  { engine, epochs }: TrainingContext,
  { train, shuffle, steps, batchSize }: FitPlan,
): () => Promise<readonly Uint32Array[]> {
  const { indices } = train;
  let key = epochs.length;
  let rest: Uint32Array = indices.subarray(0, 0);
  return async () => {
    const parts: Uint32Array[] = [];
    for (let left = steps; left > 0; ) {
      if (rest.length === 0) rest = shuffle ? await shuffled(key++) : indices;
      const part = rest.subarray(0, left * batchSize);
      rest = rest.subarray(part.length);
      left -= Math.ceil(part.length / batchSize);
      parts.push(part);
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
