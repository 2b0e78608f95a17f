/**
 * How long steps and validations of a training take, seen before it begins: steps that leave no trace.
 */
import { evaluateExamples } from "./evaluate.js";
import type { Feed } from "./feed/feed.js";
import type { FitPlan } from "./fit-plan.js";
import { stepsOn } from "./steps.js";
import type { TrainingContext } from "./training-context.js";

/** So much of the training's time is spent on it, and at most so many milliseconds. */
const SHARE = 0.03;
const MOST = 1000;

/** Milliseconds of a step, and of the end of an epoch. */
export interface Trial {
  readonly step: number;
  readonly ends: number;
}

/** Takes steps and a part of a validation for a training of `time` ms. */
export async function trialOf(context: TrainingContext, plan: FitPlan, feed: Feed, time: number): Promise<Trial> {
  const { engine, queue } = context;
  const { validation, validationBatchSize } = plan;
  const most = Math.min(SHARE * time, MOST);
  const batch = await feed.sample();
  return queue.run(async () => {
    await engine.call("rehearse", true);
    try {
      const step = await msOf(() => stepsOn(context, batch), most);
      if (validation === null) return { step, ends: 0 };
      const some = { ...validation, indices: validation.indices.subarray(0, validationBatchSize) };
      const check = () => undefined;
      const test = () => evaluateExamples(context, some, { batchSize: validationBatchSize, check });
      return { step, ends: ((await msOf(test, 0)) * validation.indices.length) / some.indices.length };
    } finally {
      await engine.call("rehearse", false);
    }
  });
}

/** Mean of as many calls as fill `most` ms, at least one, after one that makes memory. */
async function msOf(call: () => Promise<unknown>, most: number): Promise<number> {
  await call();
  const begun = performance.now();
  let [calls, now] = [0, begun];
  do {
    await call();
    calls++;
    now = performance.now();
  } while (now - begun < most);
  return (now - begun) / calls;
}
