/**
 * The face of the random rotation layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import {
  type Factor,
  type Range2,
  READING,
  type ReadingOptions,
  type ReadingSpec,
  readingOptions,
  signedFactor,
} from "./augmentation-options.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link randomRotation}. */
export interface RandomRotationOptions extends LayerOptions, ReadingOptions {
  /** Share of a whole turn, counter-clockwise, from −1 to 1; one number f stands for `[−f, f]`: 0.1 is up to 36° either way. */
  readonly factor: Factor;
}

/** A random rotation layer as the engine reads it. */
export type RandomRotationSpec = SharedSpec &
  ReadingSpec & { readonly type: "randomRotation"; readonly factor: Range2 };

/**
 * Turns images around their middle while training, by 2π · u counter-clockwise, u drawn uniformly for each image from `factor`; values
 * between pixels are interpolated.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model.
 *
 * @example
 * ```ts
 * randomRotation({ factor: 10 / 360, fillMode: "constant" }); // up to 10° either way
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomRotation`
 */
export function randomRotation(options: RandomRotationOptions): RandomRotationSpec {
  const where = "randomRotation";
  const { factor, ...own } = optionsObject(where, options, ["factor", ...READING, ...SHARED]);
  return {
    type: "randomRotation",
    ...shared(where, own),
    factor: signedFactor(where, "factor", factor, { min: -1, max: 1 }),
    ...readingOptions(where, own),
  };
}
