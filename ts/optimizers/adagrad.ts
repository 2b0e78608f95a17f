/**
 * The face of the Adagrad optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { type OptimizerOptions, type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squares begin with, ≥ 0; default 0.1. */
  readonly initialAccumulatorValue?: number | undefined;
  /** ε, added under the root, > 0; default 1e-7. */
  readonly epsilon?: number | undefined;
}

/** Adagrad as the engine reads it. */
export type AdagradSpec = OptimizerSpec<"adagrad", AdagradOptions> & { readonly type: "adagrad" };

/**
 * Adagrad: `v ← v + g²`, `w ← w − α·g / √(v + ε)`; v begins as `initialAccumulatorValue`.
 *
 * Steps only become smaller; Keras' default α is small for it, the paper's is 0.01.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: adagrad({ learningRate: 0.01 }), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other.
 * @see Keras `keras.optimizers.Adagrad`; Duchi, Hazan & Singer 2011
 */
export function adagrad(options?: AdagradOptions): AdagradSpec {
  return optimizerOf("adagrad", options, 0.001, {
    initialAccumulatorValue: [0.1, { min: 0 }],
    epsilon: [1e-7, { above: 0 }],
  });
}
