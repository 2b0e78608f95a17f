/**
 * The face of the schedule inverseTimeDecay: options, defaults, documentation. It is evaluated in Rust, so that each step has
 * the same rate everywhere.
 */
import { booleanOption } from "../options/check.js";
import { type Filled, madeOf, type Table } from "../options/table.js";
import { RATE, STEPS } from "./ranges.js";

/** Options of {@link inverseTimeDecay}; steps are batches, not epochs. */
export interface InverseTimeDecayOptions {
  /** α₀, ≥ 0; required. */
  readonly initialLearningRate: number;
  /** T, > 0; required. */
  readonly decaySteps: number;
  /** r, ≥ 0; required. */
  readonly decayRate: number;
  /** Decays in jumps, every T steps; default false. */
  readonly staircase?: boolean | undefined;
}

/** The schedule as the engine reads it. */
export type InverseTimeDecaySpec = { readonly type: "inverseTimeDecay" } & Filled<InverseTimeDecayOptions>;

const OPTIONS: Table<InverseTimeDecayOptions> = {
  initialLearningRate: [undefined, RATE],
  decaySteps: [undefined, STEPS],
  decayRate: [undefined, { min: 0 }],
  staircase: [false, booleanOption],
};

/**
 * Inverse time decay: `α(t) = α₀ / (1 + r·t/T)` with α₀ = `initialLearningRate`, r = `decayRate`, T = `decaySteps`; with
 * `staircase` t/T is cut to whole numbers.
 *
 * t counts steps of the optimizer, which are batches, not epochs: an epoch has ⌈images / batchSize⌉.
 *
 * @example
 * ```ts
 * const optimizer = sgd({ learningRate: inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.5 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, or an unknown option.
 * @see Keras `keras.optimizers.schedules.InverseTimeDecay`
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): InverseTimeDecaySpec {
  return madeOf("inverseTimeDecay", options, OPTIONS);
}
