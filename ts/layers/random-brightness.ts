/**
 * The face of the random brightness layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type Factor, type Range2, signedFactor, valueRangeOption } from "./augmentation-options.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link randomBrightness}. */
export interface RandomBrightnessOptions extends LayerOptions {
  /** Share of the range of tones that is added, from −1, black, to 1, white; one number f stands for `[−f, f]`. */
  readonly factor: Factor;
  /** The tones of black and white where the layer stands; default `[0, 255]`. */
  readonly valueRange?: Range2 | undefined;
}

/** A random brightness layer as the engine reads it. */
export type RandomBrightnessSpec = SharedSpec & {
  readonly type: "randomBrightness";
  readonly factor: Range2;
  readonly valueRange: Range2;
};

/**
 * Makes images brighter or darker while training: `y = x + u · (white − black)`, cut off at `valueRange`, u drawn uniformly for each image
 * from `factor`.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model.
 *
 * @example
 * ```ts
 * randomBrightness({ factor: 0.1 }); // up to 25.5 tones of 255 either way
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomBrightness`
 */
export function randomBrightness(options: RandomBrightnessOptions): RandomBrightnessSpec {
  const where = "randomBrightness";
  const { factor, valueRange, ...own } = optionsObject(where, options, ["factor", "valueRange", ...SHARED]);
  return {
    type: "randomBrightness",
    ...shared(where, own),
    factor: signedFactor(where, "factor", factor, { min: -1, max: 1 }),
    valueRange: valueRangeOption(where, valueRange),
  };
}
