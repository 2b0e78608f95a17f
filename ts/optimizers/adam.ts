/**
 * The face of the Adam optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { numberOption, optionsObject } from "../options/check.js";

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Step size α, ≥ 0; default 0.001. */
  readonly learningRate?: number | undefined;
  /** Decay of the mean of the gradients, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the mean of their squares, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Kept away from a division by zero, > 0; default 1e-7. */
  readonly epsilon?: number | undefined;
}

/** Adam as the engine reads it. */
export type AdamSpec = {
  readonly type: "adam";
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
};

/**
 * Adam: `m ← β₁m + (1 − β₁)g`, `v ← β₂v + (1 − β₂)g²`, `w ← w − α·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
 *
 * As in Keras, ε stands outside of the bias correction.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.optimizers.Adam`; Kingma & Ba 2015
 */
export function adam(options?: AdamOptions): AdamSpec {
  const where = "adam";
  const allowed = ["learningRate", "beta1", "beta2", "epsilon"] as const;
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = optionsObject(where, options, allowed);
  return {
    type: "adam",
    learningRate: numberOption(where, "learningRate", learningRate, { min: 0 }),
    beta1: numberOption(where, "beta1", beta1, { min: 0, below: 1 }),
    beta2: numberOption(where, "beta2", beta2, { min: 0, below: 1 }),
    epsilon: numberOption(where, "epsilon", epsilon, { above: 0 }),
  };
}
