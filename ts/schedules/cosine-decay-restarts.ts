/**
 * The face of the schedule cosineDecayRestarts: options, defaults, documentation. It is evaluated in Rust, so that each step
 * has the same rate everywhere.
 */
import { type Filled, madeOf, type Table } from "../options/table.js";
import { RATE, STEPS } from "./ranges.js";

/** Options of {@link cosineDecayRestarts}; steps are batches, not epochs. */
export interface CosineDecayRestartsOptions {
  /** α₀, ≥ 0; required. */
  readonly initialLearningRate: number;
  /** Steps of the first run, > 0; required. */
  readonly firstDecaySteps: number;
  /** How many times longer a run is than the one before, ≥ 1; default 2. */
  readonly tMul?: number | undefined;
  /** What the rate at the beginning of a run is of that of the one before, ≥ 0; default 1. */
  readonly mMul?: number | undefined;
  /** The lowest rate, as a share of α₀, in [0, 1]; default 0. */
  readonly alpha?: number | undefined;
}

/** The schedule as the engine reads it. */
export type CosineDecayRestartsSpec = { readonly type: "cosineDecayRestarts" } & Filled<CosineDecayRestartsOptions>;

const OPTIONS: Table<CosineDecayRestartsOptions> = {
  initialLearningRate: [undefined, RATE],
  firstDecaySteps: [undefined, STEPS],
  tMul: [2, { min: 1 }],
  mMul: [1, { min: 0 }],
  alpha: [0, { min: 0, max: 1 }],
};

/**
 * Cosine decay with warm restarts: a cosine from α₀ to a·α₀ over `firstDecaySteps`, then again and again, each time `tMul`
 * times longer and from `mMul` times the rate: in run i, at the share x of it, `α = α₀·((1 − a)·mᶦ·(1 + cos πx)/2 + a)` with
 * a = `alpha`, m = `mMul`.
 *
 * t counts steps of the optimizer, which are batches, not epochs: an epoch has ⌈images / batchSize⌉.
 *
 * @example
 * ```ts
 * const optimizer = sgd({ learningRate: cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 1000 }) });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, or an unknown option.
 * @see Keras `keras.optimizers.schedules.CosineDecayRestarts`; Loshchilov & Hutter 2017 (SGDR)
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): CosineDecayRestartsSpec {
  return madeOf("cosineDecayRestarts", options, OPTIONS);
}
