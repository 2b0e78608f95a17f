/**
 * The face of the AdamW optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { ADAM, type AdamOptions } from "./adam.js";
import { type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link adamw}: those of Adam. */
export type AdamwOptions = AdamOptions;

/** AdamW as the engine reads it. */
export type AdamwSpec = OptimizerSpec<"adamw", AdamwOptions> & { readonly type: "adamw" };

/**
 * AdamW: {@link adam}'s step after a decay of the weights, `w ← w − λ·α·w`, with λ = `weightDecay`, default 0.004.
 *
 * As in Keras, the decay is times the learning rate, comes before the step, and takes all trained weights, biases and
 * normalizations too; `excludeFromWeightDecay` spares some.
 *
 * @example
 * ```ts
 * model.compile({
 *   optimizer: adamw({ weightDecay: 0.01, excludeFromWeightDecay: ["bias", "gamma", "beta"] }),
 *   loss: "sparseCategoricalCrossentropy",
 * });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other;
 * for a `weightDecay` of null, which would be {@link adam}.
 * @see Keras `keras.optimizers.AdamW`; Loshchilov & Hutter 2019
 */
export function adamw(options?: AdamwOptions): AdamwSpec {
  return optimizerOf("adamw", options, 0.001, ADAM, 0.004);
}
