/**
 * The face of stochastic gradient descent: options, defaults, documentation. Its arithmetic is in crates/kernels.
 */
import { booleanOption, numberOption, optionsObject } from "../options/check.js";

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Step size α, ≥ 0; default 0.01. */
  readonly learningRate?: number | undefined;
  /** Share μ of the last step that is kept, in [0, 1]; default 0. */
  readonly momentum?: number | undefined;
  /** Looks ahead along the velocity; default false. */
  readonly nesterov?: boolean | undefined;
}

/** SGD as the engine reads it. */
export type SgdSpec = {
  readonly type: "sgd";
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
};

/**
 * Gradient descent: `w ← w − αg`; with momentum `v ← μv − αg` and `w ← w + v`, or `w ← w + μv − αg` for Nesterov's.
 *
 * As in Keras, the learning rate stands inside of the velocity.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range or an unknown option.
 * @see Keras `keras.optimizers.SGD`; Sutskever et al. 2013
 */
export function sgd(options?: SgdOptions): SgdSpec {
  const where = "sgd";
  const allowed = ["learningRate", "momentum", "nesterov"] as const;
  const { learningRate = 0.01, momentum = 0, nesterov = false } = optionsObject(where, options, allowed);
  return {
    type: "sgd",
    learningRate: numberOption(where, "learningRate", learningRate, { min: 0 }),
    momentum: numberOption(where, "momentum", momentum, { min: 0, max: 1 }),
    nesterov: booleanOption(where, "nesterov", nesterov),
  };
}
