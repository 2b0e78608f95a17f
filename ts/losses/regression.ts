/**
 * The face of the losses on numbers: options, defaults, documentation. Their arithmetic is in crates/engine/src/losses.
 *
 * Outputs are taken as they are, whatever the last activation. Labels are any finite numbers, one an output; where the model
 * has several outputs, a class number stands for a row with a 1 at its place.
 */
import { type LossSpec, lossOf } from "./loss-spec.js";

/** There are none. */
export type NoLossOptions = Record<never, never>;

/** Options of {@link huber}. */
export interface HuberOptions {
  /** Errors up to δ count squared, > 0; default 1. */
  readonly delta?: number | undefined;
}

/**
 * `(x − y)²`, the mean over outputs x and images. `"mse"` is the same.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: "meanSquaredError" });
 * await model.fit({ images, labels: [0.3, 12.5] }); // one output, one number an image
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for any option.
 * @see Keras `keras.losses.MeanSquaredError`
 */
export function meanSquaredError(options?: NoLossOptions): LossSpec<"meanSquaredError", NoLossOptions> {
  return lossOf("meanSquaredError", options, {});
}

/**
 * `|x − y|`, the mean over outputs x and images; its slope at 0 is 0. `"mae"` is the same.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: "meanAbsoluteError" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for any option.
 * @see Keras `keras.losses.MeanAbsoluteError`
 */
export function meanAbsoluteError(options?: NoLossOptions): LossSpec<"meanAbsoluteError", NoLossOptions> {
  return lossOf("meanAbsoluteError", options, {});
}

/**
 * `½e²` of errors `e = x − y` with `|e| ≤ δ`, `δ·|e| − ½δ²` of others, the mean over outputs x and images.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: huber({ delta: 0.5 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.losses.Huber`
 */
export function huber(options?: HuberOptions): LossSpec<"huber", HuberOptions> {
  return lossOf("huber", options, { delta: [1, { above: 0 }] });
}
