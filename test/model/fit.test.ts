/** The training loop as users see it: history, validation, callbacks, order, stopping, and what the loss says. */
import {
  type Callback,
  dataset,
  dense,
  flatten,
  loadModel,
  type Model,
  rescaling,
  sequential,
  sgd,
} from "fashion-wasm";
import { afterEach, describe, expect, it } from "vitest";
import { compiled, garments, tiny } from "./garments.js";

const models: Model[] = [];
afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.dispose()));
});

async function start(seed = 7): Promise<Model> {
  const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed, threads: 1 });
  model.compile(compiled);
  models.push(model);
  return model;
}

/** Writes down every hook that is called. */
function recorder(log: string[], sign = ""): Callback {
  return {
    setModel: ({ name }) => log.push(`${sign}model ${name}`),
    onTrainBegin: ({ epochs, steps }) => log.push(`${sign}train begin ${epochs} × ${steps}`),
    onTrainEnd: ({ loss }) => log.push(`${sign}train end ${Number.isFinite(loss)}`),
    onEpochBegin: (epoch) => log.push(`${sign}epoch ${epoch} begin`),
    onEpochEnd: (epoch, logs) => log.push(`${sign}epoch ${epoch} end ${Object.keys(logs).join()}`),
    onBatchBegin: (batch) => log.push(`${sign}batch ${batch} begin`),
    onBatchEnd: (batch, logs) => log.push(`${sign}batch ${batch} end ${Object.keys(logs).join()}`),
  };
}

describe("the history", () => {
  it("holds one entry an epoch, numbered from 0", async () => {
    const model = await start();
    const { epoch, history } = await model.fit(garments(100), { epochs: 3, batchSize: 32 });
    expect(epoch).toEqual([0, 1, 2]);
    expect(Object.keys(history)).toEqual(["loss", "accuracy", "learningRate"]);
    expect(history.loss).toHaveLength(3);
    expect(history.accuracy.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(history.loss[2]).toBeLessThan(history.loss[0] ?? 0);
  });

  it("holds validation values under Keras' names in camelCase", async () => {
    const model = await start();
    const byArrays = { images: garments(20).images, labels: garments(20).labels };
    const { history } = await model.fit(garments(100), { epochs: 2, validationData: byArrays });
    expect(Object.keys(history)).toEqual(["loss", "accuracy", "valLoss", "valAccuracy", "learningRate"]);
    const { loss, accuracy } = await model.evaluate(byArrays, { batchSize: 32 });
    expect([history.valLoss?.[1], history.valAccuracy?.[1]]).toEqual([loss, accuracy]);
  });

  it("validates on the last part, before shuffling", async () => {
    const data = garments(100);
    const [bySplit, byData] = [await start(), await start()];
    const split = await bySplit.fit(data, { epochs: 2, validationSplit: 0.2 });
    const given = await byData.fit(data.slice(0, 80), { epochs: 2, validationData: data.slice(80) });
    expect(split).toEqual(given);
  });

  it("accumulates over calls of fit in model.history, with NaN where there was no validation", async () => {
    const model = await start();
    await model.fit(garments(50), { epochs: 1 });
    await model.fit(garments(50), { epochs: 3, initialEpoch: 1, validationSplit: 0.2 });
    expect(model.history.epoch).toEqual([0, 1, 2]);
    expect(model.history.history.loss).toHaveLength(3);
    expect(model.history.history.valLoss?.map(Number.isNaN)).toEqual([true, false, false]);
    expect(Object.keys(model.history.history).at(-1)).toBe("learningRate");
  });

  it("holds the learning rate that each epoch ended with, before callbacks changed it", async () => {
    const model = await start();
    const seen: unknown[] = [];
    const halve: Callback = {
      async onEpochEnd(_, { learningRate }) {
        seen.push(learningRate);
        await model.setLearningRate(learningRate / 2);
      },
    };
    const { history } = await model.fit(garments(32), { epochs: 3, callbacks: [halve] });
    expect(history.learningRate).toEqual([0.001, 0.0005, 0.00025]);
    expect(seen).toEqual(history.learningRate);
    const loaded = await loadModel(await model.serialize(), { threads: 1 });
    models.push(loaded);
    expect(loaded.history).toEqual(model.history);
  });

  it("shows a loss that is no number, and training goes on", async () => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    models.push(model);
    model.compile({ optimizer: sgd({ learningRate: 1e38 }), loss: "sparseCategoricalCrossentropy" });
    const { history } = await model.fit(garments(128), { epochs: 2 });
    expect(history.loss).toHaveLength(2);
    expect(history.loss[1]).toBeNaN();
  });
});

describe("callbacks", () => {
  it("are called in Keras' order, several of them in the order of the array", async () => {
    const model = await start();
    const log: string[] = [];
    await model.fit(garments(50), {
      epochs: 1,
      batchSize: 32,
      validationSplit: 0.2,
      callbacks: [recorder(log, "a "), recorder(log, "b ")],
    });
    const once = [
      "model sequential",
      "train begin 1 × 2",
      "epoch 0 begin",
      "batch 0 begin",
      "batch 0 end loss,accuracy",
      "batch 1 begin",
      "batch 1 end loss,accuracy",
      "epoch 0 end loss,accuracy,valLoss,valAccuracy,learningRate",
      "train end true",
    ];
    expect(log).toEqual(once.flatMap((line) => [`a ${line}`, `b ${line}`]));
  });

  it("are awaited when they return a promise", async () => {
    const model = await start();
    const log: string[] = [];
    const slow: Callback = {
      async onBatchEnd(batch) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`end ${batch}`);
      },
      onBatchBegin: (batch) => log.push(`begin ${batch}`),
    };
    await model.fit(garments(96), { callbacks: [slow] });
    expect(log).toEqual(["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]);
  });

  it("keep their object: methods of a class see its fields", async () => {
    class Counter {
      #batches = 0;
      get batches() {
        return this.#batches;
      }
      onBatchEnd() {
        this.#batches++;
      }
    }
    const counter = new Counter();
    await (await start()).fit(garments(96), { epochs: 2, callbacks: [counter] });
    expect(counter.batches).toBe(6);
  });

  it("end fit with their own error, and the model stays usable", async () => {
    const model = await start();
    const failing: Callback = {
      onBatchEnd() {
        throw new RangeError("of my own");
      },
    };
    await expect(model.fit(garments(64), { callbacks: [failing] })).rejects.toThrow(new RangeError("of my own"));
    expect((await model.fit(garments(64))).epoch).toEqual([0]);
  });

  it("may use the model: evaluate, predict, read and change the learning rate", async () => {
    const model = await start();
    const seen: unknown[] = [];
    await model.fit(garments(64), {
      callbacks: [
        {
          async onEpochEnd() {
            await model.setLearningRate(0.5);
            seen.push(await model.getLearningRate(), (await model.predict(garments(3).images)).length);
            seen.push(Object.keys(await model.evaluate(garments(3))));
          },
        },
      ],
    });
    expect(seen).toEqual([0.5, 30, ["loss", "accuracy"]]);
  });

  it("see means over the epoch so far, which end as the epoch's", async () => {
    const model = await start();
    const losses: number[] = [];
    const { history } = await model.fit(garments(100), {
      callbacks: [{ onBatchEnd: (_, { loss }) => losses.push(loss) }],
    });
    expect(losses).toHaveLength(4);
    expect(losses.at(-1)).toBe(history.loss[0]);
  });
});

describe("short steps, several at a time", () => {
  // 1250 steps of some microseconds each, the last of two images.
  const rows = 9994;
  const values = Float32Array.from({ length: rows * 4 }, (_, i) => ((i * 7919) % 97) / 97);
  const many = dataset.fromArrays({
    images: values,
    labels: Uint32Array.from({ length: rows }, (_, i) => ((values[4 * i] ?? 0) > 0.5 ? 1 : 0)),
    imageShape: [1, 1, 4],
  });

  async function fitted(callbacks: Callback[], engine: "worker" | "local" = "worker") {
    const model = await sequential([dense({ units: 2 })], { inputShape: [4], seed: 3, threads: 1, engine });
    models.push(model);
    model.compile(compiled);
    const history = await model.fit(many, { epochs: 2, batchSize: 8, validationSplit: 0.1, callbacks });
    return { history, sha256: await model.weightsSha256() };
  }

  it("give the same bits as one by one", async () => {
    const oneByOne = await fitted([{ onBatchEnd: () => undefined }]);
    expect(await fitted([])).toEqual(oneByOne);
    expect(await fitted([{ onProgress: () => undefined }], "local")).toEqual(oneByOne);
  });

  it("are told by onProgress, less often than they are, to the last of the epoch", async () => {
    const seen: { steps: number; loss: number }[][] = [];
    const { history } = await fitted([
      { onEpochBegin: () => seen.push([]), onProgress: (steps, { loss }) => seen.at(-1)?.push({ steps, loss }) },
    ]);
    expect(seen.map((epoch) => epoch.at(-1))).toEqual(history.history.loss.map((loss) => ({ steps: 1125, loss })));
    for (const epoch of seen) {
      expect(epoch.length).toBeLessThan(600);
      expect(epoch.every(({ steps }, i) => steps > (epoch[i - 1]?.steps ?? 0))).toBe(true);
    }
  });

  it("are told one by one where a callback listens to batches", async () => {
    const log: string[] = [];
    await (await start()).fit(garments(70), {
      callbacks: [
        { onProgress: (steps) => log.push(`${steps} done`) },
        { onBatchBegin: (batch) => log.push(`begin ${batch}`) },
      ],
    });
    expect(log).toEqual(["begin 0", "1 done", "begin 1", "2 done", "begin 2", "3 done"]);
  });
});

describe("the order of images", () => {
  it("follows from the seed: equal twice, different for another", async () => {
    const hashes = [];
    for (const seed of [7, 7, 8]) {
      const model = await start(seed);
      await model.fit(garments(100), { epochs: 2 });
      hashes.push(await model.weightsSha256());
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it("is the same in two calls of fit as in one", async () => {
    const [once, twice] = [await start(), await start()];
    const whole = await once.fit(garments(100), { epochs: 2 });
    await twice.fit(garments(100), { epochs: 1 });
    await twice.fit(garments(100), { epochs: 2, initialEpoch: 1 });
    expect(await twice.weightsSha256()).toBe(await once.weightsSha256());
    expect(twice.history).toEqual(whole);
  });

  it("is the data's own without shuffling", async () => {
    const model = await start();
    const byHand = await start();
    const data = garments(96);
    await model.fit(data, { shuffle: false, batchSize: 48 });
    for (const part of [data.slice(0, 48), data.slice(48)]) await byHand.trainOnBatch(part, [...part.labels]);
    expect(await model.weightsSha256()).toBe(await byHand.weightsSha256());
  });
});

describe("what fit takes", () => {
  it("a dataset, its parts and bare arrays give the same bits", async () => {
    const data = garments(64);
    const arrays = { images: data.images, labels: [...data.labels] };
    const floats = { images: Float32Array.from(data.images), labels: data.labels };
    const hashes = new Set<string>();
    for (const input of [data, data.take(64), arrays, floats]) {
      const model = await start();
      await model.fit(input, { epochs: 2 });
      hashes.add(await model.weightsSha256());
    }
    expect(hashes.size).toBe(1);
  });

  it("vectors, for models without images", async () => {
    const model = await sequential([dense({ units: 3 })], { inputShape: [4], threads: 1 });
    models.push(model);
    model.compile(compiled);
    const { history } = await model.fit(
      { images: new Float32Array(40).fill(0.5), labels: Array(10).fill(2) },
      { epochs: 2 },
    );
    expect(history.loss[1]).toBeLessThan(history.loss[0] ?? 0);
  });

  it("remembers the names of the classes", async () => {
    const model = await sequential([rescaling({ scale: 1 }), flatten(), dense({ units: 2 })], {
      inputShape: [1, 1, 1],
    });
    models.push(model);
    model.compile(compiled);
    expect(model.classNames).toBeNull();
    const classNames = ["off", "on"];
    await model.fit(
      dataset.fromArrays({ images: new Uint8Array([0, 1]), labels: [0, 1], imageShape: [1, 1, 1], classNames }),
    );
    expect(model.classNames).toEqual(classNames);
  });
});

describe("stopTraining", () => {
  it("ends after the current step; the epoch is validated and recorded, and onTrainEnd is called", async () => {
    const model = await start();
    const log: string[] = [];
    const stopping: Callback = { onBatchEnd: (batch) => batch === 1 && model.stopTraining() };
    const { epoch, history } = await model.fit(garments(320), {
      epochs: 5,
      validationSplit: 0.1,
      callbacks: [recorder(log), stopping],
    });
    expect(epoch).toEqual([0]);
    expect(history.valLoss).toHaveLength(1);
    expect(log.filter((line) => line.startsWith("batch"))).toHaveLength(4);
    expect(log.at(-1)).toBe("train end true");
  });

  it("called without fit has no effect on the next", async () => {
    const model = await start();
    model.stopTraining();
    expect((await model.fit(garments(32), { epochs: 2 })).epoch).toEqual([0, 1]);
  });
});
