/**
 * The face of the separable convolution: options, defaults, documentation. Its meaning is in crates/engine/src/layers,
 * its arithmetic in crates/kernels.
 */
import { integerOption, optionsObject } from "../options/check.js";
import { type Initializer, initializerOption } from "./initializers.js";
import { type Regularizer, type RegularizerSpec, regularizerOption } from "./regularizers.js";
import { SHARED, type SharedSpec, shared } from "./shared-options.js";
import { splitWindow, WINDOW, type WindowOptions, type WindowSpec, windowOptions } from "./window-options.js";

/** Options of {@link separableConv2d}. */
export interface SeparableConv2dOptions extends WindowOptions {
  /** Number of output channels. */
  readonly filters: number;
  /** Depthwise kernels of a channel; default 1. */
  readonly depthMultiplier?: number | undefined;
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: Initializer | undefined;
  /** Default `glorotUniform`. */
  readonly pointwiseInitializer?: Initializer | undefined;
  /** What the loss adds for the depthwise kernel; default nothing. */
  readonly depthwiseRegularizer?: Regularizer | undefined;
  /** What the loss adds for the 1 × 1 kernel; default nothing. */
  readonly pointwiseRegularizer?: Regularizer | undefined;
}

/** A separable convolution as the engine reads it. */
export type SeparableConv2dSpec = SharedSpec &
  WindowSpec & {
    readonly type: "separableConv2d";
    readonly filters: number;
    readonly depthMultiplier: number;
    readonly depthwiseInitializer: Initializer;
    readonly pointwiseInitializer: Initializer;
    readonly depthwiseRegularizer?: RegularizerSpec;
    readonly pointwiseRegularizer?: RegularizerSpec;
  };

const OPTIONS = [
  "filters",
  ...WINDOW,
  "depthMultiplier",
  "depthwiseInitializer",
  "pointwiseInitializer",
  "depthwiseRegularizer",
  "pointwiseRegularizer",
  ...SHARED,
] as const;

/**
 * A {@link depthwiseConv2d} without bias and activation, then `filters` windows of 1 × 1 that mix its channels: about as good
 * as a {@link conv2d} of as many filters, for a fraction of its weights and time.
 *
 * Shapes: `[height, width, channels]` → `[height', width', filters]`, sizes as in {@link conv2d}. Weights:
 * `name.depthwise_kernel` `[kernelHeight, kernelWidth, channels, depthMultiplier]`, `name.pointwise_kernel`
 * `[1, 1, channels · depthMultiplier, filters]` and `name.bias` `[filters]`.
 *
 * @example
 * ```ts
 * const layers = [separableConv2d({ filters: 64, kernelSize: 3, strides: 2, padding: "same", useBias: false }), batchNormalization(), relu()];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed. A window larger than its
 * image is found when the model is made.
 * @see Keras `keras.layers.SeparableConv2D`; Howard et al. 2017, MobileNets
 */
export function separableConv2d(options: SeparableConv2dOptions): SeparableConv2dSpec {
  const where = "separableConv2d";
  const [window, rest] = splitWindow(optionsObject(where, options, OPTIONS));
  const {
    filters,
    depthMultiplier = 1,
    depthwiseInitializer = "glorotUniform",
    pointwiseInitializer = "glorotUniform",
    depthwiseRegularizer,
    pointwiseRegularizer,
    ...own
  } = rest;
  return {
    type: "separableConv2d",
    ...shared(where, own),
    filters: integerOption(where, "filters", filters, { min: 1 }),
    ...windowOptions(where, window),
    depthMultiplier: integerOption(where, "depthMultiplier", depthMultiplier, { min: 1 }),
    depthwiseInitializer: initializerOption(where, "depthwiseInitializer", depthwiseInitializer),
    pointwiseInitializer: initializerOption(where, "pointwiseInitializer", pointwiseInitializer),
    ...regularizerOption(where, "depthwiseRegularizer", depthwiseRegularizer),
    ...regularizerOption(where, "pointwiseRegularizer", pointwiseRegularizer),
  };
}
