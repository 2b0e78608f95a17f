/**
 * Batch normalization as users see it: it learns, its statistics move in training only, an image's output does not
 * depend on its batch, and the bits hold over threads, builds and files.
 */
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  type Layer,
  loadFashionMnist,
  loadModel,
  type Model,
  maxPool2d,
  relu,
  rescaling,
  sequential,
  sgd,
} from "fashion-wasm";
import { afterEach, describe, expect, it } from "vitest";
import { compiled, garments } from "./garments.js";

/** Normalised behind a convolution and behind a dense layer, with dropout, as in the larger nets. */
const net = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 8, kernelSize: 3, padding: "same", useBias: false }),
  batchNormalization({ momentum: 0.9 }),
  relu(),
  maxPool2d(),
  conv2d({ filters: 12, kernelSize: 3, padding: "same", useBias: false }),
  batchNormalization({ momentum: 0.9 }),
  relu(),
  maxPool2d(),
  flatten(),
  dense({ units: 32, useBias: false }),
  batchNormalization({ momentum: 0.9 }),
  relu(),
  dropout({ rate: 0.25 }),
  dense({ units: 10 }),
];

const models: Model[] = [];
afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.dispose()));
});

function kept(model: Model): Model {
  models.push(model);
  return model;
}

async function start(layers = net(), threads = 2, inputShape: readonly [number] | readonly [28, 28, 1] = [28, 28, 1]) {
  const model = kept(await sequential(layers, { inputShape, seed: 5, threads }));
  model.compile(compiled);
  return model;
}

/** The weights whose names end in `ending`, joined. */
async function values(model: Model, ending: string): Promise<number[]> {
  const weights = await model.getWeights();
  return weights.filter(({ name }) => name.endsWith(ending)).flatMap(({ data }) => [...data]);
}

// 203 images in batches of 64: the last batch has 11, which do not divide into lanes of eight.
const data = garments(203);

describe("batch normalization", () => {
  it("learns the sample", async () => {
    const { train, test } = await loadFashionMnist({ data: "sample" });
    const model = await start();
    const before = await model.evaluate(test);
    const { history } = await model.fit(train, { epochs: 8, batchSize: 32 });
    const after = await model.evaluate(test);
    expect(history.loss.at(-1)).toBeLessThan(0.6 * (history.loss[0] ?? 0));
    expect(after.loss).toBeLessThan(0.6 * before.loss);
    expect(after.accuracy).toBeGreaterThan(0.6);
  });

  it("computes gamma · (x − moving mean) / √(moving variance + epsilon) + beta in prediction", async () => {
    const model = await start([batchNormalization({ epsilon: 0.5, name: "bn" })], 1, [3]);
    const weights = { gamma: [1, 2, -3], beta: [0, 0.5, 7], moving_mean: [4, -1, 0], moving_variance: [3.5, 0, 15.5] };
    await model.setWeights(
      Object.entries(weights).map(([name, data]) => ({ name: `bn.${name}`, shape: [3], data: new Float32Array(data) })),
    );
    const x = [6, 1, 2];
    const expected = x.map((value, c) => {
      const at = (list: readonly number[]) => list[c] ?? Number.NaN;
      const spread = Math.sqrt(at(weights.moving_variance) + 0.5);
      return (at(weights.gamma) * (value - at(weights.moving_mean))) / spread + at(weights.beta);
    });
    const outputs = await model.predict(Float32Array.from(x));
    outputs.forEach((value, c) => {
      expect(value).toBeCloseTo(expected[c] ?? Number.NaN, 5);
    });
  });

  it("moves its statistics by moving · momentum + batch · (1 − momentum), with the biased variance", async () => {
    const model = await start([batchNormalization({ momentum: 0.75 })], 1, [2]);
    model.compile({ optimizer: sgd({ learningRate: 0 }), loss: "sparseCategoricalCrossentropy" });
    await model.trainOnBatch(Float32Array.from([1, 10, 3, 10, 8, 16]), [0, 1, 0]);
    const [mean, variance] = [await values(model, ".moving_mean"), await values(model, ".moving_variance")];
    const close = (received: readonly number[], expected: readonly number[]) =>
      received.forEach((value, c) => {
        expect(value).toBeCloseTo(expected[c] ?? Number.NaN, 5);
      });
    close(mean, [0.25 * 4, 0.25 * 12]);
    close(variance, [0.75 + (0.25 * (9 + 1 + 16)) / 3, 0.75 + (0.25 * (4 + 4 + 16)) / 3]);
  });

  it("has four weights by Keras' names, two of them not trained, and automatic names", async () => {
    const model = await start(
      [dense({ units: 4 }), batchNormalization(), batchNormalization({ scale: false })],
      1,
      [3],
    );
    expect((await model.getWeights()).map(({ name, shape, trainable }) => [name, shape, trainable])).toEqual([
      ["dense.kernel", [3, 4], true],
      ["dense.bias", [4], true],
      ["batch_normalization.gamma", [4], true],
      ["batch_normalization.beta", [4], true],
      ["batch_normalization.moving_mean", [4], false],
      ["batch_normalization.moving_variance", [4], false],
      ["batch_normalization_1.beta", [4], true],
      ["batch_normalization_1.moving_mean", [4], false],
      ["batch_normalization_1.moving_variance", [4], false],
    ]);
    expect(model.countParams()).toBe(16 + 16 + 12);
    expect(model.summary().split("\n").slice(-5, -2)).toEqual([
      "Total parameters: 44 (176 B)",
      "Trainable parameters: 28 (112 B)",
      "Non-trainable parameters: 16 (64 B)",
    ]);
  });
});

describe("the moving statistics", () => {
  it("move in fit and trainOnBatch, not in evaluate, predict and testOnBatch", async () => {
    const model = await start();
    const statistics = async () => [
      ...(await values(model, ".moving_mean")),
      ...(await values(model, ".moving_variance")),
    ];
    const first = await statistics();
    expect(first).toEqual([...Array(52).fill(0), ...Array(52).fill(1)]);
    await model.fit(data, { batchSize: 64 });
    const fitted = await statistics();
    expect(fitted.filter((value, i) => value === first[i])).toEqual([]);
    await model.evaluate(data);
    await model.predict(data);
    await model.testOnBatch(data.take(7), data.take(7).labels);
    expect(await statistics()).toEqual(fitted);
    await model.trainOnBatch(data.take(7), data.take(7).labels);
    expect(await statistics()).not.toEqual(fitted);
  });

  it("make an image's output independent of its batch, bit for bit", async () => {
    const model = await start();
    await model.fit(garments(64), { batchSize: 32 });
    const many = garments(256, 9);
    const whole = await model.predict(many, { batchSize: 256 });
    for (const batchSize of [1, 3, 100]) expect(await model.predict(many, { batchSize })).toEqual(whole);
    expect(await model.predict(many.slice(255, 256))).toEqual(whole.slice(-10));
    const { loss, accuracy } = await model.evaluate(many, { batchSize: 256 });
    const one = await model.evaluate(many, { batchSize: 1 });
    expect(one.accuracy).toBe(accuracy);
    expect(one.loss).toBeCloseTo(loss, 6); // the same losses, added in another order
  });
});

describe("a batch of one image", () => {
  it("trains, also as the last batch of an epoch", async () => {
    const model = await start();
    const { history } = await model.fit(garments(33), { epochs: 2, batchSize: 32 });
    expect(history.loss.every(Number.isFinite)).toBe(true);
    const { loss } = await model.trainOnBatch(data.take(1), data.take(1).labels);
    expect(loss).toBeGreaterThan(0);
    expect((await values(model, "")).every(Number.isFinite)).toBe(true);
  });
});

describe("the bits", () => {
  it("are the same on 1, 2 and 3 threads and in both builds", async () => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      const model = await start(net(), threads);
      const { history } = await model.fit(data, { epochs: 2, batchSize: 64, validationSplit: 0.1 });
      results.push({ history, sha256: await model.weightsSha256(), outputs: await model.predict(data.take(20)) });
      expect(model.engine).toMatchObject({ threads, build: threads === 1 ? "simd" : "threads" });
    }
    for (const result of results) expect(result).toEqual(results[0]);
  });

  it("are those of an unbroken run after saving, loading and going on", async () => {
    const whole = await start();
    const history = await whole.fit(data, { epochs: 2, batchSize: 64, validationSplit: 0.25 });
    const first = await start();
    await first.fit(data, { epochs: 1, batchSize: 64, validationSplit: 0.25 });
    const second = kept(await loadModel(await first.serialize(), { threads: 1 }));
    expect(await second.weightsSha256()).toBe(await first.weightsSha256());
    await second.fit(data, { epochs: 2, initialEpoch: 1, batchSize: 64, validationSplit: 0.25 });
    expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
    expect(second.history).toEqual(history);
  });

  it("tell the moving statistics too: weightsSha256 changes with them", async () => {
    const model = await start();
    const before = await model.weightsSha256();
    const weights = await model.getWeights();
    weights.find(({ name }) => name.endsWith(".moving_mean"))?.data.fill(0.5);
    await model.setWeights(weights);
    expect(await model.weightsSha256()).not.toBe(before);
  });
});

describe("a NaN", () => {
  it.each(["conv2d.kernel", "batch_normalization.gamma", "batch_normalization_2.beta", "dense_1.kernel"])(
    "in %s is seen in the loss, in training and in evaluation",
    async (broken) => {
      const model = await start();
      const weights = await model.getWeights();
      weights.find(({ name }) => name === broken)?.data.fill(Number.NaN, 0, 1);
      await model.setWeights(weights);
      const few = data.take(16);
      expect((await model.evaluate(few)).loss).toBeNaN();
      expect((await model.trainOnBatch(few, few.labels)).loss).toBeNaN();
    },
  );

  it.each(["batch_normalization.moving_mean", "batch_normalization_1.moving_variance"])(
    "in %s is seen in evaluation",
    async (broken) => {
      const model = await start();
      const weights = await model.getWeights();
      weights.find(({ name }) => name === broken)?.data.fill(Number.NaN, 0, 1);
      await model.setWeights(weights);
      expect((await model.evaluate(data.take(16))).loss).toBeNaN();
    },
  );
});
