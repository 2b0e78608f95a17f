/**
 * The face of stochastic gradient descent: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { booleanOption } from "../options/check.js";
import { type OptimizerOptions, type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link sgd}. */
export interface SgdOptions extends OptimizerOptions {
  /** Share μ of the last step that is kept, in [0, 1]; default 0. */
  readonly momentum?: number | undefined;
  /** Looks ahead along the velocity; default false. */
  readonly nesterov?: boolean | undefined;
}

/** SGD as the engine reads it. */
export type SgdSpec = OptimizerSpec<"sgd", SgdOptions> & { readonly type: "sgd" };

/**
 * Gradient descent: `w ← w − αg`; with momentum `v ← μv − αg` and `w ← w + v`, or `w ← w + μv − αg` for Nesterov's.
 *
 * As in Keras, the learning rate stands inside of the velocity.
 *
 * @example
 * ```ts
 * const rate = cosineDecay({ initialLearningRate: 0.1, decaySteps: 10_000 });
 * model.compile({ optimizer: sgd({ learningRate: rate, momentum: 0.9 }), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other.
 * @see Keras `keras.optimizers.SGD`; Sutskever et al. 2013
 */
export function sgd(options?: SgdOptions): SgdSpec {
  return optimizerOf("sgd", options, 0.01, {
    momentum: [0, { min: 0, max: 1 }],
    nesterov: [false, booleanOption],
  });
}
