/**
 * The face of global average pooling: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { booleanOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link globalAveragePooling2d}. */
export interface GlobalAveragePooling2dOptions extends LayerOptions {
  /** Whether the output stays an image, of one pixel; default false. */
  readonly keepdims?: boolean | undefined;
}

/** A global average pooling layer as the engine reads it. */
export type GlobalAveragePooling2dSpec = SharedSpec & {
  readonly type: "globalAveragePooling2d";
  readonly keepdims: boolean;
};

/**
 * Takes the mean of every channel over the whole image: `y[c] = (1 / n) · Σ x[i, j, c]`.
 *
 * Shapes: `[height, width, channels]` → `[channels]`, with `keepdims` `[1, 1, channels]`. No weights.
 *
 * @example
 * ```ts
 * const layers = [conv2d({ filters: 64, kernelSize: 3 }), relu(), globalAveragePooling2d(), dense({ units: 10 })];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.GlobalAveragePooling2D`
 */
export function globalAveragePooling2d(options?: GlobalAveragePooling2dOptions): GlobalAveragePooling2dSpec {
  const where = "globalAveragePooling2d";
  const { keepdims = false, ...own } = optionsObject(where, options, ["keepdims", ...SHARED]);
  return {
    type: "globalAveragePooling2d",
    ...shared(where, own),
    keepdims: booleanOption(where, "keepdims", keepdims),
  };
}

/** Keras' own second name for {@link globalAveragePooling2d}. */
export const globalAvgPool2d = globalAveragePooling2d;
