/**
 * The face of the random translation layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
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

/** Options of {@link randomTranslation}. */
export interface RandomTranslationOptions extends LayerOptions, ReadingOptions {
  /** Share of the height to move down by, from −1 (up) to 1; one number f stands for `[−f, f]`. */
  readonly heightFactor: Factor;
  /** Share of the width to move to the right by, likewise. */
  readonly widthFactor: Factor;
}

/** A random translation layer as the engine reads it. */
export type RandomTranslationSpec = SharedSpec &
  ReadingSpec & {
    readonly type: "randomTranslation";
    readonly heightFactor: Range2;
    readonly widthFactor: Range2;
  };

/**
 * Moves images while training: `y[i, j] = x[i − a·height, j − b·width]`, a and b drawn uniformly for each image from `heightFactor` and
 * `widthFactor`; parts of pixels are interpolated.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model.
 *
 * @example
 * ```ts
 * randomTranslation({ heightFactor: 2 / 28, widthFactor: 2 / 28, fillMode: "constant" }); // up to two pixels of 28
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomTranslation`
 */
export function randomTranslation(options: RandomTranslationOptions): RandomTranslationSpec {
  const where = "randomTranslation";
  const allowed = ["heightFactor", "widthFactor", ...READING, ...SHARED] as const;
  const { heightFactor, widthFactor, ...own } = optionsObject(where, options, allowed);
  const range = { min: -1, max: 1 };
  return {
    type: "randomTranslation",
    ...shared(where, own),
    heightFactor: signedFactor(where, "heightFactor", heightFactor, range),
    widthFactor: signedFactor(where, "widthFactor", widthFactor, range),
    ...readingOptions(where, own),
  };
}
