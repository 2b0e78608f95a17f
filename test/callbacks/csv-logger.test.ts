/** csvLogger: what is in its file; Keras' own cases (csv_logger_test.py). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvLogger, sequential, sgd, terminateOnNaN } from "fashion-wasm";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { drive, losses, stub, valLosses } from "./drive.js";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));
let path = "";
let files = 0;
beforeEach(() => {
  path = join(folder, String(files++), "log.csv");
});
afterEach(() => vi.restoreAllMocks());

const lines = () => readFileSync(path, "utf8").split("\n");

describe("its rows", () => {
  it("are the epochs, with Keras' names in order", async () => {
    const epochs = [
      { loss: 0.5, accuracy: 1 / 3, valLoss: 1e-7, valAccuracy: 0 },
      { loss: 0.25, accuracy: 1, valLoss: 2, valAccuracy: 1 },
    ];
    await drive(csvLogger(path), stub(), epochs);
    expect(lines()).toEqual([
      "epoch,accuracy,learning_rate,loss,val_accuracy,val_loss",
      "0,0.3333333333333333,0.1,0.5,0,1e-7",
      "1,1,0.1,0.25,1,2",
      "",
    ]);
  });

  it("have NA where an epoch was not validated, and the columns from the first row on", async () => {
    await drive(csvLogger(path, { separator: "\t" }), stub(), [{}, { valLoss: 2, valAccuracy: 0.5 }]);
    expect(lines()).toEqual([
      "epoch\taccuracy\tlearning_rate\tloss\tval_accuracy\tval_loss",
      "0\t0\t0.1\t1\tNA\tNA",
      "1\t0\t0.1\t1\t0.5\t2",
      "",
    ]);
  });

  it("have no columns of validation where there is none", async () => {
    await drive(csvLogger(path), stub(), losses(2), { validationImages: 0 });
    expect(lines()[0]).toBe("epoch,accuracy,learning_rate,loss");
  });

  it("hold numbers that are none, other metrics, and lists in a cell", async () => {
    const logs = {
      loss: Number.NaN,
      accuracy: Number.NEGATIVE_INFINITY,
      topKCategoricalAccuracy: 0.5,
      f1Score: [0.5, 1],
    };
    await drive(csvLogger(path, { separator: ";" }), stub(), [logs], { validationImages: 0 });
    expect(lines().slice(0, 2)).toEqual([
      "epoch;accuracy;f1_score;learning_rate;loss;top_k_categorical_accuracy",
      '0;-inf;"[0.5, 1]";0.1;nan;0.5',
    ]);
  });
});

it("has metrics by names of their own", async () => {
  const logs = { my_metric: 0.5, valMy_metric: 0.25, valLoss: 1, valAccuracy: 1 };
  await drive(csvLogger(path), stub(), [logs]);
  await drive(csvLogger(path, { append: true }), stub(), [logs]);
  expect(lines()[0]).toBe("epoch,accuracy,learning_rate,loss,my_metric,val_accuracy,val_loss,val_my_metric");
  expect(lines().slice(1)).toEqual(["0,0,0.1,1,0.5,1,1,0.25", "0,0,0.1,1,0.5,1,1,0.25", ""]);
});

describe("a file that is there", () => {
  it("begins anew, with append it goes on under its header, also of one callback for several fits", async () => {
    const none = { validationImages: 0 };
    await drive(csvLogger(path), stub(), losses(1, 2, 3), none);
    await drive(csvLogger(path), stub(), losses(1), none);
    expect(lines()).toHaveLength(3);
    const adding = csvLogger(path, { append: true });
    await drive(adding, stub(), losses(4, 5), none);
    await drive(adding, stub(), losses(6), none);
    expect(lines().map((line) => line.split(",")[3])).toEqual(["loss", "1", "4", "5", "6", undefined]);
  });

  it("keeps the columns it has: what it lacks is said once and left out", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await drive(csvLogger(path), stub(), losses(1), { validationImages: 0 });
    await drive(csvLogger(path, { append: true }), stub(), valLosses(1, 2));
    expect(lines()).toEqual(["epoch,accuracy,learning_rate,loss", "0,0,0.1,1", "0,0,0.1,1", "1,0,0.1,1", ""]);
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(/csvLogger: .*log\.csv has no column for val_loss → /),
    ]);
  });

  it("of Keras, with the ends of lines that it writes", async () => {
    await drive(csvLogger(path), stub(), []); // makes the folder
    writeFileSync(path, "epoch,accuracy,loss\r\n0,0.5,1.25\r\n");
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await drive(csvLogger(path, { append: true }), stub(), [{ loss: 2, accuracy: 0.25 }]);
    expect(lines().at(-2)).toBe("0,0.25,2");
  });
});

it("has the epoch of a training that a NaN ended", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, engine: "local" });
  model.compile({ optimizer: sgd({ learningRate: 1e38 }), loss: "sparseCategoricalCrossentropy" });
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const callbacks = [terminateOnNaN(), csvLogger(path)];
  await model.fit(garments(320), { epochs: 20, validationSplit: 0.1, callbacks });
  expect(lines()).toHaveLength(3);
  expect(lines()[1]?.split(",")).toContain("nan");
});

it("has what the history has", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, engine: "local" });
  model.compile(compiled);
  const { history } = await model.fit(garments(40), { epochs: 2, validationSplit: 0.5, callbacks: [csvLogger(path)] });
  const rows = lines()
    .slice(1, 3)
    .map((line) => line.split(",").map(Number));
  const { accuracy, learningRate, loss, valAccuracy, valLoss } = history;
  const columns = [[0, 1], accuracy, learningRate, loss, valAccuracy, valLoss];
  expect(rows).toEqual([0, 1].map((epoch) => columns.map((column) => column?.[epoch])));
});

it("ends fit with IO where it cannot be written", async () => {
  const call = drive(csvLogger("/proc/never/log.csv"), stub(), losses(1));
  await expect(call).rejects.toMatchObject({ code: "IO", message: expect.stringContaining("/proc/never") });
});
