/** modelCheckpoint: which files it writes, when, and that they are the model. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadModel, type ModelCheckpointOptions, modelCheckpoint, sequential } from "fashion-wasm";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";
import { drive, losses, stub, valLosses } from "./drive.js";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Paths are shown below `folder`. */
async function saved(
  options: Omit<ModelCheckpointOptions, "path"> & { path?: string },
  epochs: Parameters<typeof drive>[2],
) {
  const state = stub();
  const { path = "{epoch}.safetensors", ...rest } = options;
  await drive(modelCheckpoint({ path: join(folder, path), ...rest }), state, epochs);
  return state.saved.map((name) => name.slice(folder.length + 1));
}

const best = { saveBestOnly: true } as const;

describe("which files it saves", () => {
  const cases: [string, Parameters<typeof saved>[0], Parameters<typeof drive>[2], string[]][] = [
    ["one an epoch", {}, losses(1, 2), ["1.safetensors", "2.safetensors"]],
    ["one again and again", { path: "m.safetensors" }, losses(1, 2), ["m.safetensors", "m.safetensors"]],
    ["only better ones", best, valLosses(3, 4, 2, 2, 1), ["1.safetensors", "3.safetensors", "5.safetensors"]],
    ["larger ones in mode max", { ...best, mode: "max" }, valLosses(3, 4, 2), ["1.safetensors", "2.safetensors"]],
    [
      "larger accuracies",
      { ...best, monitor: "val_accuracy" },
      [{ valAccuracy: 0.5 }, { valAccuracy: 0.6 }, { valAccuracy: 0.1 }],
      ["1.safetensors", "2.safetensors"],
    ],
    [
      "only what is better than the threshold",
      { ...best, initialValueThreshold: 2.5 },
      valLosses(3, 2, 1),
      ["2.safetensors", "3.safetensors"],
    ],
    [
      "none after an epoch that was not validated, but as the last",
      { ...best, last: true, path: "{epoch}-{valLoss:.0f}.safetensors" },
      [{ loss: 9 }, { loss: 8, valLoss: 3 }, { loss: 7 }],
      ["last.safetensors", "2-3.safetensors", "last.safetensors", "last.safetensors"],
    ],
    ["none that is NaN after a number", best, valLosses(1, Number.NaN, 0.5), ["1.safetensors", "3.safetensors"]],
    [
      "with names of numbers",
      { path: "{epoch:02d}-{valLoss:.2f}-{val_loss:.0f}-{accuracy}.safetensors" },
      valLosses(0.126),
      ["01-0.13-0-0.safetensors"],
    ],
    ["with width and spaces", { path: "{epoch:3d}{loss:06.1f}.safetensors" }, losses(2.25), ["  10002.3.safetensors"]],
    [
      "with a name of a metric's own",
      { path: "{my_metric:.1f}-{val_my_metric:.1f}.safetensors" },
      [{ my_metric: 0.25, valMy_metric: 0.5 }],
      ["0.3-0.5.safetensors"],
    ],
    ["in folders", { path: "a/{epoch}/m.safetensors" }, losses(1), ["a/1/m.safetensors"]],
    [
      "the last, too",
      { ...best, path: "r/b.safetensors", last: true },
      valLosses(1, 2),
      ["r/b.safetensors", "r/last.safetensors", "r/last.safetensors"],
    ],
  ];
  it.each(cases)("%s", async (_, options, epochs, names) => {
    expect(await saved(options, epochs)).toEqual(names);
  });

  it("remembers the best over calls of fit", async () => {
    const state = stub();
    const callback = modelCheckpoint({ path: join(folder, "{epoch}.safetensors"), ...best });
    await drive(callback, state, valLosses(1));
    await drive(callback, state, valLosses(2, 0.5));
    expect(state.saved.map((name) => name.slice(folder.length + 1))).toEqual(["1.safetensors", "2.safetensors"]);
  });

  it("saves what cannot be compared, and says so", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await saved({ ...best, monitor: "f1Score" }, losses(1, 2))).toEqual(["1.safetensors", "2.safetensors"]);
    expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('modelCheckpoint: monitor is "f1Score"')]);
  });

  it("refuses a place that there is no number of", async () => {
    await expectRefusal(() => saved({ path: "{mape:.2f}.safetensors" }, losses(1)), "INVALID_ARGUMENT", [
      'path has "{mape:.2f}"',
      '"epoch", "loss"',
    ]);
  });

  it("says what it does with verbose", async () => {
    const said: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
    await saved({ ...best, path: "m.safetensors", verbose: 1 }, valLosses(1, 2, 0.5));
    await saved({ path: "m.safetensors", verbose: 1 }, losses(1));
    vi.restoreAllMocks();
    const path = join(folder, "m.safetensors");
    expect(said.join("").trim().split("\n")).toEqual([
      `Epoch 1: valLoss improved from None to 1.00000, saving model to ${path}`,
      "Epoch 2: valLoss did not improve from 1.00000",
      `Epoch 3: valLoss improved from 1.00000 to 0.50000, saving model to ${path}`,
      `Epoch 1: saving model to ${path}`,
    ]);
  });
});

describe("of a real model", () => {
  it("saves the whole of it: training goes on from the file as without it", async () => {
    const start = async () => {
      const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 5, threads: 1, engine: "local" });
      model.compile(compiled);
      return model;
    };
    const [whole, first] = [await start(), await start()];
    await whole.fit(garments(64), { epochs: 2 });
    const path = join(folder, "real", "{epoch}.safetensors");
    await first.fit(garments(64), { epochs: 1, callbacks: [modelCheckpoint({ path })] });
    const loaded = await loadModel(join(folder, "real", "1.safetensors"), { threads: 1, engine: "local" });
    await loaded.fit(garments(64), { initialEpoch: 1, epochs: 2 });
    expect(await loaded.weightsSha256()).toBe(await whole.weightsSha256());
    expect(loaded.history).toEqual(whole.history);
    for (const model of [whole, first, loaded]) await model.dispose();
  });

  it("saves after every so many batches, over the ends of epochs", async () => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 5, threads: 1, engine: "local" });
    model.compile(compiled);
    const path = join(folder, "batches", "{epoch}-{batch}.safetensors");
    // 4 batches an epoch, 8 in all.
    await model.fit(garments(16), { epochs: 2, batchSize: 4, callbacks: [modelCheckpoint({ path, saveFreq: 3 })] });
    expect(readdirSync(join(folder, "batches")).sort()).toEqual(["1-3.safetensors", "2-2.safetensors"]);
    await model.dispose();
  });

  it("ends fit with IO where it cannot be written", async () => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, engine: "local" });
    model.compile(compiled);
    const callbacks = [modelCheckpoint({ path: "/proc/never/m.safetensors" })];
    await expect(model.fit(garments(8), { callbacks })).rejects.toMatchObject({ code: "IO" });
    expect(existsSync("/proc/never")).toBe(false);
    await model.dispose();
  });
});
