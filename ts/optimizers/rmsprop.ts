/**
 * The face of the RMSprop optimizer: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { booleanOption, numberOption, optionsObject } from "../options/check.js";

/** Options of {@link rmsprop}. */
export interface RmspropOptions {
  /** Step size α, ≥ 0; default 0.001. */
  readonly learningRate?: number | undefined;
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
export type RmspropSpec = {
  readonly type: "rmsprop";
  readonly learningRate: number;
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
};

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
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.optimizers.RMSprop`; Tieleman & Hinton 2012; Graves 2013 for the centred form
 */
export function rmsprop(options?: RmspropOptions): RmspropSpec {
  const where = "rmsprop";
  const allowed = ["learningRate", "rho", "momentum", "epsilon", "centered"] as const;
  const {
    learningRate = 0.001,
    rho = 0.9,
    momentum = 0,
    epsilon = 1e-7,
    centered = false,
  } = optionsObject(where, options, allowed);
  return {
    type: "rmsprop",
    learningRate: numberOption(where, "learningRate", learningRate, { min: 0 }),
    rho: numberOption(where, "rho", rho, { min: 0, below: 1 }),
    momentum: numberOption(where, "momentum", momentum, { min: 0, max: 1 }),
    epsilon: numberOption(where, "epsilon", epsilon, { above: 0 }),
    centered: booleanOption(where, "centered", centered),
  };
}
