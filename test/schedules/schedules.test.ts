/** Schedules as the engine reads them, what they refuse, and what is said of them. */
import {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  oneCycle,
  piecewiseConstantDecay,
  polynomialDecay,
  SCHEDULES,
  type Schedule,
  sgd,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { describeRate } from "../../ts/schedules/describe-rate.js";
import { expectRefusal } from "../model/refusal.js";

// biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
type Untyped = any;
const make = SCHEDULES as Untyped;

const FROM = { initialLearningRate: 0.1, decaySteps: 1000 };
const MADE: [made: Schedule, spec: object, words: string][] = [
  [
    exponentialDecay({ ...FROM, decayRate: 0.9 }),
    { type: "exponentialDecay", ...FROM, decayRate: 0.9, staircase: false },
    "exponentialDecay from 0.1, times 0.9 every 1,000 steps",
  ],
  [
    piecewiseConstantDecay({ boundaries: [0, 2000], values: [0.1, 0.01, 0] }),
    { type: "piecewiseConstantDecay", boundaries: [0, 2000], values: [0.1, 0.01, 0] },
    "piecewiseConstantDecay 0.1 to step 0, 0.01 to step 2,000, 0",
  ],
  [
    polynomialDecay(FROM),
    { type: "polynomialDecay", ...FROM, endLearningRate: 1e-4, power: 1, cycle: false },
    "polynomialDecay from 0.1 to 0.0001 over 1,000 steps",
  ],
  [
    inverseTimeDecay({ ...FROM, decayRate: 0.5, staircase: true }),
    { type: "inverseTimeDecay", ...FROM, decayRate: 0.5, staircase: true },
    "inverseTimeDecay from 0.1, divided by 1 + 0.5 for every 1,000 steps",
  ],
  [
    cosineDecay({ ...FROM, initialLearningRate: 0.001 }),
    { type: "cosineDecay", initialLearningRate: 0.001, decaySteps: 1000, alpha: 0, warmupSteps: 0 },
    "cosineDecay from 0.001 to 0 over 1,000 steps",
  ],
  [
    cosineDecay({ ...FROM, initialLearningRate: 0, alpha: 0.1, warmupTarget: 0.2, warmupSteps: 50 }),
    { type: "cosineDecay", initialLearningRate: 0, decaySteps: 1000, alpha: 0.1, warmupTarget: 0.2, warmupSteps: 50 },
    "cosineDecay from 0 to 0.2 in 50 steps, then to 0.02 over 1,000 steps",
  ],
  [
    cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 100 }),
    { type: "cosineDecayRestarts", initialLearningRate: 0.1, firstDecaySteps: 100, tMul: 2, mMul: 1, alpha: 0 },
    "cosineDecayRestarts from 0.1 to 0, first over 100 steps, then over 2 times as many each time",
  ],
  [
    oneCycle({ maxLearningRate: 0.1, totalSteps: 500 }),
    {
      type: "oneCycle",
      maxLearningRate: 0.1,
      totalSteps: 500,
      pctStart: 0.3,
      annealStrategy: "cos",
      divFactor: 25,
      finalDivFactor: 1e4,
    },
    "oneCycle from 0.004 over 0.1 to 4e-7 over 500 steps",
  ],
];

const WRONG: [name: string, options: Untyped, named: string[]][] = [
  ["exponentialDecay", undefined, ["exponentialDecay:", '"initialLearningRate" is undefined']],
  ["exponentialDecay", { ...FROM }, ['"decayRate" is undefined', "> 0"]],
  ["exponentialDecay", { ...FROM, decayRate: 0 }, ['"decayRate" is 0', "> 0"]],
  ["exponentialDecay", { ...FROM, decayRate: 0.9, decaySteps: 0 }, ['"decaySteps" is 0', "> 0"]],
  ["exponentialDecay", { ...FROM, decayRate: 0.9, initialLearningRate: -1 }, ['"initialLearningRate" is -1', "≥ 0"]],
  ["exponentialDecay", { ...FROM, decayRate: 0.9, staircase: "no" }, ['"staircase" is "no"', "true or false"]],
  ["exponentialDecay", { initial_learning_rate: 1 }, ['mean "initialLearningRate"']],
  ["exponentialDecay", { ...FROM, decay_rate: 1 }, ['mean "decayRate"']],
  ["inverseTimeDecay", { ...FROM, decayRate: -1 }, ['"decayRate" is -1', "≥ 0"]],
  ["inverseTimeDecay", { ...FROM, decayRate: 1, decaySteps: Number.NaN }, ["NaN", "a finite number"]],
  ["polynomialDecay", { ...FROM, endLearningRate: -1 }, ['"endLearningRate" is -1', "≥ 0"]],
  ["polynomialDecay", { ...FROM, power: 0 }, ['"power" is 0', "> 0"]],
  ["polynomialDecay", { ...FROM, cycle: 1 }, ['"cycle" is 1', "true or false"]],
  ["cosineDecay", { ...FROM, warmupSteps: 100 }, ['"warmupSteps" is 100', '"warmupTarget"', "give both"]],
  ["cosineDecay", { ...FROM, warmupSteps: 100, warmupTarget: null }, ['"warmupTarget"', "there would be no warm-up"]],
  ["cosineDecay", { ...FROM, warmupTarget: 0.1 }, ['"warmupTarget" is 0.1', '"warmupSteps"', "give both"]],
  ["cosineDecay", { ...FROM, warmupTarget: -1, warmupSteps: 1 }, ['"warmupTarget" is -1', "≥ 0"]],
  ["cosineDecay", { ...FROM, warmupTarget: 1, warmupSteps: -1 }, ['"warmupSteps" is -1', "≥ 0"]],
  ["cosineDecay", { ...FROM, warmup_steps: 10 }, ['mean "warmupSteps"']],
  ["cosineDecay", { ...FROM, alpha: 2 }, ['"alpha" is 2', "≥ 0 and ≤ 1"]],
  ["cosineDecay", { ...FROM, decaySteps: "1000" }, ['"decaySteps" is "1000"']],
  ["cosineDecay", { ...FROM, epochs: 10 }, ['unknown option "epochs"', "decaySteps"]],
  ["cosineDecayRestarts", { initialLearningRate: 1 }, ['"firstDecaySteps" is undefined']],
  ["cosineDecayRestarts", { initialLearningRate: 1, firstDecaySteps: 10, tMul: 0.5 }, ['"tMul" is 0.5', "≥ 1"]],
  ["cosineDecayRestarts", { initialLearningRate: 1, firstDecaySteps: 10, mMul: -1 }, ['"mMul" is -1', "≥ 0"]],
  ["cosineDecayRestarts", { initialLearningRate: 1, firstDecaySteps: 10, t_mul: 2 }, ['mean "tMul"']],
  ["piecewiseConstantDecay", { boundaries: [1, 2] }, ['"values" is undefined', "an array of learning rates"]],
  ["piecewiseConstantDecay", { boundaries: [], values: [1] }, ['"boundaries" is []', "at least one"]],
  ["piecewiseConstantDecay", { boundaries: [2, 1], values: [1, 2, 3] }, ["[2, 1]", "greater than the one before"]],
  ["piecewiseConstantDecay", { boundaries: [2, 2], values: [1, 2, 3] }, ["[2, 2]", "greater than the one before"]],
  ["piecewiseConstantDecay", { boundaries: [1.5], values: [1, 2] }, ['"boundaries[0]" is 1.5', "whole"]],
  ["piecewiseConstantDecay", { boundaries: [-1], values: [1, 2] }, ['"boundaries[0]" is -1', "≥ 0"]],
  ["piecewiseConstantDecay", { boundaries: 1000, values: [1, 2] }, ['"boundaries" is 1000', "an array of rising"]],
  [
    "piecewiseConstantDecay",
    { boundaries: [1], values: [1] },
    ["[1]", "2 learning rates", "one more than the 1 boundaries"],
  ],
  ["piecewiseConstantDecay", { boundaries: [1], values: [1, -2] }, ['"values[1]" is -2', "≥ 0"]],
  ["oneCycle", { totalSteps: 10 }, ['"maxLearningRate" is undefined']],
  ["oneCycle", { maxLearningRate: 0, totalSteps: 10 }, ['"maxLearningRate" is 0', "> 0"]],
  ["oneCycle", { maxLearningRate: 0.1 }, ['"totalSteps" is undefined', "a whole number ≥ 2"]],
  ["oneCycle", { maxLearningRate: 0.1, totalSteps: 2.5 }, ['"totalSteps" is 2.5', "whole"]],
  ["oneCycle", { maxLearningRate: 0.1, totalSteps: 10, pctStart: 1 }, ['"pctStart" is 1', "> 0 and < 1"]],
  ["oneCycle", { maxLearningRate: 0.1, totalSteps: 10, annealStrategy: "cosine" }, ['"cosine"', '"cos" or "linear"']],
  ["oneCycle", { maxLearningRate: 0.1, totalSteps: 10, divFactor: 0.5 }, ['"divFactor" is 0.5', "≥ 1"]],
  ["oneCycle", { maxLearningRate: 0.1, totalSteps: 10, finalDivFactor: 0 }, ['"finalDivFactor" is 0', "≥ 1"]],
  ["oneCycle", { max_lr: 0.1 }, ['unknown option "max_lr"', "maxLearningRate"]],
];

describe("schedules", () => {
  it.each(MADE)("%o is what the engine reads, and is said in words", (made, spec, words) => {
    expect(JSON.stringify(made)).toBe(JSON.stringify(spec));
    expect(describeRate(made)).toBe(words);
    expect(sgd({ learningRate: made }).learningRate).toEqual(made);
  });

  it("have a line each in the tests above", () => {
    expect(new Set(MADE.map(([{ type }]) => type))).toEqual(new Set(Object.keys(SCHEDULES)));
  });

  it.each([
    [0.001, "0.001"],
    [0.1 / 3, "0.0333333"],
    [0, "0"],
  ])("a number is said as it is: %d", (rate, words) => {
    expect(describeRate(rate)).toBe(words);
  });

  it.each(WRONG)("%s(%o) is refused", async (name, options, named) => {
    await expectRefusal(() => make[name](options), "INVALID_ARGUMENT", named);
  });
});
