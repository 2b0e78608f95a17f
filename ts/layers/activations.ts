/**
 * Activations as layers of their own, each short for an {@link activation} of its word and options.
 */
import { booleanOption, floatOption, optionsObject } from "../options/check.js";
import type { ActivationOptions, ActivationSpec } from "./activation.js";
import { activationOption, type SpecActivation } from "./activation-option.js";
import { softmaxAxis } from "./axes-option.js";
import { type LayerOptions, SHARED, shared } from "./shared-options.js";

/** Options of {@link relu}. */
export interface ReluOptions extends LayerOptions {
  /** Greatest output, ≥ 0; default none. */
  readonly maxValue?: number | undefined;
  /** Slope below the threshold, ≥ 0; default 0. */
  readonly negativeSlope?: number | undefined;
  /** Inputs up to it are too small, ≥ 0; default 0. */
  readonly threshold?: number | undefined;
}

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions extends LayerOptions {
  /** Slope below 0, ≥ 0; default 0.3. */
  readonly negativeSlope?: number | undefined;
}

/** Options of {@link elu}. */
export interface EluOptions extends LayerOptions {
  /** Negative of what outputs tend to, ≥ 0; default 1. */
  readonly alpha?: number | undefined;
}

/** Options of {@link gelu}. */
export interface GeluOptions extends LayerOptions {
  /** Whether tanh stands for the error function: `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))`; default false. */
  readonly approximate?: boolean | undefined;
}

/** Options of {@link softmax}. */
export type SoftmaxOptions = Omit<ActivationOptions, "activation">;

function layer(where: string, own: LayerOptions, activation: SpecActivation): ActivationSpec {
  return { type: "activation", ...shared(where, own), activation: activationOption(where, activation) };
}

/**
 * Applies `max(0, x)` to every value; NaN stays NaN, and the gradient at 0 is 0.
 *
 * With options: `min(x, maxValue)` where x > threshold, else `negativeSlope · (x − threshold)`. Shapes: any → the same.
 *
 * @example
 * ```ts
 * const layers = [conv2d({ filters: 16, kernelSize: 3, useBias: false }), batchNormalization(), relu({ maxValue: 6 })];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.ReLU`; Nair & Hinton 2010
 */
export function relu(options?: ReluOptions): ActivationSpec {
  const where = "relu";
  const { maxValue, negativeSlope, threshold, ...own } = optionsObject(where, options, [
    "maxValue",
    "negativeSlope",
    "threshold",
    ...SHARED,
  ]);
  const numbers = { maxValue, negativeSlope, threshold };
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined) floatOption(where, name, value, { min: 0 });
  }
  return layer(where, own, { type: "relu", ...numbers });
}

/**
 * Applies `x` where x ≥ 0, else `negativeSlope · x`; the gradient at 0 is 1.
 *
 * Shapes: any → the same. The word `leakyRelu` as an option of another layer has a slope of 0.2, as in Keras.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.LeakyReLU`; Maas, Hannun & Ng 2013
 */
export function leakyRelu(options?: LeakyReluOptions): ActivationSpec {
  const where = "leakyRelu";
  const { negativeSlope = 0.3, ...own } = optionsObject(where, options, ["negativeSlope", ...SHARED]);
  const slope = floatOption(where, "negativeSlope", negativeSlope, { min: 0 });
  return layer(where, own, { type: "leakyRelu", negativeSlope: slope });
}

/**
 * Applies `x` where x > 0, else `alpha · (eˣ − 1)`.
 *
 * Shapes: any → the same; results are > −alpha.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.ELU`; Clevert, Unterthiner & Hochreiter 2016
 */
export function elu(options?: EluOptions): ActivationSpec {
  const where = "elu";
  const { alpha = 1, ...own } = optionsObject(where, options, ["alpha", ...SHARED]);
  return layer(where, own, { type: "elu", alpha: floatOption(where, "alpha", alpha, { min: 0 }) });
}

/**
 * Applies `x · Φ(x)`, Φ being the standard normal's distribution function.
 *
 * Shapes: any → the same.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.activations.gelu`; Hendrycks & Gimpel 2016
 */
export function gelu(options?: GeluOptions): ActivationSpec {
  const where = "gelu";
  const { approximate = false, ...own } = optionsObject(where, options, ["approximate", ...SHARED]);
  return layer(where, own, { type: "gelu", approximate: booleanOption(where, "approximate", approximate) });
}

/**
 * Applies `x / (1 + e⁻ˣ)`, also called swish.
 *
 * Shapes: any → the same.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.activations.silu`; Elfwing, Uchibe & Doya 2018
 */
export function silu(options?: LayerOptions): ActivationSpec {
  return layer("silu", optionsObject("silu", options, SHARED), "silu");
}

/**
 * Applies `x · min(max(x + 3, 0), 6) / 6`, Keras' hard_silu.
 *
 * Shapes: any → the same.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.activations.hard_silu`; Howard et al. 2019, Searching for MobileNetV3
 */
export function hardSwish(options?: LayerOptions): ActivationSpec {
  return layer("hardSwish", optionsObject("hardSwish", options, SHARED), "hardSwish");
}

/**
 * Applies `tanh x`.
 *
 * Shapes: any → the same; results lie in [−1, 1].
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.activations.tanh`
 */
export function tanh(options?: LayerOptions): ActivationSpec {
  return layer("tanh", optionsObject("tanh", options, SHARED), "tanh");
}

/**
 * Applies `1 / (1 + e⁻ˣ)` to every value.
 *
 * Shapes: any → the same; results lie in [0, 1].
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.activations.sigmoid`
 */
export function sigmoid(options?: LayerOptions): ActivationSpec {
  return layer("sigmoid", optionsObject("sigmoid", options, SHARED), "sigmoid");
}

/**
 * Turns logits into probabilities: `y[i] = e^x[i] / Σ e^x[j]` along an axis, the last by default, the largest x subtracted first.
 *
 * Shapes: any → the same; the values along the axis, or all those along several axes, add up to 1.
 *
 * @example
 * ```ts
 * const attention = [conv2d({ filters: 1, kernelSize: 1 }), softmax({ axis: [1, 2] })]; // a map of the image, 1 in all
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed. Axes that the input does not have are
 * found when the model is made.
 * @see Keras `keras.layers.Softmax`
 */
export function softmax(options?: SoftmaxOptions): ActivationSpec {
  const where = "softmax";
  const { axis = -1, ...own } = optionsObject(where, options, ["axis", ...SHARED]);
  return { ...layer(where, own, "softmax"), ...softmaxAxis(where, "softmax", axis) };
}
