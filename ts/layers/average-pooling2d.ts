/**
 * The face of the average pooling layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject, pairOption } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";
import { type Padding, paddingOption } from "./words.js";

/** Options of {@link averagePooling2d}. */
export interface AveragePooling2dOptions extends LayerOptions {
  /** Height and width of the window; one number stands for both; default 2. */
  readonly poolSize?: number | readonly [height: number, width: number] | undefined;
  /** Step of the window; default: `poolSize`. */
  readonly strides?: number | readonly [down: number, right: number] | undefined;
  /** Default `valid`. */
  readonly padding?: Padding | undefined;
}

/** An average pooling layer as the engine reads it. */
export type AveragePooling2dSpec = SharedSpec & {
  readonly type: "averagePooling2d";
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
};

/**
 * Takes the mean of every window, channel by channel: `y[i, j, c] = (1 / n) · Σ x[i·s + u, j·t + v, c]` over the n cells of
 * the window that lie in the image. With `same`, windows at the border have fewer: padding does not count.
 *
 * Shapes: `[height, width, channels]` → `[height', width', channels]`, where height' is
 * `floor((height − poolHeight) / stride) + 1` for `valid` and `ceil(height / stride)` for `same`. No weights.
 *
 * @example
 * ```ts
 * const layers = [conv2d({ filters: 16, kernelSize: 3 }), relu(), averagePooling2d({ poolSize: 2 }), flatten()];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.AveragePooling2D`
 */
export function averagePooling2d(options?: AveragePooling2dOptions): AveragePooling2dSpec {
  const where = "averagePooling2d";
  const allowed = ["poolSize", "strides", "padding", ...SHARED] as const;
  const { poolSize = 2, strides = poolSize, padding = "valid", ...own } = optionsObject(where, options, allowed);
  return {
    type: "averagePooling2d",
    ...shared(where, own),
    poolSize: pairOption(where, "poolSize", poolSize),
    strides: pairOption(where, "strides", strides),
    padding: paddingOption(where, padding),
  };
}

/** Keras' own second name for {@link averagePooling2d}. */
export const avgPool2d = averagePooling2d;
