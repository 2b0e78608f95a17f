/**
 * The face of the convolution layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers,
 * its arithmetic in crates/kernels.
 */
import { booleanOption, integerOption, optionsObject, pairOption } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";
import {
  type Activation,
  activationOption,
  type Initializer,
  initializerOption,
  type Padding,
  paddingOption,
} from "./words.js";

/** Options of {@link conv2d}. */
export interface Conv2dOptions extends LayerOptions {
  /** Number of output channels. */
  readonly filters: number;
  /** Height and width of the window; one number stands for both. */
  readonly kernelSize: number | readonly [height: number, width: number];
  /** Step of the window down and right; default 1. */
  readonly strides?: number | readonly [down: number, right: number] | undefined;
  /** Default `valid`. */
  readonly padding?: Padding | undefined;
  /** Default `linear`. */
  readonly activation?: Activation | undefined;
  /** Whether a bias is added per filter; default true. */
  readonly useBias?: boolean | undefined;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** Default `zeros`. */
  readonly biasInitializer?: Initializer | undefined;
}

/** A convolution layer as the engine reads it. */
export type Conv2dSpec = SharedSpec & {
  readonly type: "conv2d";
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly activation: Activation;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
};

const OPTIONS = [
  "filters",
  "kernelSize",
  "strides",
  "padding",
  "activation",
  "useBias",
  "kernelInitializer",
  "biasInitializer",
  ...SHARED,
] as const;

/**
 * Slides `filters` windows over an image: `y[i, j, f] = activation(bias[f] + Σ x[i·s + u, j·t + v, c] · kernel[u, v, c, f])`.
 *
 * Shapes: `[height, width, channels]` → `[height', width', filters]`, where height' is `floor((height − kernel) / stride) + 1`
 * for `valid` and `ceil(height / stride)` for `same`. Weights: `name.kernel` `[kernelHeight, kernelWidth, channels, filters]`
 * and `name.bias` `[filters]`.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed. A window larger than its
 * image is found when the model is made, for only then the image's size is known.
 * @see Keras `keras.layers.Conv2D`; Dumoulin & Visin 2016, A guide to convolution arithmetic for deep learning
 */
export function conv2d(options: Conv2dOptions): Conv2dSpec {
  const where = "conv2d";
  const {
    filters,
    kernelSize,
    strides = 1,
    padding = "valid",
    activation = "linear",
    useBias = true,
    kernelInitializer = "glorotUniform",
    biasInitializer = "zeros",
    ...own
  } = optionsObject(where, options, OPTIONS);
  return {
    type: "conv2d",
    ...shared(where, own),
    filters: integerOption(where, "filters", filters, { min: 1 }),
    kernelSize: pairOption(where, "kernelSize", kernelSize),
    strides: pairOption(where, "strides", strides),
    padding: paddingOption(where, padding),
    activation: activationOption(where, activation),
    useBias: booleanOption(where, "useBias", useBias),
    kernelInitializer: initializerOption(where, "kernelInitializer", kernelInitializer),
    biasInitializer: initializerOption(where, "biasInitializer", biasInitializer),
  };
}
