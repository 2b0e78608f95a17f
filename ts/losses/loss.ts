/**
 * The closed set of losses. Their meaning, and the metrics counted beside them, are in crates/engine/src/losses.
 */
import { choiceOption } from "../options/check.js";

/**
 * `sparseCategoricalCrossentropy`: the mean of `−log p[label]`, where labels are class numbers 0 … units − 1.
 *
 * What p is follows from the last activation: for `linear` outputs (logits) `p = softmax(x)`, computed without
 * rounding to 0 or 1; for `softmax` the outputs themselves; for `sigmoid` `p = σ[label] / Σ σ[j]`; the last two are
 * clipped to [1e-7, 1 − 1e-7]. There is no `fromLogits` to get wrong.
 *
 * @see Keras `keras.losses.SparseCategoricalCrossentropy`
 */
export const LOSSES = ["sparseCategoricalCrossentropy"] as const;
export type Loss = (typeof LOSSES)[number];

/** Checks the `loss` of `compile`. */
export function lossOption(where: string, received: unknown): Loss {
  return choiceOption(where, "loss", received, LOSSES);
}
