/** What callbacks refuse, and what they say of it. */
import * as api from "fashion-wasm";
import { sequential } from "fashion-wasm";
import { expect, it } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";

const path = "m.safetensors";
const {
  csvLogger,
  earlyStopping,
  learningRateScheduler,
  modelCheckpoint,
  reduceLROnPlateau,
  tensorBoard,
  terminateOnNaN,
} = api;
const CALLBACKS = {
  csvLogger,
  earlyStopping,
  learningRateScheduler,
  modelCheckpoint,
  reduceLROnPlateau,
  tensorBoard,
  terminateOnNaN,
};
const watching = ["earlyStopping", "reduceLROnPlateau", "modelCheckpoint"] as const;

it.each([
  ...watching.flatMap((name) => [
    [name, { monitor: "acc" }, ['option "monitor" is "acc"', "it is called accuracy"]],
    [name, { monitor: "val_acc" }, ["it is called valAccuracy"]],
    [name, { monitor: "lr" }, ["it is called learningRate"]],
    [name, { monitor: 7 }, ['option "monitor" is 7', "a name of the logs"]],
    [name, { monitor: "unknown" }, ['monitor is "unknown"', 'mode "min" or "max"']],
    [name, { monitor: "learningRate" }, ['monitor is "learningRate"', 'mode "min" or "max"']],
    [name, { mode: "maximum" }, ['option "mode" is "maximum"', '"auto", "min" or "max"']],
    [name, { verbose: 2 }, ['option "verbose" is 2', "0 or 1"]],
  ]),
  ["earlyStopping", { patience: -1 }, ['option "patience" is -1', "a whole number ≥ 0"]],
  ["earlyStopping", { patience: 1.5 }, ['option "patience" is 1.5']],
  ["earlyStopping", { minDelta: Number.NaN }, ['option "minDelta" is NaN', "a finite number"]],
  ["earlyStopping", { baseline: "0.5" }, ['option "baseline" is "0.5"', "a finite number"]],
  ["earlyStopping", { restoreBestWeights: 1 }, ['option "restoreBestWeights" is 1', "true or false"]],
  ["earlyStopping", { startFromEpoch: -1 }, ['option "startFromEpoch" is -1']],
  ["earlyStopping", { restore_best_weights: true }, ['did you mean "restoreBestWeights"?']],
  ["earlyStopping", "valLoss", ['received "valLoss"', "an object of options"]],
  ["reduceLROnPlateau", { factor: 1 }, ['option "factor" is 1', "> 0 and < 1"]],
  ["reduceLROnPlateau", { factor: 0 }, ['option "factor" is 0']],
  ["reduceLROnPlateau", { cooldown: -1 }, ['option "cooldown" is -1']],
  ["reduceLROnPlateau", { minLR: -1 }, ['option "minLR" is -1', "≥ 0"]],
  ["reduceLROnPlateau", { min_lr: 0 }, ['did you mean "minLR"?']],
  ["reduceLROnPlateau", { patience: null }, ['option "patience" is null']],
  ["modelCheckpoint", { path: "m.keras" }, ['option "path" is "m.keras"', '".safetensors"']],
  ["modelCheckpoint", { path: undefined }, ['option "path" is undefined']],
  ["modelCheckpoint", { path: "{epoch:x}.safetensors" }, ['path has "{epoch:x}"', "{epoch:02d}"]],
  ["modelCheckpoint", { path: "{valLoss:.2e}.safetensors" }, ['path has "{valLoss:.2e}"']],
  ["modelCheckpoint", { saveFreq: "batch" }, ['option "saveFreq" is "batch"', '"epoch" or a number of batches']],
  ["modelCheckpoint", { saveFreq: 5 }, ["saveFreq counts batches", "no valLoss", 'a monitor such as "loss"']],
  ["modelCheckpoint", { saveFreq: 0 }, ['option "saveFreq" is 0', "≥ 1"]],
  ["modelCheckpoint", { last: "yes" }, ['option "last" is "yes"']],
  ["modelCheckpoint", { initialValueThreshold: null }, ['option "initialValueThreshold" is null']],
  ["modelCheckpoint", { save_best_only: true }, ['did you mean "saveBestOnly"?']],
  ["tensorBoard", { logDir: "" }, ['option "logDir" is ""', "the path of a folder"]],
  ["tensorBoard", { updateFreq: 0 }, ['option "updateFreq" is 0', "≥ 1"]],
  ["tensorBoard", { updateFreq: "step" }, ['option "updateFreq" is "step"', '"epoch", "batch"']],
  ["tensorBoard", { log_dir: "a" }, ['did you mean "logDir"?']],
  ["terminateOnNaN", { raiseError: 1 }, ['option "raiseError" is 1', "true or false"]],
  ["learningRateScheduler", 0.1, ['option "schedule" is 0.1', "a function"]],
  ["csvLogger", 7, ['option "path" is 7', "the path of a file"]],
] as [keyof typeof CALLBACKS, unknown, string[]][])("%s of %j", async (name, options, named) => {
  const isObject = typeof options === "object";
  const isSaved = name === "modelCheckpoint" && isObject;
  const given = isSaved ? { path, saveBestOnly: true, ...options } : options;
  const call = () => (CALLBACKS[name] as (options: unknown) => unknown)(given);
  await expectRefusal(call, "INVALID_ARGUMENT", [`${name}: `, ...named]);
});

it.each([
  [{ separator: "" }, ['option "separator" is ""', "one character"]],
  [{ separator: ".." }, ['option "separator" is ".."']],
  [{ separator: '"' }, ['option "separator"']],
  [{ separator: "." }, ['option "separator"']],
  [{ append: 1 }, ['option "append" is 1']],
  [{ sep: ";" }, ["unknown option"]],
] as [object, string[]][])("csvLogger with %j", async (options, named) => {
  await expectRefusal(() => api.csvLogger("log.csv", options), "INVALID_ARGUMENT", ["csvLogger: ", ...named]);
});

it.each(["valLoss", "val_accuracy"])("%s without data to validate with is refused when fit begins", async (monitor) => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, engine: "local" });
  model.compile(compiled);
  const before = await model.weightsSha256();
  for (const callback of [
    api.earlyStopping({ monitor }),
    api.reduceLROnPlateau({ monitor }),
    api.modelCheckpoint({ path, monitor, saveBestOnly: true }),
  ]) {
    const call = () => model.fit(garments(8), { callbacks: [callback] });
    await expectRefusal(call, "INVALID_ARGUMENT", ["nothing to validate with", "validationSplit", 'monitor: "']);
  }
  expect(await model.weightsSha256()).toBe(before);
});
