/**
 * The face of the schedule exponentialDecay: options, defaults, documentation. It is evaluated in Rust, so that each step has
 * the same rate everywhere.
 */
import { booleanOption } from "../options/check.js";
import { type Filled, madeOf, type Table } from "../options/table.js";
import { RATE, STEPS } from "./ranges.js";

/** Options of {@link exponentialDecay}; steps are batches, not epochs. */
export interface ExponentialDecayOptions {
  /** α₀, ≥ 0; required. */
  readonly initialLearningRate: number;
  /** T, > 0: after so many steps the rate has been multiplied by r once; required. */
  readonly decaySteps: number;
  /** r, > 0; required. */
  readonly decayRate: number;
  /** Decays in jumps, every T steps; default false. */
  readonly staircase?: boolean | undefined;
}

/** The schedule as the engine reads it. */
export type ExponentialDecaySpec = { readonly type: "exponentialDecay" } & Filled<ExponentialDecayOptions>;

const OPTIONS: Table<ExponentialDecayOptions> = {
  initialLearningRate: [undefined, RATE],
  decaySteps: [undefined, STEPS],
  decayRate: [undefined, { above: 0 }],
  staircase: [false, booleanOption],
};

/**
 * Exponential decay: `α(t) = α₀ · rᵗᐟᵀ` with α₀ = `initialLearningRate`, r = `decayRate`, T = `decaySteps`; with `staircase`
 * t/T is cut to whole numbers.
 *
 * t counts steps of the optimizer, which are batches, not epochs: an epoch has ⌈images / batchSize⌉.
 *
 * @example
 * ```ts
 * const optimizer = sgd({ learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.9 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, or an unknown option.
 * @see Keras `keras.optimizers.schedules.ExponentialDecay`
 */
export function exponentialDecay(options: ExponentialDecayOptions): ExponentialDecaySpec {
  return madeOf("exponentialDecay", options, OPTIONS);
}
