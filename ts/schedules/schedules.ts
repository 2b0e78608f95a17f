/**
 * The table of schedules: learning rates that depend on the number of optimizer steps.
 *
 * To add one: write its file and name it here, in the table and among the exports.
 */
import { cosineDecay } from "./cosine-decay.js";
import { cosineDecayRestarts } from "./cosine-decay-restarts.js";
import { exponentialDecay } from "./exponential-decay.js";
import { inverseTimeDecay } from "./inverse-time-decay.js";
import { oneCycle } from "./one-cycle.js";
import { piecewiseConstantDecay } from "./piecewise-constant-decay.js";
import { polynomialDecay } from "./polynomial-decay.js";

export * from "./cosine-decay.js";
export * from "./cosine-decay-restarts.js";
export * from "./exponential-decay.js";
export * from "./inverse-time-decay.js";
export * from "./one-cycle.js";
export * from "./piecewise-constant-decay.js";
export * from "./polynomial-decay.js";

/**
 * Every schedule by its name: the function that makes it.
 *
 * @example
 * const learningRate = SCHEDULES.cosineDecay({ initialLearningRate: 0.001, decaySteps: 5000 });
 */
export const SCHEDULES = {
  exponentialDecay,
  piecewiseConstantDecay,
  polynomialDecay,
  inverseTimeDecay,
  cosineDecay,
  cosineDecayRestarts,
  oneCycle,
} as const;

/** A learning rate that depends on the number of steps, as the functions of {@link SCHEDULES} return it. */
export type Schedule = ReturnType<(typeof SCHEDULES)[keyof typeof SCHEDULES]>;
