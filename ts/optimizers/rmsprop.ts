/**
 * The face of the RMSprop optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { booleanOption } from "../options/check.js";
import { type OptimizerOptions, type OptimizerSpec, optimizerOf } from "./common-options.js";

/** Options of {@link rmsprop}. */
export interface RmspropOptions extends OptimizerOptions {
  /** Share ρ of the mean of squares that a step keeps, in [0, 1); default 0.9. */
  readonly rho?: number | undefined;
  /** Share μ of the last step that is kept, in [0, 1]; default 0. */
  readonly momentum?: number | undefined;
  /** ε, added under the root, > 0; default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Takes the square of the gradients' mean off the mean of their squares; default false. */
  readonly centered?: boolean | undefined;
}

/** RMSprop as the engine reads it. */
export type RmspropSpec = OptimizerSpec<"rmsprop", RmspropOptions> & { readonly type: "rmsprop" };

/**
 * RMSprop: `v ← ρv + (1 − ρ)g²`, `w ← w − α·g / √(v + ε)`; centred with `a ← ρa + (1 − ρ)g` and `√(v − a² + ε)`; with momentum
 * `m ← μm + α·g / √(…)` and `w ← w − m`.
 *
 * As in Keras, ε stands under the root.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: rmsprop({ learningRate: 5e-4, momentum: 0.9 }), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or options that exclude each other.
 * @see Keras `keras.optimizers.RMSprop`; Tieleman & Hinton 2012; Graves 2013 for the centred form
 */
export function rmsprop(options?: RmspropOptions): RmspropSpec {
  return optimizerOf("rmsprop", options, 0.001, {
    rho: [0.9, { min: 0, below: 1 }],
    momentum: [0, { min: 0, max: 1 }],
    epsilon: [1e-7, { above: 0 }],
    centered: [false, booleanOption],
  });
}
