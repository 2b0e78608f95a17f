/**
 * Activations as an option: words, and words with options. What they compute is in crates/engine/src/layers/activation.rs.
 */
import { type Parameters, taggedOption } from "./tagged-option.js";

/** Options of the activations that have some. */
const PARAMETERS = {
  linear: {},
  relu: { negativeSlope: { min: 0 }, maxValue: { min: 0 }, threshold: { min: 0 } },
  leakyRelu: { negativeSlope: { min: 0 } },
  elu: { alpha: { min: 0 } },
  gelu: { approximate: "boolean" },
  silu: {},
  hardSwish: {},
  tanh: {},
  sigmoid: {},
  softmax: {},
} as const satisfies Readonly<Record<string, Parameters>>;

/** Keras' other names, and what they mean here. */
const ALIASES = {
  swish: "silu",
  hardSilu: "hardSwish",
  relu6: { type: "relu", maxValue: 6 },
} as const;

/** A word for an activation. `leakyRelu` alone has Keras' slope of 0.2 here, as a layer 0.3. */
export type ActivationWord = keyof typeof PARAMETERS;

/** An activation with options; what they are, and their defaults, say the functions of the layers: `relu`, `elu` … */
export type ActivationObject =
  | {
      readonly type: "relu";
      readonly negativeSlope?: number | undefined;
      readonly maxValue?: number | undefined;
      readonly threshold?: number | undefined;
    }
  | { readonly type: "leakyRelu"; readonly negativeSlope?: number | undefined }
  | { readonly type: "elu"; readonly alpha?: number | undefined }
  | { readonly type: "gelu"; readonly approximate?: boolean | undefined };

/**
 * What a layer applies to its output: a word, one with options, or what the function of an activation returns, e.g.
 * `leakyRelu({ negativeSlope: 0.1 })`.
 *
 * `linear` x; `relu` max(0, x); `leakyRelu` x or slope · x; `elu` x or α · (eˣ − 1); `gelu` x · Φ(x); `silu` (`swish`)
 * x / (1 + e⁻ˣ); `hardSwish` (`hardSilu`) x · min(max(x + 3, 0), 6) / 6; `relu6` min(max(0, x), 6); `tanh`; `sigmoid`
 * 1 / (1 + e⁻ˣ); `softmax` e^xᵢ / Σ e^xⱼ over the last axis.
 */
export type Activation =
  | ActivationWord
  | keyof typeof ALIASES
  | ActivationObject
  | { readonly type: "activation"; readonly activation: SpecActivation };

/** The same as the engine reads it. */
export type SpecActivation = ActivationWord | ActivationObject;

/** Checks an activation; `name` is the option's. */
export function activationOption(where: string, received: unknown, name = "activation"): SpecActivation {
  const alias = typeof received === "string" && Object.hasOwn(ALIASES, received);
  const meant = alias ? ALIASES[received as keyof typeof ALIASES] : (layerActivation(received) ?? received);
  const words = { ...PARAMETERS, ...Object.fromEntries(Object.keys(ALIASES).map((word) => [word, {}])) };
  const found = taggedOption(where, name, meant, words);
  return (Object.keys(found).length === 1 ? found.type : found) as SpecActivation;
}

/** The activation of a layer that is nothing else: without a name and inputs of its own. */
function layerActivation(received: unknown): unknown {
  if (received === null || typeof received !== "object") return undefined;
  const { type, activation, ...rest } = received as Partial<Record<string, unknown>>;
  return type === "activation" && Object.keys(rest).length === 0 ? activation : undefined;
}
