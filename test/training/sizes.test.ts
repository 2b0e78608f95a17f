/** How much fit trains on: stepsPerEpoch, validationBatchSize, validationFreq, fastDevRun, overfitBatches. */

import { existsSync } from "node:fs";
import { csvLogger, type FitOptions, type Model, modelCheckpoint, sequential, type TrainInfo } from "fashion-wasm";
import { afterEach, describe, expect, it } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";

const models: Model[] = [];
afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.dispose()));
});

async function start(): Promise<Model> {
  const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 7, threads: 1, engine: "local" });
  model.compile(compiled);
  models.push(model);
  return model;
}

/** Trains on 100 images in batches of 32, so 4 of them, the last of 4 images. */
async function fitted(options: FitOptions) {
  const model = await start();
  const batches: number[] = [];
  let info: TrainInfo | undefined;
  const history = await model.fit(garments(100), {
    ...options,
    callbacks: [
      {
        onTrainBegin: (given) => {
          info = given;
        },
        onBatchEnd: (batch) => batches.push(batch),
      },
    ],
  });
  return { model, history, batches, info, sha256: await model.weightsSha256() };
}

describe("stepsPerEpoch", () => {
  it("cuts a pass over the data into epochs, of the same steps", async () => {
    const whole = await fitted({ epochs: 2 });
    const cut = await fitted({ epochs: 4, stepsPerEpoch: 2 });
    expect(cut.batches).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(cut.sha256).toBe(whole.sha256);
    expect(cut.info?.steps).toBe(2);
  });

  it("goes on in a new order where the data is through", async () => {
    const { batches, sha256 } = await fitted({ epochs: 1, stepsPerEpoch: 8 });
    expect(batches).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(sha256).toBe((await fitted({ epochs: 2 })).sha256);
  });

  it("gives the same bits whether or not a callback listens to batches", async () => {
    const model = await start();
    await model.fit(garments(100), { epochs: 3, stepsPerEpoch: 3 });
    expect(await model.weightsSha256()).toBe((await fitted({ epochs: 3, stepsPerEpoch: 3 })).sha256);
  });
});

describe("validationFreq", () => {
  it.each([
    [2, [false, true, false, true, false]],
    [3, [false, false, true, false, false]],
    [
      [1, 5],
      [true, false, false, false, true],
    ],
    [9, [false, false, false, false, false]],
  ] as const)("%j validates in these epochs", async (validationFreq, validated) => {
    const { history } = await fitted({ epochs: 5, validationFreq, validationData: garments(20) });
    const { valLoss } = history.history;
    expect(history.epoch.map((epoch) => Number.isFinite(valLoss?.[epoch]))).toEqual(validated);
    expect("valLoss" in history.history && valLoss !== undefined).toBe(validated.includes(true as never));
  });
});

it("validationBatchSize changes nothing but the batches", async () => {
  const small = await fitted({ validationData: garments(50), validationBatchSize: 3 });
  const large = await fitted({ validationData: garments(50), validationBatchSize: 50 });
  expect(small.sha256).toBe(large.sha256);
  expect(small.history.history.valLoss?.[0]).toBeCloseTo(large.history.history.valLoss?.[0] ?? Number.NaN, 5);
  expect(large.history.history.valLoss?.[0]).toBe((await large.model.evaluate(garments(50), { batchSize: 50 })).loss);
});

describe("fastDevRun", () => {
  it.each([
    [true, 1],
    [2, 2],
    [99, 4],
  ] as const)("%j runs %d batches of one epoch", async (fastDevRun, steps) => {
    const { batches, info, history } = await fitted({
      epochs: 9,
      fastDevRun,
      validationSplit: 0.01,
      validationFreq: 5,
    });
    expect(batches).toHaveLength(steps);
    expect(history.epoch).toEqual([0]);
    expect(history.history.valLoss).toHaveLength(1);
    expect(info).toMatchObject({ epochs: 1, steps });
  });

  it("takes as few images to validate with, and false changes nothing", async () => {
    const { info } = await fitted({ fastDevRun: true, validationData: garments(90), validationBatchSize: 10 });
    expect(info).toMatchObject({ trainImages: 32, validationImages: 10 });
    expect((await fitted({ fastDevRun: false })).sha256).toBe((await fitted({})).sha256);
  });

  it("has nothing written to files", async () => {
    const model = await start();
    const callbacks = [csvLogger("never/log.csv"), modelCheckpoint({ path: "never/{epoch}.safetensors" })];
    await model.fit(garments(40), { fastDevRun: true, callbacks });
    expect(existsSync("never")).toBe(false);
  });
});

describe("overfitBatches", () => {
  it("trains on the same first batches every epoch, in their order", async () => {
    const { info, sha256 } = await fitted({ epochs: 3, overfitBatches: 2, validationData: garments(90) });
    expect(info).toMatchObject({ trainImages: 64, validationImages: 64, steps: 2 });
    const byHand = await start();
    await byHand.fit(garments(100).take(64), { epochs: 3, shuffle: false });
    expect(sha256).toBe(await byHand.weightsSha256());
  });

  it.each([
    [0.5, 64],
    [0.1, 32],
    [0.99, 96],
    [50, 100],
  ])("%d trains on %d images", async (overfitBatches, trainImages) => {
    expect((await fitted({ overfitBatches })).info).toMatchObject({ trainImages });
  });
});

it.each([
  ["stepsPerEpoch", 0, "a whole number ≥ 1"],
  ["stepsPerEpoch", 1.5, "a whole number ≥ 1"],
  ["stepsPerEpoch", null, "a whole number ≥ 1"],
  ["batchSize", null, "a whole number ≥ 1"],
  ["validationBatchSize", 0, "a whole number ≥ 1"],
  ["validationFreq", 0, "a whole number ≥ 1"],
  ["validationFreq", [], "an array of epochs' numbers"],
  ["validationFreq", [0], "an array of epochs' numbers"],
  ["validationFreq", "1", "an array of epochs' numbers"],
  ["fastDevRun", 0, "a number of batches ≥ 1"],
  ["fastDevRun", "yes", "true, false"],
  ["overfitBatches", 0, "a share of the data > 0 and < 1"],
  ["overfitBatches", 1.5, "a number of batches ≥ 1"],
  ["overfitBatches", "all", "a number of batches ≥ 1"],
])("%s %j is refused", async (name, value, expected) => {
  const model = await start();
  const call = () => model.fit(garments(40), { [name]: value } as never);
  await expectRefusal(call, "INVALID_ARGUMENT", [`fit: option "${name}" is ${JSON.stringify(value)}`, expected]);
});

it("fastDevRun and overfitBatches exclude each other", async () => {
  const model = await start();
  const call = () => model.fit(garments(40), { fastDevRun: true, overfitBatches: 1 });
  await expectRefusal(call, "INVALID_ARGUMENT", ["overfitBatches", "fastDevRun"]);
});
