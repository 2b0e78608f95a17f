/**
 * The face of the cross-entropies: options, defaults, documentation. Their arithmetic is in crates/engine/src/losses.
 */
import { type LossSpec, lossOf, SMOOTHING } from "./loss-spec.js";

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /**
   * Share s of a label that is spread over all outputs, in [0, 1): of n classes `y ← (1 − s)·y + s/n`; of `binaryCrossentropy`
   * `y ← (1 − s)·y + s/2`. Default 0.
   */
  readonly labelSmoothing?: number | undefined;
}

const OPTIONS = { labelSmoothing: SMOOTHING };

/**
 * `−log p[label]`, the mean over the images; labels are class numbers 0 … units − 1.
 *
 * What p is follows from the last activation: for `linear` outputs (logits) `p = softmax(x)`, computed without
 * rounding to 0 or 1; for `softmax` the outputs themselves; for `sigmoid` `p = σ[label] / Σ σ[j]`; the last two are
 * clipped to [1e-7, 1 − 1e-7]. There is no `fromLogits` to get wrong. Keras' loss of this name has no `labelSmoothing`: here
 * it is that of {@link categoricalCrossentropy} with one-hot labels.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.losses.SparseCategoricalCrossentropy`
 */
export function sparseCategoricalCrossentropy(
  options?: CrossentropyOptions,
): LossSpec<"sparseCategoricalCrossentropy", CrossentropyOptions> {
  return lossOf("sparseCategoricalCrossentropy", options, OPTIONS);
}

/**
 * `−Σⱼ yⱼ·log pⱼ`, the mean over the images; a label y is a row of units numbers ≥ 0 whose sum is 1, or a class number.
 *
 * p is as in {@link sparseCategoricalCrossentropy}.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
 * await model.fit({ images, labels: [[0.5, 0.5, 0], [0, 0.1, 0.9]] });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.losses.CategoricalCrossentropy`
 */
export function categoricalCrossentropy(
  options?: CrossentropyOptions,
): LossSpec<"categoricalCrossentropy", CrossentropyOptions> {
  return lossOf("categoricalCrossentropy", options, OPTIONS);
}

/**
 * `−(y·log p + (1 − y)·log(1 − p))`, the mean over outputs and images; labels are in [0, 1], one an output.
 *
 * Of `linear` outputs `p = σ(x)`, computed without rounding to 0 or 1; other outputs are p themselves, clipped to
 * [1e-7, 1 − 1e-7]. With one output labels are one number an image; with several each is a question of its own, and a class
 * number stands for a row with a 1 at its place.
 *
 * @example
 * ```ts
 * // Is it a shoe? One output, labels 0 and 1.
 * model.compile({ optimizer: "adam", loss: "binaryCrossentropy", metrics: ["precision", "recall"] });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.losses.BinaryCrossentropy`
 */
export function binaryCrossentropy(options?: CrossentropyOptions): LossSpec<"binaryCrossentropy", CrossentropyOptions> {
  return lossOf("binaryCrossentropy", options, OPTIONS);
}
