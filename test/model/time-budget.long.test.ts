/**
 * Twenty seconds of net L on Fashion-MNIST, with a one-cycle schedule and validation: it ends in time, on a machine that does
 * nothing else, and its number of steps repeats it to the same bits.
 */
import { adam, loadFashionMnist, type Model, oneCycle, sequential } from "fashion-wasm";
import { expect, it } from "vitest";
import { netL } from "./garments.js";

const SECONDS = 20;

async function made(): Promise<Model> {
  const model = await sequential(netL(), { inputShape: [28, 28, 1], seed: 1 });
  const learningRate = oneCycle({ maxLearningRate: 4e-3, totalSteps: 10 * 430 });
  model.compile({ optimizer: adam({ learningRate, useEma: true }), loss: "sparseCategoricalCrossentropy" });
  return model;
}

it("a training of 20 s ends in 19 to 21 s, and is repeated by its steps", { timeout: 200_000 }, async () => {
  const { train } = await loadFashionMnist();
  const options = { batchSize: 128, validationSplit: 1 / 12, verbose: 0 } as const;
  await using timed = await made();
  await using told = await made();
  const begun = performance.now();
  const first = await timed.fit(train, { ...options, timeBudget: SECONDS });
  const seconds = (performance.now() - begun) / 1000;
  const second = await told.fit(train, { ...options, steps: first.steps });
  const accuracies = first.history.valAccuracy?.map((accuracy) => accuracy.toFixed(4)).join(", ");
  console.info(`${first.steps} steps in ${seconds.toFixed(2)} s; accuracy of validation ${accuracies}`);
  expect(Math.abs(seconds - SECONDS)).toBeLessThan(1);
  expect(second).toEqual(first);
  expect(await told.weightsSha256()).toBe(await timed.weightsSha256());
});
