/** Trainings told by steps or by a time: how far they go, what becomes of schedules, and that the steps alone repeat them. */
import {
  batchNormalization,
  cosineDecay,
  dense,
  dropout,
  exponentialDecay,
  flatten,
  type Model,
  oneCycle,
  rescaling,
  type Schedule,
  sequential,
  sgd,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { garments } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const data = garments(200);

async function made(learningRate: number | Schedule, more: { useEma?: boolean } = {}): Promise<Model> {
  const layers = [
    rescaling({ scale: 1 / 255 }),
    flatten(),
    dense({ units: 12 }),
    batchNormalization(),
    dropout({ rate: 0.1 }),
  ];
  const model = await sequential([...layers, dense({ units: 10 })], { inputShape: [28, 28, 1], seed: 3, threads: 1 });
  model.compile({
    optimizer: sgd({ learningRate, momentum: 0.9, globalClipnorm: 1, ...more }),
    loss: "sparseCategoricalCrossentropy",
  });
  return model;
}

/** The rate of each step of a training. */
function rates(model: Model, into: number[]) {
  return { onBatchBegin: async () => into.push(await model.getLearningRate()) };
}

describe("fit of a number of steps", () => {
  it("takes as many, the last epoch in part", async () => {
    await using model = await made(0.01);
    const { epoch, history, steps } = await model.fit(data, { steps: 17, batchSize: 32, verbose: 0 });
    expect([epoch, history.loss.length, steps]).toEqual([[0, 1, 2], 3, 17]);
    expect((await model.fit(data, { epochs: 2, batchSize: 32, verbose: 0 })).steps).toBe(14);
  });

  it("without a schedule is what epochs of as many are", async () => {
    await using byEpochs = await made(0.01);
    await using bySteps = await made(0.01);
    await byEpochs.fit(data, { epochs: 3, batchSize: 32, verbose: 0 });
    await bySteps.fit(data, { steps: 21, batchSize: 32, verbose: 0 });
    expect(await bySteps.weightsSha256()).toBe(await byEpochs.weightsSha256());
  });

  it.each([7, 20, 21, 41, 160])("stretches a schedule of 70 steps over %d", async (steps) => {
    await using model = await made(cosineDecay({ initialLearningRate: 0.5, decaySteps: 70 }));
    const seen: number[] = [];
    await model.fit(data, { steps, batchSize: 32, callbacks: [rates(model, seen)], verbose: 0 });
    expect(seen).toHaveLength(steps);
    expect(seen[0]).toBe(0.5);
    // The last step but one before the end of the schedule: almost nothing is left.
    expect(seen.at(-1)).toBeLessThan(0.5 * 0.12);
    expect(seen.every((rate, i) => i === 0 || rate < (seen[i - 1] ?? 0))).toBe(true);
    // Afterwards it is as it was made.
    expect(await model.getLearningRate()).toBeCloseTo(0.25 * (1 + Math.cos((Math.PI * Math.min(steps, 70)) / 70)), 12);
  });

  it("stretches a schedule without an end as its epochs would take it", async () => {
    const schedule = exponentialDecay({ initialLearningRate: 1, decaySteps: 7, decayRate: 0.5 });
    await using model = await made(schedule);
    const seen: number[] = [];
    await model.fit(data, { epochs: 3, steps: 100, batchSize: 32, callbacks: [rates(model, seen)], verbose: 0 });
    expect(seen.at(-1)).toBeGreaterThan(0.125);
    expect(seen.at(-1)).toBeLessThan(0.14);
  });
});

describe("fit of a time", () => {
  it.each([0.3, 0.9])("is repeated by its number of steps, bit for bit: %s s", async (timeBudget) => {
    const schedule = oneCycle({ maxLearningRate: 0.2, totalSteps: 500 });
    const options = { batchSize: 16, validationSplit: 0.2, verbose: 0 } as const;
    await using timed = await made(schedule, { useEma: true });
    await using told = await made(schedule, { useEma: true });
    const first = await timed.fit(data, { ...options, timeBudget });
    // One step a message: what is done at once depends on the time.
    const each = { onBatchEnd: () => undefined };
    const second = await told.fit(data, { ...options, steps: first.steps, callbacks: [each] });
    expect(first.steps).toBeGreaterThan(20);
    expect(second).toEqual(first);
    expect(await told.weightsSha256()).toBe(await timed.weightsSha256());
  });

  it("tries steps that leave no trace", async () => {
    await using model = await made(0.01);
    const before = await model.weightsSha256();
    const controller = new AbortController();
    const abort = { onTrainBegin: () => controller.abort(new Error("enough")) };
    const call = model.fit(data, { timeBudget: 0.2, signal: controller.signal, callbacks: [abort], verbose: 0 });
    await expect(call).rejects.toThrow("enough");
    expect(await model.weightsSha256()).toBe(before);
  });
});

it.each<[object, string, string]>([
  [{ steps: 0 }, "steps", "is 0"],
  [{ steps: 2.5 }, "steps", "2.5"],
  [{ timeBudget: 0 }, "timeBudget", "0"],
  [{ timeBudget: Number.NaN }, "timeBudget", "NaN"],
  [{ timeBudget: "20s" as never }, "timeBudget", '"20s"'],
  [{ steps: 3, timeBudget: 1 }, "steps 3 and timeBudget 1", "one of them"],
  [{ steps: 3, fastDevRun: true }, "steps", "fastDevRun"],
])("refuses %o", async (options, ...named) => {
  await using model = await made(0.1);
  await expectRefusal(() => model.fit(data, options), "INVALID_ARGUMENT", named);
});

it("refuses to stretch a schedule without an end and without epochs", async () => {
  await using model = await made(exponentialDecay({ initialLearningRate: 1, decaySteps: 7, decayRate: 0.5 }));
  await expectRefusal(() => model.fit(data, { steps: 5 }), "INVALID_ARGUMENT", ["exponentialDecay", "epochs"]);
});
