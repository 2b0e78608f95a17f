/**
 * The face of the schedule oneCycle: options, defaults, documentation. It is evaluated in Rust, so that each step has the same
 * rate everywhere.
 */
import { choiceOption, integerOption } from "../options/check.js";
import { type Filled, madeOf, type Table } from "../options/table.js";

/** Options of {@link oneCycle}; steps are batches, not epochs. */
export interface OneCycleOptions {
  /** The highest rate, > 0; required. */
  readonly maxLearningRate: number;
  /** Steps of the whole training, ≥ 2, whole; from then on the last rate holds; required. */
  readonly totalSteps: number;
  /** Share of the steps in which the rate rises, in (0, 1); default 0.3. */
  readonly pctStart?: number | undefined;
  /** How it rises and falls: `"cos"`, along half a cosine, or `"linear"`; default `"cos"`. */
  readonly annealStrategy?: "cos" | "linear" | undefined;
  /** The first rate is `maxLearningRate / divFactor`; ≥ 1; default 25. */
  readonly divFactor?: number | undefined;
  /** The last rate is the first divided by it; ≥ 1; default 10,000. */
  readonly finalDivFactor?: number | undefined;
}

/** The schedule as the engine reads it. */
export type OneCycleSpec = { readonly type: "oneCycle" } & Filled<OneCycleOptions>;

const OPTIONS: Table<OneCycleOptions> = {
  maxLearningRate: [undefined, { above: 0 }],
  totalSteps: [undefined, (where, name, received) => integerOption(where, name, received, { min: 2 })],
  pctStart: [0.3, { above: 0, below: 1 }],
  annealStrategy: ["cos", (where, name, received) => choiceOption(where, name, received, ["cos", "linear"])],
  divFactor: [25, { min: 1 }],
  finalDivFactor: [1e4, { min: 1 }],
};

/**
 * One cycle: from `maxLearningRate / divFactor` up to `maxLearningRate` at step `pctStart · totalSteps − 1`, then down to
 * `maxLearningRate / (divFactor · finalDivFactor)` at step `totalSteps − 1`.
 *
 * Steps are those of the optimizer, which are batches, not epochs: `totalSteps` is epochs × ⌈images / batchSize⌉. Keras has no
 * such schedule; this is PyTorch's with two phases, and moves the rate alone: momentum and β₁ stay.
 *
 * @example
 * ```ts
 * const totalSteps = epochs * Math.ceil(train.length / 128);
 * const optimizer = sgd({ learningRate: oneCycle({ maxLearningRate: 0.1, totalSteps }), momentum: 0.9 });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a number out of its range, or an unknown option.
 * @see PyTorch `torch.optim.lr_scheduler.OneCycleLR`; Smith & Topin 2018
 */
export function oneCycle(options: OneCycleOptions): OneCycleSpec {
  return madeOf("oneCycle", options, OPTIONS);
}
