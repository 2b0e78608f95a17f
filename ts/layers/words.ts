/**
 * The closed sets of words that layer options take, and their checks.
 *
 * The same words stand in crates/engine/src/layers, in activation.rs, shape.rs and initializer.rs, which give them their
 * meaning.
 */
import { choiceOption } from "../options/check.js";

/** What a layer applies to its output: x, max(0, x), 1 / (1 + e⁻ˣ), or e^xᵢ / Σ e^xⱼ over the last axis. */
export const ACTIVATIONS = ["linear", "relu", "sigmoid", "softmax"] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** `valid`: the window never leaves the image. `same`: output = ceil(input / stride), the extra zeros at bottom and right. */
export const PADDINGS = ["valid", "same"] as const;
export type Padding = (typeof PADDINGS)[number];

/**
 * How weights start: `glorotUniform` draws from ±√(6 / (fanIn + fanOut)), `heUniform` from ±√(6 / fanIn);
 * `glorotNormal` and `heNormal` are normal distributions cut at two deviations, of variance 2 / (fanIn + fanOut)
 * and 2 / fanIn. Sources: Glorot & Bengio 2010; He et al. 2015.
 */
export const INITIALIZERS = ["glorotUniform", "glorotNormal", "heUniform", "heNormal", "zeros", "ones"] as const;
export type Initializer = (typeof INITIALIZERS)[number];

export function activationOption(where: string, received: unknown): Activation {
  return choiceOption(where, "activation", received, ACTIVATIONS);
}

export function paddingOption(where: string, received: unknown): Padding {
  return choiceOption(where, "padding", received, PADDINGS);
}

export function initializerOption(where: string, name: string, received: unknown): Initializer {
  return choiceOption(where, name, received, INITIALIZERS);
}
