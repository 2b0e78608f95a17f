/**
 * `--schedule`: from text or an object of a file to a checked wish, and from that and the training to a learning rate.
 *
 * A wish is checked as far as it can be before data are read; how many steps there are is known after.
 */
import { InvalidArgumentError } from "commander";
import { FashionWasmError, SCHEDULES, type Schedule } from "../../index.js";
import { show } from "../../options/show.js";
import { describeRate } from "../../schedules/describe-rate.js";
import { UsageError } from "../exit.js";
import { oneOf } from "../options.js";
import { checkedValues, type NamedValues, namedValues } from "./named-values.js";
import type { Course } from "./schedule-steps.js";
import { SCHEDULE_KINDS, type ScheduleKind } from "./schedules.js";

/** A name of the table. */
export type ScheduleName = keyof typeof SCHEDULE_KINDS;

/** What was asked for: the name as `type`, and its options. */
export type ScheduleWish = { readonly type: ScheduleName } & NamedValues;

const NAMES = Object.keys(SCHEDULE_KINDS) as ScheduleName[];

/** Keras' names of the same. */
const KERAS: Readonly<Record<string, ScheduleName>> = {
  cosineDecay: "cosine",
  cosineDecayRestarts: "cosine-restarts",
  exponentialDecay: "exponential",
  inverseTimeDecay: "inverse-time",
  piecewiseConstantDecay: "piecewise",
  polynomialDecay: "polynomial",
  oneCycle: "one-cycle",
};

/** Reads `cosine` or `cosine:warmupEpochs=1,alpha=0.01`. Errors: commander's, as of all values. */
export function scheduleText(text: string): ScheduleWish {
  const at = text.indexOf(":");
  const type = nameOf(at < 0 ? text : text.slice(0, at));
  return { ...(at < 0 ? {} : namedValues(text.slice(at + 1), kindOf(type).options)), type };
}

/** Reads the same from a file: text, or an object with the name as `type`. */
export function scheduleValue(value: unknown): ScheduleWish {
  if (typeof value === "string") return scheduleText(value);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const { type, ...options } = (isObject ? value : {}) as Record<string, unknown>;
  if (typeof type !== "string") {
    throw new InvalidArgumentError(
      `Expected a name, or an object such as { "type": "cosine" }, received ${show(value)}.`,
    );
  }
  const name = nameOf(type);
  return { ...checkedValues(options, kindOf(name).options), type: name };
}

function nameOf(text: string): ScheduleName {
  const name = text.trim();
  return (Object.hasOwn(KERAS, name) ? KERAS[name] : undefined) ?? oneOf(NAMES)(name);
}

function kindOf(name: ScheduleName): ScheduleKind {
  return SCHEDULE_KINDS[name];
}

/** Whether it has its rates itself, so that `--learning-rate` would do nothing. */
export function hasOwnRates(wish: ScheduleWish): boolean {
  return wish.values !== undefined;
}

/** The learning rate of a training. Errors: UsageError for options that contradict each other or the training. */
export function rateOf(wish: ScheduleWish, course: Course): number | Schedule {
  const { type, ...options } = wish;
  try {
    return kindOf(type).make(course, options);
  } catch (error) {
    const isOption = error instanceof FashionWasmError && error.code === "INVALID_ARGUMENT";
    if (!isOption && !(error instanceof UsageError)) throw error;
    throw new UsageError(`--schedule ${type}: ${error.message.replace(/^\w+: /, "")}`, { cause: error });
  }
}

/** Checks a wish as if training were long: options that are wrong in any training are refused. */
export function checkWish(wish: ScheduleWish, rate: number, epochs: number): void {
  const epoch = Math.floor((2 ** 31 - 1) / epochs);
  rateOf(wish, { rate, epoch, total: epoch * epochs });
}

/** The wish with all that was worked out: the same in any other training of as many steps. */
export function resolvedWish({ type }: ScheduleWish, made: number | Schedule): ScheduleWish {
  if (typeof made === "number") return { type };
  const { type: _, ...options } = made as Schedule & Record<string, unknown>;
  const { initialLearningRate, maxLearningRate: _1, warmupTarget, warmupSteps, ...own } = options as NamedValues;
  const warmup = warmupTarget === undefined ? {} : { initialLearningRate, warmupSteps };
  return { type, ...(type === "constant" ? {} : own), ...warmup };
}

/** Steps after which the rate no longer changes; undefined where there is no such end. */
export function lastStepOf(made: number | Schedule): number | undefined {
  if (typeof made === "number") return undefined;
  if (made.type === "cosineDecay") return made.warmupSteps + made.decaySteps;
  return made.type === "oneCycle" ? made.totalSteps : undefined;
}

/** A learning rate of a `run.json`, which a person may have changed: a schedule that is none is called by its name. */
export function rateInWords(rate: unknown): string {
  const { type, ...options } = Object(rate) as Record<string, unknown>;
  const make = Object.hasOwn(SCHEDULES, String(type)) ? SCHEDULES[type as keyof typeof SCHEDULES] : undefined;
  try {
    return describeRate(make === undefined ? (rate as number) : make(options as never));
  } catch {
    return String(type);
  }
}

/** The table for the help. */
export const SCHEDULE_HELP = NAMES.map((name) => `  ${name.padEnd(17)}${kindOf(name).meaning}`).join("\n");
