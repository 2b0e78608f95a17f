/** What `summary` says of how a model is trained: nothing before `compile`, then what holds at the moment. */
import {
  adam,
  cosineDecay,
  dense,
  f1Score,
  flatten,
  loadModel,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
} from "fashion-wasm";
import { expect, it } from "vitest";

const make = () => sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], seed: 1, threads: 1 });
const tail = (text: string) => text.split("\n").slice(-2);
const data = { images: new Uint8Array(16).fill(9), labels: [0, 1, 0, 1] };

it("ends with the parameters until the model is compiled", async () => {
  await using model = await make();
  const before = model.summary();
  expect(tail(before)).toEqual([expect.stringMatching(/^└/), "Parameters: 10 (40 B), all of them trained"]);
  model.compile({ optimizer: sgd({ learningRate: 0.05 }), loss: "mse" });
  expect(model.summary()).toBe(`${before}\nOptimizer: sgd, learning rate 0.05\nLoss: meanSquaredError`);
});

it("lists what logs of training have, by name", async () => {
  await using model = await make();
  expect(model.metricsNames).toEqual([]);
  model.compile({
    optimizer: "sgd",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["recall", f1Score({ name: "f1" })],
  });
  const { history } = await model.fit(data, { verbose: 0, checkImages: false });
  expect([...model.metricsNames, "learningRate"].sort()).toEqual(Object.keys(history).sort());
  expect(model.metricsNames).toEqual(["loss", "accuracy", "recall", "f1"]);
});

it("says a schedule in words, and the options of a loss", async () => {
  await using model = await make();
  const learningRate = cosineDecay({ initialLearningRate: 0.001, decaySteps: 1000 });
  model.compile({ optimizer: adam({ learningRate }), loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }) });
  const said = [
    "Optimizer: adam, learning rate cosineDecay from 0.001 to 0 over 1,000 steps",
    "Loss: sparseCategoricalCrossentropy, labelSmoothing 0.1",
  ];
  expect(tail(model.summary())).toEqual(said);
  await using loaded = await loadModel(await model.serialize());
  expect(tail(loaded.summary())).toEqual(said);
});

it("says the learning rate that was set last, by a call, a callback or compile", async () => {
  await using model = await make();
  const rate = () => tail(model.summary())[0];
  model.compile({ optimizer: sgd({ learningRate: 0.5 }), loss: "sparseCategoricalCrossentropy" });
  await Promise.all([model.setLearningRate(0.25), model.setLearningRate(0.125)]);
  expect(rate()).toBe("Optimizer: sgd, learning rate 0.125");
  await model.fit(data, {
    callbacks: [{ onEpochEnd: () => model.setLearningRate(0.01) }],
    verbose: 0,
    checkImages: false,
  });
  expect(rate()).toBe("Optimizer: sgd, learning rate 0.01");
  await using loaded = await loadModel(await model.serialize());
  expect(loaded.summary()).toBe(model.summary());
  const first = model.setLearningRate(0.75);
  await Promise.resolve(); // its call waits in the queue; compile comes after it
  model.compile({ optimizer: sgd({ learningRate: 0.5 }), loss: "sparseCategoricalCrossentropy" });
  expect(rate()).toBe("Optimizer: sgd, learning rate 0.5");
  await first;
  expect(rate()).toBe(`Optimizer: sgd, learning rate ${await model.getLearningRate()}`);
});
