/**
 * The face of the random contrast layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type Factor, type Range2, unsignedFactor, valueRangeOption } from "./augmentation-options.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link randomContrast}. */
export interface RandomContrastOptions extends LayerOptions {
  /**
   * By how much contrast may fall, and by how much it may rise, each from 0 to 1: `[0.2, 0.3]` draws from 0.8 to 1.3. One number f
   * stands for `[0, f]`, as in Keras since 3.6: contrast only rises.
   */
  readonly factor: Factor;
  /** The tones of black and white where the layer stands; default `[0, 255]`. */
  readonly valueRange?: Range2 | undefined;
}

/** A random contrast layer as the engine reads it. */
export type RandomContrastSpec = SharedSpec & {
  readonly type: "randomContrast";
  readonly factor: Range2;
  readonly valueRange: Range2;
};

/**
 * Changes the contrast of images while training: `y = (x − mean) · f + mean`, cut off at `valueRange`, with the mean of each channel of the
 * image and f drawn uniformly for each image from `[1 − factor[0], 1 + factor[1]]`.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model.
 *
 * @example
 * ```ts
 * randomContrast({ factor: [0.2, 0.2] }); // from 0.8 to 1.2
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomContrast`
 */
export function randomContrast(options: RandomContrastOptions): RandomContrastSpec {
  const where = "randomContrast";
  const { factor, valueRange, ...own } = optionsObject(where, options, ["factor", "valueRange", ...SHARED]);
  return {
    type: "randomContrast",
    ...shared(where, own),
    factor: unsignedFactor(where, "factor", factor),
    valueRange: valueRangeOption(where, valueRange),
  };
}
