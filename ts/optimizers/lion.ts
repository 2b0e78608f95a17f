/**
 * The face of the Lion optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { type OptimizerOptions, type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link lion}. */
export interface LionOptions extends OptimizerOptions {
  /** Share of the memory in the direction of a step, in (0, 1]; default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the memory, in [0, 1); default 0.99. */
  readonly beta2?: number | undefined;
}

/** Lion as the engine reads it. */
export type LionSpec = OptimizerSpec<"lion", LionOptions> & { readonly type: "lion" };

/**
 * Lion: `w ← w − α·sign(β₁m + (1 − β₁)g)`, then `m ← β₂m + (1 − β₂)g`.
 *
 * Every weight moves by α in every step: take a learning rate 3 to 10 times smaller than Adam's, and a `weightDecay` as many
 * times larger.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: lion({ learningRate: 1e-4, weightDecay: 0.01 }), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other.
 * @see Keras `keras.optimizers.Lion`; Chen et al. 2023
 */
export function lion(options?: LionOptions): LionSpec {
  return optimizerOf("lion", options, 0.001, {
    beta1: [0.9, { above: 0, max: 1 }],
    beta2: [0.99, { min: 0, below: 1 }],
  });
}
