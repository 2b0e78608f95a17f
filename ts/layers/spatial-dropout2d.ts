/**
 * The face of the spatial dropout layer: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { floatOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link spatialDropout2d}. */
export interface SpatialDropout2dOptions extends LayerOptions {
  /** Share of the channels that is set to zero in training, 0 ≤ rate < 1. */
  readonly rate: number;
}

/** A spatial dropout layer as the engine reads it. */
export type SpatialDropout2dSpec = SharedSpec & { readonly type: "spatialDropout2d"; readonly rate: number };

/**
 * Sets whole channels of an image to zero while training, a random share of them, and scales the rest by `1 / (1 − rate)`:
 * neighbouring pixels are so alike that {@link dropout} of single ones takes little away.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. What is dropped follows from
 * the model's seed, the layer, the training step and the image's place in the batch alone.
 *
 * @example
 * ```ts
 * const layers = [conv2d({ filters: 32, kernelSize: 3 }), relu(), spatialDropout2d({ rate: 0.2 }), flatten()];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT when `rate` is not in [0, 1), or an option is unknown.
 * @see Keras `keras.layers.SpatialDropout2D`; Tompson et al. 2015
 */
export function spatialDropout2d(options: SpatialDropout2dOptions): SpatialDropout2dSpec {
  const where = "spatialDropout2d";
  const { rate, ...own } = optionsObject(where, options, ["rate", ...SHARED]);
  const share = floatOption(where, "rate", rate, { min: 0, below: 1 });
  return { type: "spatialDropout2d", ...shared(where, own), rate: share };
}
