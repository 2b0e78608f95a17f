/**
 * The face of the schedule cosineDecay: options, defaults, documentation. It is evaluated in Rust, so that each step has the
 * same rate everywhere.
 */
import { FashionWasmError } from "../errors.js";
import { madeOf, optional, type Table } from "../options/table.js";
import { RATE, STEPS } from "./ranges.js";

/** Options of {@link cosineDecay}; steps are batches, not epochs. */
export interface CosineDecayOptions {
  /** α₀, ≥ 0: where the decay begins, or, with a warm-up, where that begins; required. */
  readonly initialLearningRate: number;
  /** T, > 0: steps of the decay, those of the warm-up not counted; required. */
  readonly decaySteps: number;
  /** The last rate, as a share of the highest, in [0, 1]; default 0. */
  readonly alpha?: number | undefined;
  /** The highest rate, ≥ 0, which the warm-up leads to; only together with `warmupSteps`. Default none: no warm-up. */
  readonly warmupTarget?: number | null | undefined;
  /** W, ≥ 0: steps of the warm-up; only together with `warmupTarget`. Default 0. */
  readonly warmupSteps?: number | undefined;
}

/** The schedule as the engine reads it. */
export type CosineDecaySpec = {
  readonly type: "cosineDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha: number;
  readonly warmupTarget?: number;
  readonly warmupSteps: number;
};

const OPTIONS: Table<CosineDecayOptions> = {
  initialLearningRate: [undefined, RATE],
  decaySteps: [undefined, STEPS],
  alpha: [0, { min: 0, max: 1 }],
  warmupTarget: [undefined, optional(RATE)],
  warmupSteps: [0, { min: 0 }],
};

/**
 * Cosine decay: `α(t) = α₀·((1 − a)·(1 + cos(π·min(t, T)/T))/2 + a)` with a = `alpha`, T = `decaySteps`. With a warm-up the rate
 * first goes in a straight line from α₀ to `warmupTarget` in W = `warmupSteps` steps, and the cosine begins there:
 * `warmupTarget` takes the place of α₀, t − W that of t.
 *
 * t counts steps of the optimizer, which are batches, not epochs: an epoch has ⌈images / batchSize⌉. In Keras, `warmup_steps`
 * without `warmup_target` does nothing; here it is an error.
 *
 * @example
 * ```ts
 * const steps = epochs * Math.ceil(train.length / 128);
 * const learningRate = cosineDecay({
 *   initialLearningRate: 0, warmupTarget: 1e-3, warmupSteps: 200, decaySteps: steps - 200,
 * });
 * model.compile({ optimizer: adamw({ learningRate }), loss: "sparseCategoricalCrossentropy" });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, an unknown option, or half a warm-up.
 * @see Keras `keras.optimizers.schedules.CosineDecay`; Loshchilov & Hutter 2017
 */
export function cosineDecay(options: CosineDecayOptions): CosineDecaySpec {
  const made = madeOf("cosineDecay", options, OPTIONS) as unknown as CosineDecaySpec;
  const hasTarget = made.warmupTarget !== undefined;
  if (hasTarget === made.warmupSteps > 0) return made;
  const [given, missing] = hasTarget
    ? [`warmupTarget" is ${made.warmupTarget}`, "warmupSteps"]
    : [`warmupSteps" is ${made.warmupSteps}`, "warmupTarget"];
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `cosineDecay: option "${given} and there is no "${missing}" → give both, e.g. warmupTarget: 0.001, warmupSteps: 200, or neither: there would be no warm-up`,
  );
}
