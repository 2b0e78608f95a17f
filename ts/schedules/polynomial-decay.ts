/**
 * The face of the schedule polynomialDecay: options, defaults, documentation. It is evaluated in Rust, so that each step has
 * the same rate everywhere.
 */
import { booleanOption } from "../options/check.js";
import { type Filled, madeOf, type Table } from "../options/table.js";
import { RATE, STEPS } from "./ranges.js";

/** Options of {@link polynomialDecay}; steps are batches, not epochs. */
export interface PolynomialDecayOptions {
  /** α₀, ≥ 0; required. */
  readonly initialLearningRate: number;
  /** T, > 0: from then on the rate is α₁; required. */
  readonly decaySteps: number;
  /** α₁, ≥ 0; default 0.0001. */
  readonly endLearningRate?: number | undefined;
  /** p, > 0; default 1: a straight line. */
  readonly power?: number | undefined;
  /** Begins again, lower, whenever it has come to its end; default false. */
  readonly cycle?: boolean | undefined;
}

/** The schedule as the engine reads it. */
export type PolynomialDecaySpec = { readonly type: "polynomialDecay" } & Filled<PolynomialDecayOptions>;

const OPTIONS: Table<PolynomialDecayOptions> = {
  initialLearningRate: [undefined, RATE],
  decaySteps: [undefined, STEPS],
  endLearningRate: [1e-4, RATE],
  power: [1, { above: 0 }],
  cycle: [false, booleanOption],
};

/**
 * Polynomial decay: `α(t) = (α₀ − α₁)·(1 − min(t, T)/T)ᵖ + α₁` with α₀ = `initialLearningRate`, α₁ = `endLearningRate`, p =
 * `power`, T = `decaySteps`; with `cycle` T is the first multiple of `decaySteps` that is ≥ t.
 *
 * t counts steps of the optimizer, which are batches, not epochs: an epoch has ⌈images / batchSize⌉.
 *
 * @example
 * ```ts
 * const optimizer = adam({ learningRate: polynomialDecay({ initialLearningRate: 1e-3, decaySteps: 10_000, power: 2 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, or an unknown option.
 * @see Keras `keras.optimizers.schedules.PolynomialDecay`
 */
export function polynomialDecay(options: PolynomialDecayOptions): PolynomialDecaySpec {
  return madeOf("polynomialDecay", options, OPTIONS);
}
