/**
 * The face of the convolution layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers,
 * its arithmetic in crates/kernels.
 */
import { integerOption, optionsObject } from "../options/check.js";
import { type Initializer, initializerOption } from "./initializers.js";
import { type Regularizer, type RegularizerSpec, regularizerOption } from "./regularizers.js";
import { SHARED, type SharedSpec, shared } from "./shared-options.js";
import { splitWindow, WINDOW, type WindowOptions, type WindowSpec, windowOptions } from "./window-options.js";

/** Options of {@link conv2d}. */
export interface Conv2dOptions extends WindowOptions {
  /** Number of output channels. */
  readonly filters: number;
  /** Parts that channels and filters are dealt to in order; a filter reads the channels of its part. Default 1. */
  readonly groups?: number | undefined;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** What the loss adds for the kernel, e.g. `l2(1e-4)`; default nothing. */
  readonly kernelRegularizer?: Regularizer | undefined;
}

/** A convolution layer as the engine reads it. */
export type Conv2dSpec = SharedSpec &
  WindowSpec & {
    readonly type: "conv2d";
    readonly filters: number;
    readonly groups: number;
    readonly kernelInitializer: Initializer;
    readonly kernelRegularizer?: RegularizerSpec;
  };

const OPTIONS = ["filters", ...WINDOW, "groups", "kernelInitializer", "kernelRegularizer", ...SHARED] as const;

/**
 * Slides `filters` windows over an image: `y[i, j, f] = activation(bias[f] + Σ x[i·s + u·d, j·t + v·e, c] · kernel[u, v, c, f])`.
 *
 * Shapes: `[height, width, channels]` → `[height', width', filters]`, where height' is `floor((height − span) / stride) + 1`
 * for `valid`, with `span = (kernelHeight − 1) · dilation + 1`, and `ceil(height / stride)` for `same`. Weights: `name.kernel`
 * `[kernelHeight, kernelWidth, channels / groups, filters]` and `name.bias` `[filters]`.
 *
 * @example
 * ```ts
 * const layers = [rescaling({ scale: 1 / 255 }), conv2d({ filters: 32, kernelSize: 3, activation: "relu" }), flatten()];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed. A window larger than its
 * image, groups that do not divide the channels, and strides beside a dilation are found when the model is made.
 * @see Keras `keras.layers.Conv2D`; Dumoulin & Visin 2016, A guide to convolution arithmetic for deep learning
 */
export function conv2d(options: Conv2dOptions): Conv2dSpec {
  const where = "conv2d";
  const [window, rest] = splitWindow(optionsObject(where, options, OPTIONS));
  const { filters, groups = 1, kernelInitializer = "glorotUniform", kernelRegularizer, ...own } = rest;
  return {
    type: "conv2d",
    ...shared(where, own),
    filters: integerOption(where, "filters", filters, { min: 1 }),
    ...windowOptions(where, window),
    groups: integerOption(where, "groups", groups, { min: 1 }),
    kernelInitializer: initializerOption(where, "kernelInitializer", kernelInitializer),
    ...regularizerOption(where, "kernelRegularizer", kernelRegularizer),
  };
}
