/**
 * The face of global max pooling: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { booleanOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link globalMaxPooling2d}. */
export interface GlobalMaxPooling2dOptions extends LayerOptions {
  /** Whether the output stays an image, of one pixel; default false. */
  readonly keepdims?: boolean | undefined;
}

/** A global max pooling layer as the engine reads it. */
export type GlobalMaxPooling2dSpec = SharedSpec & { readonly type: "globalMaxPooling2d"; readonly keepdims: boolean };

/**
 * Takes the largest value of every channel over the whole image: `y[c] = max x[i, j, c]`. Of equal values the first in row-major order gets the gradient; a NaN is the largest.
 *
 * Shapes: `[height, width, channels]` → `[channels]`, with `keepdims` `[1, 1, channels]`. No weights.
 *
 * @example
 * ```ts
 * const layers = [conv2d({ filters: 64, kernelSize: 3 }), relu(), globalMaxPooling2d(), dense({ units: 10 })];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.GlobalMaxPooling2D`
 */
export function globalMaxPooling2d(options?: GlobalMaxPooling2dOptions): GlobalMaxPooling2dSpec {
  const where = "globalMaxPooling2d";
  const { keepdims = false, ...own } = optionsObject(where, options, ["keepdims", ...SHARED]);
  return { type: "globalMaxPooling2d", ...shared(where, own), keepdims: booleanOption(where, "keepdims", keepdims) };
}

/** Keras' own second name for {@link globalMaxPooling2d}. */
export const globalMaxPool2d = globalMaxPooling2d;
