/**
 * The face of the Nadam optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { ADAM, type AdamOptions } from "./adam.js";
import { type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link nadam}: those of Adam. */
export type NadamOptions = AdamOptions;

/** Nadam as the engine reads it. */
export type NadamSpec = OptimizerSpec<"nadam", NadamOptions> & { readonly type: "nadam" };

/**
 * Nadam, Adam with Nesterov's momentum: with `μₜ = β₁(1 − ½·0.96ᵗ)`, `πₜ = μ₁·μ₂·…·μₜ`, and m and v as in {@link adam},
 * `w ← w − α·(μₜ₊₁·m / (1 − πₜ₊₁) + (1 − μₜ)·g / (1 − πₜ)) / (√(v / (1 − β₂ᵗ)) + ε)`.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: nadam(), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other.
 * @see Keras `keras.optimizers.Nadam`; Dozat 2015
 */
export function nadam(options?: NadamOptions): NadamSpec {
  return optimizerOf("nadam", options, 0.001, ADAM);
}
