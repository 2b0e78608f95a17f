/**
 * The face of the depthwise convolution: options, defaults, documentation. Its meaning is in crates/engine/src/layers,
 * its arithmetic in crates/kernels.
 */
import { integerOption, optionsObject } from "../options/check.js";
import { type Initializer, initializerOption } from "./initializers.js";
import { type Regularizer, type RegularizerSpec, regularizerOption } from "./regularizers.js";
import { SHARED, type SharedSpec, shared } from "./shared-options.js";
import { splitWindow, WINDOW, type WindowOptions, type WindowSpec, windowOptions } from "./window-options.js";

/** Options of {@link depthwiseConv2d}. */
export interface DepthwiseConv2dOptions extends WindowOptions {
  /** Kernels of a channel; default 1. */
  readonly depthMultiplier?: number | undefined;
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: Initializer | undefined;
  /** What the loss adds for the kernel, e.g. `l2(1e-4)`; default nothing. */
  readonly depthwiseRegularizer?: Regularizer | undefined;
}

/** A depthwise convolution as the engine reads it. */
export type DepthwiseConv2dSpec = SharedSpec &
  WindowSpec & {
    readonly type: "depthwiseConv2d";
    readonly depthMultiplier: number;
    readonly depthwiseInitializer: Initializer;
    readonly depthwiseRegularizer?: RegularizerSpec;
  };

const OPTIONS = [...WINDOW, "depthMultiplier", "depthwiseInitializer", "depthwiseRegularizer", ...SHARED] as const;

/**
 * Slides windows over each channel by itself, m of them:
 * `y[i, j, c·m + n] = activation(bias[c·m + n] + Σ x[i·s + u·d, j·t + v·e, c] · kernel[u, v, c, n])`.
 *
 * Shapes: `[height, width, channels]` → `[height', width', channels · depthMultiplier]`, sizes as in {@link conv2d}. Weights:
 * `name.kernel` `[kernelHeight, kernelWidth, channels, depthMultiplier]` and `name.bias` `[channels · depthMultiplier]`.
 * As in Keras on JAX, strides may stand beside a dilation.
 *
 * @example
 * ```ts
 * const layers = [conv2d({ filters: 16, kernelSize: 3 }), depthwiseConv2d({ kernelSize: 3, padding: "same" }), flatten()];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed. A window larger than its
 * image is found when the model is made.
 * @see Keras `keras.layers.DepthwiseConv2D`; Chollet 2017, Xception
 */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): DepthwiseConv2dSpec {
  const where = "depthwiseConv2d";
  const [window, rest] = splitWindow(optionsObject(where, options, OPTIONS));
  const { depthMultiplier = 1, depthwiseInitializer = "glorotUniform", depthwiseRegularizer, ...own } = rest;
  return {
    type: "depthwiseConv2d",
    ...shared(where, own),
    ...windowOptions(where, window),
    depthMultiplier: integerOption(where, "depthMultiplier", depthMultiplier, { min: 1 }),
    depthwiseInitializer: initializerOption(where, "depthwiseInitializer", depthwiseInitializer),
    ...regularizerOption(where, "depthwiseRegularizer", depthwiseRegularizer),
  };
}
