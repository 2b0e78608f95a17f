/**
 * A learning rate in words, for people: on the command line, in summaries and reports.
 */
import type { Schedule } from "./schedules.js";

/**
 * Returns a learning rate in words: `"0.001"`, `"cosineDecay from 0.001 to 0 over 1,000 steps"`.
 *
 * @example
 * describeRate(oneCycle({ maxLearningRate: 0.1, totalSteps: 500 })); // "oneCycle from 0.004 over 0.1 to 4e-7 over 500 steps"
 */
export function describeRate(rate: number | Schedule): string {
  if (typeof rate === "number") return number(rate);
  return `${rate.type} ${course(rate)}`;
}

function course(rate: Schedule): string {
  switch (rate.type) {
    case "piecewiseConstantDecay":
      return rate.values
        .map((value, i) => number(value) + (i < rate.boundaries.length ? ` to step ${count(rate.boundaries[i])}` : ""))
        .join(", ");
    case "oneCycle": {
      const first = rate.maxLearningRate / rate.divFactor;
      const last = first / rate.finalDivFactor;
      return `from ${number(first)} over ${number(rate.maxLearningRate)} to ${number(last)} over ${count(rate.totalSteps)} steps`;
    }
    case "polynomialDecay":
      return `from ${number(rate.initialLearningRate)} to ${number(rate.endLearningRate)} over ${steps(rate)}${rate.cycle ? ", again and again" : ""}`;
    case "cosineDecay": {
      const { warmupTarget: top = rate.initialLearningRate, warmupSteps } = rate;
      const warmup = warmupSteps > 0 ? `${number(top)} in ${count(warmupSteps)} steps, then to ` : "";
      return `from ${number(rate.initialLearningRate)} to ${warmup}${number(top * rate.alpha)} over ${steps(rate)}`;
    }
    case "cosineDecayRestarts":
      return `from ${number(rate.initialLearningRate)} to ${number(rate.initialLearningRate * rate.alpha)}, first over ${count(rate.firstDecaySteps)} steps, then over ${number(rate.tMul)} times as many each time`;
    case "exponentialDecay":
      return `from ${number(rate.initialLearningRate)}, times ${number(rate.decayRate)} every ${steps(rate)}`;
    default:
      return `from ${number(rate.initialLearningRate)}, divided by 1 + ${number(rate.decayRate)} for every ${steps(rate)}`;
  }
}

const steps = ({ decaySteps }: { readonly decaySteps: number }) => `${count(decaySteps)} steps`;
const count = (value = 0) => value.toLocaleString("en-US");
/** Without the noise of divisions: 0.1 / 25 is 0.004. */
const number = (value: number) => String(Number(value.toPrecision(6)));
