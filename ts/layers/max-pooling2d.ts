/**
 * The face of the max pooling layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject, pairOption } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";
import { type Padding, paddingOption } from "./words.js";

/** Options of {@link maxPooling2d}. */
export interface MaxPooling2dOptions extends LayerOptions {
  /** Height and width of the window; one number stands for both; default 2. */
  readonly poolSize?: number | readonly [height: number, width: number] | undefined;
  /** Step of the window; default: `poolSize`. */
  readonly strides?: number | readonly [down: number, right: number] | undefined;
  /** Default `valid`. */
  readonly padding?: Padding | undefined;
}

/** A max pooling layer as the engine reads it. */
export type MaxPooling2dSpec = SharedSpec & {
  readonly type: "maxPooling2d";
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
};

/**
 * Keeps the largest value of every window, channel by channel: `y[i, j, c] = max x[i·s + u, j·t + v, c]`.
 *
 * Shapes: `[height, width, channels]` → `[height', width', channels]`, sizes as in {@link conv2d}. The gradient goes
 * to the maximum; of equal values the first in row-major order is taken; a NaN in a window is the maximum.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.MaxPooling2D`
 */
export function maxPooling2d(options?: MaxPooling2dOptions): MaxPooling2dSpec {
  const where = "maxPooling2d";
  const allowed = ["poolSize", "strides", "padding", ...SHARED] as const;
  const { poolSize = 2, strides = poolSize, padding = "valid", ...own } = optionsObject(where, options, allowed);
  return {
    type: "maxPooling2d",
    ...shared(where, own),
    poolSize: pairOption(where, "poolSize", poolSize),
    strides: pairOption(where, "strides", strides),
    padding: paddingOption(where, padding),
  };
}

/** Keras' own second name for {@link maxPooling2d}. */
export const maxPool2d = maxPooling2d;
