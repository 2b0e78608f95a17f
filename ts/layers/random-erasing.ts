/**
 * The face of the random erasing layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { floatOption, optionsObject } from "../options/check.js";
import { type Factor, type Range2, unsignedFactor, valueRangeOption } from "./augmentation-options.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link randomErasing}. */
export interface RandomErasingOptions extends LayerOptions {
  /**
   * Probability that an image loses a part, from 0 to 1, drawn anew for each image between two numbers. One number f stands for
   * `[0, f]`, as in Keras: the default, 1, erases in half of the images, and `[1, 1]` in all.
   */
  readonly factor?: Factor | undefined;
  /** Share of the area that is erased, drawn between two numbers; default `[0.02, 0.33]`. One number f stands for `[0, f]`. */
  readonly scale?: Factor | undefined;
  /** What is put there; default null, noise: normal with the upper end of `valueRange` as its deviation, cut off at the range. */
  readonly fillValue?: number | null | undefined;
  /** The tones of black and white where the layer stands; default `[0, 255]`. */
  readonly valueRange?: Range2 | undefined;
}

/** A random erasing layer as the engine reads it. */
export type RandomErasingSpec = SharedSpec & {
  readonly type: "randomErasing";
  readonly factor: Range2;
  readonly scale: Range2;
  readonly fillValue: number | null;
  readonly valueRange: Range2;
};

/**
 * Covers a rectangle of images with noise or one value while training. Of each side √s is covered, s drawn from `scale` for either side;
 * where it lies is drawn, too. With `factor: [1, 1]` and `fillValue: 0` it is cutout.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model.
 *
 * @example
 * ```ts
 * randomErasing({ factor: [0.5, 0.5], scale: [0.02, 0.2], fillValue: 0 }); // in half of the images
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomErasing`; Zhong et al. 2017; DeVries & Taylor 2017
 */
export function randomErasing(options?: RandomErasingOptions): RandomErasingSpec {
  const where = "randomErasing";
  const allowed = ["factor", "scale", "fillValue", "valueRange", ...SHARED] as const;
  const {
    factor = 1,
    scale = [0.02, 0.33],
    fillValue = null,
    valueRange,
    ...own
  } = optionsObject(where, options, allowed);
  return {
    type: "randomErasing",
    ...shared(where, own),
    factor: unsignedFactor(where, "factor", factor),
    scale: unsignedFactor(where, "scale", scale),
    fillValue: fillValue === null ? null : floatOption(where, "fillValue", fillValue),
    valueRange: valueRangeOption(where, valueRange),
  };
}
