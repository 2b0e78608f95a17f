/**
 * The steps of a schedule: of what is said in epochs, in steps, or not at all.
 */
import { UsageError } from "../exit.js";
import type { NamedValues } from "./named-values.js";

/** The training that a schedule is made for. */
export interface Course {
  /** The learning rate that a schedule begins with or rises to. */
  readonly rate: number;
  /** Steps of an epoch, and in all. */
  readonly epoch: number;
  readonly total: number;
}

type Steps = Omit<Course, "rate">;

/** Steps of the warm-up. */
export function warmupOf(course: Steps, options: NamedValues): number {
  const steps = span(course, options, "warmup") ?? 0;
  if (steps === 0 && options.initialLearningRate !== undefined) {
    throw new UsageError(
      `initialLearningRate is ${options.initialLearningRate}, and there is no warm-up that begins there → give warmupEpochs, or leave it out; the rate without one is --learning-rate`,
    );
  }
  if (steps < course.total) return steps;
  const { warmupEpochs, warmupSteps } = options;
  const what =
    warmupEpochs === undefined
      ? `warmupSteps is ${warmupSteps}, the whole training has ${course.total} steps`
      : `warmupEpochs is ${warmupEpochs}, the whole training has ${Math.round(course.total / course.epoch)}`;
  throw new UsageError(`${what}: nothing is left after the warm-up → give a shorter one, or more epochs`);
}

/** The beginning of a cosine, after a warm-up or without. */
export function rise(rate: number, warmupSteps: number, { initialLearningRate = 0 }: NamedValues) {
  if (warmupSteps === 0) return { initialLearningRate: rate };
  return { initialLearningRate: initialLearningRate as number, warmupTarget: rate, warmupSteps };
}

/** Of a number of steps that may be said in epochs: `decaySteps` or `decayEpochs`; undefined where neither is. */
export function span(
  { epoch }: Steps,
  options: NamedValues,
  name: "warmup" | "decay" | "firstDecay",
): number | undefined {
  exclusive(options, `${name}Epochs`, `${name}Steps`);
  const epochs = options[`${name}Epochs`] as number | undefined;
  if (epochs === undefined) return options[`${name}Steps`] as number | undefined;
  if (epochs < 0 || (epochs === 0 && name !== "warmup")) {
    throw new UsageError(`${name}Epochs is ${epochs} → it must be greater than 0`);
  }
  return epochs === 0 ? 0 : Math.max(1, Math.round(epochs * epoch));
}

/** What the decays that multiply and divide have in common; `standard` is how much by default. */
export function decay(course: Steps, options: NamedValues, standard: number) {
  const { decayRate = standard, staircase } = options as { decayRate?: number; staircase?: boolean };
  const decaySteps = span(course, options, "decay");
  if (staircase && decaySteps === undefined) {
    throw new UsageError("staircase has one step in the whole training, its end → give decayEpochs, such as 1");
  }
  return { decayRate, staircase, decaySteps: decaySteps ?? course.total };
}

/** Refuses two options that say the same. */
export function exclusive(options: NamedValues, one: string, other: string): void {
  if (options[one] === undefined || options[other] === undefined) return;
  throw new UsageError(`${one} and ${other} say the same in epochs and in steps → give one of them`);
}

/** `[0.1, 0.01, 0.001]`, without the noise of divisions. */
export function tenths(rate: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((rate / 10 ** i).toPrecision(12)));
}
