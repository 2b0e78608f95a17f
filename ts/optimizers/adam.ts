/**
 * The face of the Adam optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { type OptimizerOptions, type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link adam}. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the mean of the gradients, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the mean of their squares, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Kept away from a division by zero, > 0; default 1e-7. */
  readonly epsilon?: number | undefined;
}

/** Adam as the engine reads it. */
export type AdamSpec = OptimizerSpec<"adam", AdamOptions> & { readonly type: "adam" };

/** What Adam and its kin have in common. */
export const ADAM = {
  beta1: [0.9, { min: 0, below: 1 }],
  beta2: [0.999, { min: 0, below: 1 }],
  epsilon: [1e-7, { above: 0 }],
} as const;

/**
 * Adam: `m ← β₁m + (1 − β₁)g`, `v ← β₂v + (1 − β₂)g²`, `w ← w − α·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
 *
 * As in Keras, ε stands outside of the bias correction.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: adam({ learningRate: 5e-4 }), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other.
 * @see Keras `keras.optimizers.Adam`; Kingma & Ba 2015
 */
export function adam(options?: AdamOptions): AdamSpec {
  return optimizerOf("adam", options, 0.001, ADAM);
}
