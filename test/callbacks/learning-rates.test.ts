/** reduceLROnPlateau and learningRateScheduler: Keras' own cases, and that a schedule of the optimizer is refused at once. */
import {
  learningRateScheduler,
  type Model,
  type ReduceLROnPlateauOptions,
  reduceLROnPlateau,
  sequential,
  sgd,
} from "fashion-wasm";
import { describe, expect, it, vi } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";
import { drive, losses, stub } from "./drive.js";

const loss = { monitor: "loss", patience: 1 } as const;

describe("reduceLROnPlateau", () => {
  const cases: [string, ReduceLROnPlateauOptions, readonly number[], number][] = [
    ["by its factor after patience epochs", { minDelta: 100 }, [1, 1], 0.01],
    ["again after as many", { minDelta: 100 }, [1, 1, 1], 0.001],
    ["not below minLR", { minDelta: 10, minLR: 0.005 }, [1, 1, 1, 1], 0.005],
    ["not during a cooldown", { minDelta: 100, cooldown: 2 }, [1, 1, 1, 1], 0.001],
    ["not while it improves", {}, [4, 3, 2, 1], 0.1],
    ["not for changes within minDelta", { factor: 0.5 }, [1, 0.99995], 0.05],
    ["but for larger ones", { factor: 0.5 }, [1, 0.9998], 0.1],
    ["in mode max", { mode: "max" }, [1, 2, 2], 0.01],
    ["with patience 0 as with 1", { patience: 0 }, [1, 1], 0.01],
    ["after two epochs with patience 2", { patience: 2 }, [1, 1, 1], 0.01],
    ["not before", { patience: 2 }, [1, 1], 0.1],
    ["an improvement begins the wait anew", { patience: 2 }, [1, 1, 0.5, 0.5], 0.1],
  ];
  it.each(cases)("reduces %s", async (_, options, values, rate) => {
    const state = stub();
    await drive(reduceLROnPlateau({ ...loss, ...options }), state, losses(...values));
    expect(state.rate).toBeCloseTo(rate, 12);
  });

  it("takes up nothing of the fit before", async () => {
    const callback = reduceLROnPlateau({ ...loss, patience: 2 });
    const state = stub();
    for (let fit = 0; fit < 3; fit++) await drive(callback, state, losses(1, 1));
    expect(state.rate).toBe(0.1);
  });

  it("has Keras' defaults", async () => {
    const state = stub();
    await drive(reduceLROnPlateau(), state, Array(11).fill({ valLoss: 1 }));
    expect(state.rate).toBeCloseTo(0.01, 12);
  });

  it("says what it does", async () => {
    const said: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
    await drive(reduceLROnPlateau({ ...loss, factor: 0.5, verbose: 1 }), stub(), losses(1, 1));
    write.mockRestore();
    expect(said).toEqual(["Epoch 2: ReduceLROnPlateau reducing learning rate to 0.05.\n"]);
  });
});

describe("learningRateScheduler", () => {
  it("sets each epoch's rate from the one before, a promise of it, too", async () => {
    const state = stub();
    const asked: [number, number][] = [];
    const schedule = async (epoch: number, rate: number) => {
      asked.push([epoch, rate]);
      return rate / 2;
    };
    await drive(learningRateScheduler(schedule), state, losses(1, 1, 1));
    expect(asked).toEqual([
      [0, 0.1],
      [1, 0.05],
      [2, 0.025],
    ]);
    expect(state.rate).toBe(0.0125);
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, -1, "0.1", null])("refuses %s", async (returned) => {
    const callback = learningRateScheduler(() => returned as number);
    const call = () => drive(callback, stub(), losses(1));
    await expectRefusal(call, "INVALID_ARGUMENT", ["learningRateScheduler", "epoch 0", "a finite number ≥ 0"]);
  });
});

describe.each([
  ["reduceLROnPlateau", () => reduceLROnPlateau(loss)],
  ["learningRateScheduler", () => learningRateScheduler(() => 0.1)],
] as const)("%s", (name, make) => {
  it("refuses a schedule of the optimizer before the first epoch", async () => {
    const state = stub();
    state.schedule = true;
    await expectRefusal(() => drive(make(), state, losses(1)), "INVALID_ARGUMENT", [
      `${name}: the optimizer's learningRate is a schedule`,
      "give the optimizer a number",
    ]);
    expect(state.weights).toBe(-1);
  });
});

it("with a real model the history has the rates, and the steps feel them", async () => {
  const start = async (): Promise<Model> => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1, engine: "local" });
    model.compile({ ...compiled, optimizer: sgd({ learningRate: 0.5 }) });
    return model;
  };
  const [scheduled, byHand, reduced] = [await start(), await start(), await start()];
  const callbacks = [learningRateScheduler((epoch, rate) => (epoch < 1 ? rate : rate / 4))];
  const { history } = await scheduled.fit(garments(64), { epochs: 3, callbacks });
  expect(history.learningRate).toEqual([0.5, 0.125, 0.03125]);
  for (const [epoch, rate] of [0.5, 0.125, 0.03125].entries()) {
    await byHand.setLearningRate(rate);
    await byHand.fit(garments(64), { initialEpoch: epoch, epochs: epoch + 1 });
  }
  expect(await scheduled.weightsSha256()).toBe(await byHand.weightsSha256());
  const plateau = [reduceLROnPlateau({ monitor: "val_loss", patience: 1, minDelta: 100, factor: 0.5 })];
  const given = { epochs: 3, validationData: garments(8), callbacks: plateau };
  expect((await reduced.fit(garments(64), given)).history.learningRate).toEqual([0.5, 0.5, 0.25]);
  expect(await reduced.getLearningRate()).toBe(0.125);
  await Promise.all([scheduled, byHand, reduced].map((model) => model.dispose()));
});
