/**
 * The face of the schedule piecewiseConstantDecay: options, documentation. It is evaluated in Rust, so that each step has the
 * same rate everywhere.
 */
import { integerOption, invalidOption } from "../options/check.js";
import { type Filled, listOf, madeOf, type Table } from "../options/table.js";
import { RATE } from "./ranges.js";

/** Options of {@link piecewiseConstantDecay}; steps are batches, not epochs. */
export interface PiecewiseConstantDecayOptions {
  /** Rising numbers of steps, whole and ≥ 0, up to each of which a value holds; at least one; required. */
  readonly boundaries: readonly number[];
  /** Rates ≥ 0, one more than boundaries; required. */
  readonly values: readonly number[];
}

/** The schedule as the engine reads it. */
export type PiecewiseConstantDecaySpec = {
  readonly type: "piecewiseConstantDecay";
} & Filled<PiecewiseConstantDecayOptions>;

const whole = (where: string, name: string, received: unknown) => integerOption(where, name, received, { min: 0 });

const OPTIONS: Table<PiecewiseConstantDecayOptions> = {
  boundaries: [undefined, listOf(whole, "rising whole numbers of steps, e.g. [1000, 2000]")],
  values: [undefined, listOf(RATE, "learning rates, one more than boundaries")],
};

/**
 * A rate that jumps: `values[0]` for `t ≤ boundaries[0]`, `values[i]` for `boundaries[i − 1] < t ≤ boundaries[i]`, the last value
 * after the last boundary.
 *
 * t counts steps of the optimizer, which are batches, not epochs: an epoch has ⌈images / batchSize⌉.
 *
 * @example
 * ```ts
 * const epoch = Math.ceil(train.length / 128);
 * const rate = piecewiseConstantDecay({ boundaries: [10 * epoch, 15 * epoch], values: [0.1, 0.01, 0.001] });
 * const optimizer = sgd({ learningRate: rate, momentum: 0.9 });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for boundaries that do not rise, another number of values, or an unknown option.
 * @see Keras `keras.optimizers.schedules.PiecewiseConstantDecay`
 */
export function piecewiseConstantDecay(options: PiecewiseConstantDecayOptions): PiecewiseConstantDecaySpec {
  const made = madeOf("piecewiseConstantDecay", options, OPTIONS);
  const { type, boundaries, values } = made;
  if (boundaries.length === 0 || boundaries.some((step, i) => i > 0 && step <= (boundaries[i - 1] ?? 0))) {
    throw invalidOption(
      type,
      "boundaries",
      boundaries,
      "at least one number of steps, each greater than the one before",
    );
  }
  if (values.length !== boundaries.length + 1) {
    const count = `${boundaries.length + 1} learning rates, one more than the ${boundaries.length} boundaries`;
    throw invalidOption(type, "values", values, count);
  }
  return made;
}
