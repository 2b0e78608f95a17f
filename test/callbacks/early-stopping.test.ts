/** earlyStopping: Keras' own cases (early_stopping_test.py), then what it restores of a real model. */
import { type EarlyStoppingOptions, earlyStopping, sequential } from "fashion-wasm";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { drive, losses, stub, valLosses } from "./drive.js";

const LOSSES = losses(10, 9, 8, 9, 8.9, 8.8, 8.7, 8.6, 8.5);
const loss = { monitor: "loss" } as const;

describe("when it stops", () => {
  it.each([0, 1, 2, 3])("after a patience of %d epochs without an improvement", async (patience) => {
    const stopper = earlyStopping({ ...loss, patience });
    await drive(stopper, stub(), LOSSES);
    expect(stopper.stoppedEpoch).toBe(Math.max(patience, 1) + 2);
    expect([stopper.best, stopper.bestEpoch]).toEqual([8, 2]);
  });

  const cases: [string, EarlyStoppingOptions, Parameters<typeof drive>[2], number][] = [
    ["never before the second epoch", { ...loss }, losses(Number.NaN, 1, 1), 2],
    [
      "after a NaN at first, which nothing is better than",
      { ...loss, patience: 2 },
      losses(Number.NaN, 1, 0.5, 0.1),
      3,
    ],
    ["not for a change as small as minDelta", { ...loss, minDelta: 0.5, patience: 1 }, losses(4, 3.5, 3.4), 2],
    ["minDelta is taken without its sign", { ...loss, minDelta: -0.5, patience: 1 }, losses(4, 3.5, 3.4), 2],
    ["of changes larger than minDelta never", { ...loss, minDelta: 0.5, patience: 1 }, losses(4, 3.4, 2.8), 3],
    ["a change that a 32-bit float does not hold is none", { ...loss, patience: 1 }, losses(1, 1 - 1e-9), 2],
    ["with the largest value in mode max", { ...loss, mode: "max" }, losses(1, 2, 3, 2), 4],
    [
      "by the name of a metric, auto",
      { monitor: "valAccuracy" },
      [{ valAccuracy: 0.5 }, { valAccuracy: 0.6 }, { valAccuracy: 0.6 }],
      3,
    ],
    ["Keras' spelling of a name", { monitor: "val_loss" }, valLosses(1, 2), 2],
    ["a name of a metric's own", { monitor: "my_metric", mode: "min" }, [{ my_metric: 1 }, { my_metric: 2 }, {}], 2],
    ["nothing before startFromEpoch", { ...loss, startFromEpoch: 2 }, losses(1, 2, 3, 4), 4],
    ["a baseline that is never beaten", { ...loss, patience: 3, baseline: 0.5 }, losses(0.9, 0.8, 0.7, 0.6, 0.55), 5],
    [
      "a baseline: an improvement that does not beat it does not stop",
      { ...loss, patience: 2, baseline: 0.5 },
      losses(0.9, 0.8, 0.7, 0.71),
      4,
    ],
    [
      "a baseline that is beaten begins the wait anew",
      { ...loss, patience: 2, baseline: 1 },
      losses(0.9, 2, 0.8, 2, 2),
      5,
    ],
  ];
  it.each(cases)("%s", async (_, options, epochs, done) => {
    expect(await drive(earlyStopping(options), stub(), epochs)).toBe(done);
  });

  it("anew for each fit", async () => {
    const stopper = earlyStopping({ ...loss, patience: 3 });
    for (let fit = 0; fit < 2; fit++) {
      expect(await drive(stopper, stub(), losses(1, 2, 3, 4, 5, 6))).toBe(4);
      expect([stopper.stoppedEpoch, stopper.bestEpoch, stopper.best]).toEqual([3, 0, 1]);
    }
    await drive(stopper, stub(), losses(0.5, 0.4));
    expect([stopper.stoppedEpoch, stopper.bestEpoch, stopper.best]).toEqual([0, 1, 0.4]);
  });
});

describe("restoreBestWeights", () => {
  const options = { monitor: "valLoss", restoreBestWeights: true } as const;
  it.each([
    ["when patience runs out", { patience: 2 }, [0.2, 0.15, 0.1, 0.11, 0.12], 5, 2],
    ["when training ends by its epochs", { patience: 9 }, [0.2, 0.1, 0.3], 3, 1],
    ["of those that never beat the baseline", { patience: 5, baseline: 0.5 }, [0.9, 0.8, 0.7, 0.71, 0.72, 0.73], 5, 2],
    ["the last, where that is the best", { patience: 2 }, [0.3, 0.2, 0.1], 3, 2],
    ["none before startFromEpoch", { patience: 9, startFromEpoch: 1 }, [0.1, 0.3, 0.2, 0.4], 4, 2],
  ])("%s", async (_, more, values, done, best) => {
    const state = stub();
    const stopper = earlyStopping({ ...options, ...more });
    expect(await drive(stopper, state, valLosses(...values))).toBe(done);
    expect(state.weights).toBe(best);
  });

  it("leaves the last weights without it", async () => {
    const state = stub();
    await drive(earlyStopping({ patience: 2 }), state, valLosses(0.2, 0.15, 0.1, 0.11, 0.12));
    expect(state.weights).toBe(4);
  });

  it.each([2, 100])("of a real model, bit for bit, with a patience of %d", async (patience) => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 3, threads: 1, engine: "local" });
    model.compile(compiled);
    const hashes: string[] = [];
    const keep = { onEpochEnd: async () => void hashes.push(await model.weightsSha256()) };
    const stopper = earlyStopping({ ...loss, mode: "max", patience, restoreBestWeights: true });
    const { history } = await model.fit(garments(64), { epochs: 4, callbacks: [keep, stopper] });
    const best = history.loss.indexOf(Math.max(...history.loss));
    expect(best).toBeLessThan(history.loss.length - 1);
    expect(await model.weightsSha256()).toBe(hashes[best]);
    expect(hashes.at(-1)).not.toBe(hashes[best]);
    await model.dispose();
  });
});

it("verbose says what Keras says", async () => {
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  await drive(earlyStopping({ ...loss, restoreBestWeights: true, verbose: 1 }), stub(), losses(1, 2));
  write.mockRestore();
  expect(said).toEqual(["Epoch 2: early stopping\n", "Restoring model weights from the end of the best epoch: 1.\n"]);
});

describe("a value that is not there", () => {
  let warn: MockInstance<typeof console.warn>;
  beforeEach(() => {
    warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  });
  afterEach(() => warn.mockRestore());

  it("is said once, and training goes on", async () => {
    const stopper = earlyStopping({ monitor: "f1Score" });
    expect(await drive(stopper, stub(), losses(1, 2, 3))).toBe(3);
    expect(warn.mock.calls.flat()).toEqual([
      'fashion-wasm: earlyStopping: monitor is "f1Score", which is not there → the logs have loss, accuracy, learningRate',
    ]);
  });

  it("of an epoch that was not validated is nothing to say", async () => {
    const epochs = [{ valLoss: 1 }, {}, { valLoss: 2 }, {}];
    expect(await drive(earlyStopping(), stub(), epochs)).toBe(3);
    expect(warn).not.toHaveBeenCalled();
  });

  it("that is a list is said, too", async () => {
    await drive(earlyStopping({ monitor: "valF1Score" }), stub(), [{ valF1Score: [1, 2] }]);
    expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('"valF1Score", which is a list')]);
  });
});
