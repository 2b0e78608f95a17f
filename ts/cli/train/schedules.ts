/**
 * The schedules of `--schedule`: what each means, its options, and the learning rate that it comes to.
 *
 * Names of options are Keras'. What Keras wants in steps is worked out from the training: the rate that it begins with, or
 * rises to, is `--learning-rate`, and it is over when training is.
 */
import {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  oneCycle,
  piecewiseConstantDecay,
  polynomialDecay,
  type Schedule,
} from "../../index.js";
import { UsageError } from "../exit.js";
import type { Kinds, NamedValues } from "./named-values.js";
import { type Course, decay, exclusive, rise, span, tenths, warmupOf } from "./schedule-steps.js";

/** A schedule of the command line. */
export interface ScheduleKind {
  /** What it does, for the help. */
  readonly meaning: string;
  readonly options: Kinds;
  /** Makes it. Errors: UsageError for options that contradict each other or the training; those of the schedule. */
  make(course: Course, options: NamedValues): number | Schedule;
}

const WARMUP = { warmupEpochs: "number", warmupSteps: "number", initialLearningRate: "number" } as const;
const DECAY = { decayEpochs: "number", decaySteps: "number" } as const;

/** All of them by name. */
export const SCHEDULE_KINDS = {
  constant: {
    meaning: "no change; with warmupEpochs the rate first rises from initialLearningRate (0)",
    options: WARMUP,
    make({ rate, ...course }, options) {
      const warmup = warmupOf(course, options);
      if (warmup === 0) return rate;
      return cosineDecay({ ...rise(rate, warmup, options), decaySteps: course.total - warmup, alpha: 1 });
    },
  },
  cosine: {
    meaning: "half a cosine down to alpha (0) of the rate, after a warm-up of warmupEpochs (0)",
    options: { alpha: "number", ...DECAY, ...WARMUP },
    make({ rate, ...course }, options) {
      const warmup = warmupOf(course, options);
      const decaySteps = span(course, options, "decay") ?? course.total - warmup;
      return cosineDecay({ ...rise(rate, warmup, options), decaySteps, alpha: options.alpha as number });
    },
  },
  "cosine-restarts": {
    meaning: "cosines, each tMul (2) times longer and from mMul (1) times the rate; three of them",
    options: { firstDecayEpochs: "number", firstDecaySteps: "number", tMul: "number", mMul: "number", alpha: "number" },
    make({ rate, ...course }, options) {
      const { tMul = 2, mMul, alpha } = options as Record<string, number>;
      const firstDecaySteps = span(course, options, "firstDecay") ?? course.total / (1 + tMul + tMul ** 2);
      return cosineDecayRestarts({ initialLearningRate: rate, firstDecaySteps, tMul, mMul, alpha });
    },
  },
  exponential: {
    meaning: "times decayRate (0.1) every decayEpochs (all): a tenth of the rate at the end",
    options: { decayRate: "number", ...DECAY, staircase: "flag" },
    make({ rate, ...course }, options) {
      return exponentialDecay({ initialLearningRate: rate, ...decay(course, options, 0.1) });
    },
  },
  "inverse-time": {
    meaning: "divided by 1 + decayRate (9) times the share that is done: a tenth at the end",
    options: { decayRate: "number", ...DECAY, staircase: "flag" },
    make({ rate, ...course }, options) {
      return inverseTimeDecay({ initialLearningRate: rate, ...decay(course, options, 9) });
    },
  },
  piecewise: {
    meaning: "jumps: values (rate, /10, /100) up to boundaryEpochs (half, three quarters), as 5/8",
    options: { boundaryEpochs: "numbers", boundaries: "numbers", values: "numbers" },
    make({ rate, epoch, total }, options) {
      exclusive(options, "boundaryEpochs", "boundaries");
      const inEpochs = options.boundaryEpochs as number[] | undefined;
      if (inEpochs?.some((place, i) => place <= (inEpochs[i - 1] ?? 0))) {
        throw new UsageError(
          `boundaryEpochs is ${inEpochs.join("/")} → each must be greater than the one before, the first than 0`,
        );
      }
      const boundaries =
        inEpochs?.map((place) => Math.round(place * epoch)) ??
        (options.boundaries as number[] | undefined) ??
        [total / 2, (3 * total) / 4].map(Math.round);
      const values = (options.values as number[] | undefined) ?? tenths(rate, boundaries.length + 1);
      return piecewiseConstantDecay({ boundaries, values });
    },
  },
  polynomial: {
    meaning: "a line, or its power (1), down to endLearningRate (0.0001); again and again with cycle",
    options: { endLearningRate: "number", power: "number", ...DECAY, cycle: "flag" },
    make({ rate, ...course }, options) {
      const { endLearningRate = 1e-4, power, cycle } = options as { [name: string]: number } & { cycle?: boolean };
      if (options.endLearningRate === undefined && rate <= endLearningRate) {
        const what = `the rate would go from ${rate} to endLearningRate, ${endLearningRate}, and not fall`;
        throw new UsageError(`${what} → give a smaller endLearningRate, such as 0`);
      }
      const decaySteps = span(course, options, "decay") ?? course.total;
      return polynomialDecay({ initialLearningRate: rate, decaySteps, endLearningRate, power, cycle });
    },
  },
  "one-cycle": {
    meaning: "up from a divFactor-th (25) for pctStart (0.3) of the steps, then down to nearly 0",
    options: {
      pctStart: "number",
      divFactor: "number",
      finalDivFactor: "number",
      annealStrategy: "word",
      totalSteps: "number",
    },
    make({ rate, total }, options) {
      return oneCycle({ maxLearningRate: rate, totalSteps: total, ...options });
    },
  },
} as const satisfies Readonly<Record<string, ScheduleKind>>;
