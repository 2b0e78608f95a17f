/**
 * What every optimizer can do beside its own step: decay, clipping, averaged weights, gradients gathered over steps.
 *
 * The options are declared, documented and checked here alone. What has its default is left out of the spec, so that files of
 * before stay as they were.
 */
import { FashionWasmError } from "../errors.js";
import { booleanOption, floatOption, integerOption, invalidOption, stringOption } from "../options/check.js";
import { type Filled, listOf, madeOf, optional, type Table } from "../options/table.js";
import { scheduleOption } from "../schedules/schedule-option.js";
import type { Schedule } from "../schedules/schedules.js";

/** Options of every optimizer. */
export interface OptimizerOptions {
  /**
   * Step size α: a number ≥ 0, or a schedule, which is read at the number of optimizer steps taken so far.
   *
   * Default 0.001, of `sgd` 0.01.
   */
  readonly learningRate?: number | Schedule | undefined;
  /**
   * Decoupled decay λ ≥ 0: `w ← w − λ·α·w` before the step, α being the rate of that step; null: none. Default none, of `adamw`
   * 0.004. It takes every trained weight, biases and normalizations among them, but those of `excludeFromWeightDecay`.
   */
  readonly weightDecay?: number | null | undefined;
  /**
   * Weights that do not decay: a layer (`"dense_1"`), a weight (`"dense_1.kernel"`), or part of what weights are called in
   * their layers (`"bias"`, `"gamma"`). Each entry must fit a trained weight of the model. Default none.
   *
   * @example
   * adamw({ excludeFromWeightDecay: ["bias", "gamma", "beta"] });
   */
  readonly excludeFromWeightDecay?: readonly string[] | null | undefined;
  /** Scales the gradient of each weight tensor down to this L2 norm, > 0. At most one way of clipping. Default none. */
  readonly clipnorm?: number | null | undefined;
  /** Cuts each value of the gradient to ± this, > 0. Default none. */
  readonly clipvalue?: number | null | undefined;
  /** Scales all gradients together down to this L2 norm, > 0. Default none. */
  readonly globalClipnorm?: number | null | undefined;
  /**
   * Keeps an exponential moving average of the trained weights, `a ← μa + (1 − μ)w` after each step; it begins as the weights
   * after the first step. When `fit` ends the model holds the averages; validation within `fit` sees the weights. Default false.
   */
  readonly useEma?: boolean | undefined;
  /** μ, in [0, 1]; only with `useEma`. Default 0.99. */
  readonly emaMomentum?: number | undefined;
  /** Every so many steps, ≥ 1, the weights become their averages, within `fit` too; only with `useEma`. Default never. */
  readonly emaOverwriteFrequency?: number | null | undefined;
  /** Batches whose gradients are averaged for one step of the optimizer, ≥ 1. Default 1. */
  readonly gradientAccumulationSteps?: number | null | undefined;
}

/** Those that may be missing in a spec. */
type Absent = Omit<OptimizerOptions, "learningRate">;

/** An optimizer as the engine reads it: its own options are all there, of the common ones what differs from the default. */
export type OptimizerSpec<T extends string, O extends OptimizerOptions> = {
  readonly type: T;
  readonly learningRate: number | Schedule;
} & Filled<Omit<O, keyof OptimizerOptions>> & { readonly [K in keyof Absent]?: Exclude<Absent[K], null> };

const positive = optional({ above: 0 });

/** A number ≥ 0 or a schedule. */
export function rateOption(where: string, name: string, received: unknown): number | Schedule {
  if (typeof received === "number") return floatOption(where, name, received, { min: 0 });
  return scheduleOption(where, name, received);
}

const whole = (where: string, name: string, received: unknown) => integerOption(where, name, received, { min: 1 });

/** Batches that may make one step: so many the engine counts. */
const MOST_BATCHES = 2 ** 24 - 1;

const COMMON: Table<Absent> = {
  weightDecay: [undefined, optional({ min: 0 })],
  excludeFromWeightDecay: [undefined, optional(namesOption)],
  clipnorm: [undefined, positive],
  clipvalue: [undefined, positive],
  globalClipnorm: [undefined, positive],
  useEma: [undefined, optional(booleanOption, false)],
  emaMomentum: [undefined, optional({ min: 0, max: 1 })],
  emaOverwriteFrequency: [undefined, optional(whole)],
  gradientAccumulationSteps: [
    undefined,
    optional((where, name, received) => integerOption(where, name, received, { min: 1, max: MOST_BATCHES }), 1),
  ],
};

/** Checks the options of an optimizer: `rate` is its default learning rate, `own` the table of its own options. */
export function optimizerOf<T extends string, O extends OptimizerOptions>(
  type: T,
  received: O | undefined,
  rate: number,
  own: Table<Omit<O, keyof OptimizerOptions>>,
  decay?: number,
): OptimizerSpec<T, O> {
  const table = { learningRate: [rate, rateOption], ...own, ...COMMON } as unknown as Table<O>;
  const made = madeOf(type, received, decay === undefined ? table : { ...table, weightDecay: [decay, { min: 0 }] });
  return together(type, made as unknown as OptimizerSpec<T, O>);
}

/** What does not go together. */
function together<S extends { readonly [K in keyof Absent]?: unknown }>(where: string, spec: S): S {
  const clipped = (["clipnorm", "clipvalue", "globalClipnorm"] as const).filter((name) => spec[name] !== undefined);
  if (clipped.length > 1) {
    const both = clipped.map((name) => `"${name}"`).join(" and ");
    throw refused(where, `options ${both} clip gradients in two ways`, "give one of them");
  }
  needs(where, spec, "emaMomentum", "useEma", "set useEma: true, or leave it out");
  needs(where, spec, "emaOverwriteFrequency", "useEma", "set useEma: true, or leave it out");
  needs(where, spec, "excludeFromWeightDecay", "weightDecay", "give weightDecay a number, or leave it out");
  if ((spec as { emaMomentum?: unknown }).emaMomentum !== 0.99) return spec;
  const { emaMomentum: _, ...rest } = spec as S & { emaMomentum?: unknown };
  return rest as unknown as S;
}

function needs<S extends object>(where: string, spec: S, name: string, other: string, advice: string): void {
  if (!(name in spec) || other in spec) return;
  throw refused(where, `option "${name}" would do nothing without "${other}"`, advice);
}

function refused(where: string, what: string, advice: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → ${advice}`);
}

function namesOption(where: string, name: string, received: unknown): unknown {
  const list = listOf(stringOption, 'names, e.g. ["bias"]')(where, name, received);
  if (list.includes("")) throw invalidOption(where, name, received, "without empty names: they would fit every weight");
  return list.length === 0 ? undefined : list;
}
