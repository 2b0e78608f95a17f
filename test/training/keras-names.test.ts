/** Keras' names where this package has others, and assignments that would do nothing: each is an error with advice. */
import { inspect } from "node:util";
import { loadModel, type Model, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { guardLogs } from "../../ts/training/keras-names.js";
import { compiled, garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";

// biome-ignore lint/suspicious/noExplicitAny: these members are what the types would refuse
type Untyped = any;

const data = garments(20);
const options = { epochs: 1, validationSplit: 0.5 };
let model: Model;
let untyped: Untyped;
beforeAll(async () => {
  model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1, engine: "local", name: "bars" });
  model.compile(compiled);
  untyped = model;
});
afterAll(() => model.dispose());

describe("logs", () => {
  const seen: Record<string, Untyped> = {};
  beforeAll(async () => {
    const keep = (name: string) => (_: unknown, logs: object) => {
      seen[name] = logs;
    };
    await model.fit(data, {
      ...options,
      callbacks: [
        {
          onEpochEnd: keep("onEpochEnd"),
          onBatchEnd: keep("onBatchEnd"),
          onProgress: keep("onProgress"),
          onTrainEnd: (logs) => keep("onTrainEnd")(0, logs),
        },
      ],
    });
    seen.evaluate = await model.evaluate(data);
    seen.testOnBatch = await model.testOnBatch(data, data.labels);
    seen["history.history"] = model.history.history;
  });

  const places = ["onEpochEnd", "onBatchEnd", "onProgress", "onTrainEnd", "evaluate", "testOnBatch", "history.history"];
  it.each(places)("of %s answer to Keras' names", (place) => {
    const logs = seen[place];
    expect(logs.val_loss).toEqual(logs.valLoss);
    expect(logs.val_accuracy).toEqual(logs.valAccuracy);
    expect(logs.learning_rate).toEqual(logs.learningRate);
    expect("val_loss" in logs).toBe(true);
  });

  it("have the values of the epoch by them", () => {
    const { valLoss, valAccuracy } = seen.onEpochEnd;
    expect([valLoss, valAccuracy].every(Number.isFinite)).toBe(true);
    const { val_loss, val_accuracy, learning_rate } = seen.onEpochEnd;
    expect([val_loss, val_accuracy, learning_rate]).toEqual([valLoss, valAccuracy, 0.001]);
    expect(seen["history.history"].val_loss).toEqual([valLoss]);
    expect(seen.evaluate.val_loss).toBeUndefined();
  });

  it.each(places)("of %s say what a name is called that they have not", async (place) => {
    const logs = seen[place];
    await expectRefusal(() => logs.acc, "INVALID_ARGUMENT", ["logs.acc", "called accuracy"]);
    await expectRefusal(() => logs.val_acc, "INVALID_ARGUMENT", ["called valAccuracy"]);
    await expectRefusal(() => logs.lr, "INVALID_ARGUMENT", ["called learningRate"]);
  });

  it("of other metrics answer to Keras' spelling, too", () => {
    const logs: Untyped = guardLogs({ loss: 1, topKCategoricalAccuracy: 0.5, valF1Score: [0.25, 1] });
    expect([logs.top_k_categorical_accuracy, logs.val_f1_score]).toEqual([0.5, [0.25, 1]]);
    expect(Object.keys(logs)).toEqual(["loss", "topKCategoricalAccuracy", "valF1Score"]);
  });

  it("are plain data to whatever copies, compares or writes them", () => {
    for (const logs of Object.values(seen)) {
      const copy = structuredClone(logs);
      expect(copy).toEqual(logs);
      expect(logs).toStrictEqual({ ...logs });
      expect(JSON.parse(JSON.stringify(logs))).toEqual({ ...logs });
      expect(Object.keys(logs).filter((name) => !/^((val)?(loss|accuracy)|learningRate)$/i.test(name))).toEqual([]);
      expect(Reflect.ownKeys(logs)).toEqual(Object.keys(logs));
      expect(logs.constructor).toBe(Object);
      expect("val_loss" in { ...logs }).toBe(false);
      // What freezes or goes over all that it finds.
      expect(() => Object.freeze(logs)).not.toThrow();
      expect(inspect(logs, { showHidden: true })).not.toContain("val_loss");
      // A failing comparison says what differs.
      expect(() => expect(logs).toEqual({ loss: -1 })).toThrow(/loss/);
    }
    expect(Object.keys(seen.onEpochEnd)).toEqual(["loss", "accuracy", "valLoss", "valAccuracy", "learningRate"]);
    expect(Object.keys(seen.onBatchEnd)).toEqual(["loss", "accuracy"]);
  });

  it("take a value of one's own, as Keras' callbacks write them", async () => {
    const written: Untyped[] = [];
    const onEpochEnd = (_: number, logs: Untyped) => {
      logs.lr = 0.5;
      written.push({ ...logs });
    };
    await model.fit(data, { callbacks: [{ onEpochEnd }] });
    expect(written).toEqual([expect.objectContaining({ lr: 0.5 })]);
  });

  it("are in a history's history", async () => {
    const history: Untyped = await model.fit(data);
    for (const name of ["loss", "accuracy", "valLoss", "val_loss", "val_accuracy", "acc"]) {
      await expectRefusal(() => history[name], "INVALID_ARGUMENT", [`history.${name}`, "history.history"]);
    }
    expect(JSON.parse(JSON.stringify(history))).toEqual(structuredClone(history));
    expect(Object.keys({ ...history })).toEqual(["epoch", "history"]);
  });
});

describe("layers", () => {
  it("cannot be changed, but for trainable", () => {
    const before = structuredClone(model.layers);
    const [, , dense] = untyped.layers;
    for (const change of [
      () => untyped.layers.push(dense),
      () => untyped.layers.pop(),
      () => Object.assign(dense, { name: "other" }),
      () => Object.assign(dense, { units: 5 }),
      () => dense.outputShape.push(1),
    ]) {
      expect(change).toThrow(TypeError);
    }
    expect(model.layers).toEqual(before);
    expect(Object.keys(dense)).not.toContain("trainable");
    expect(JSON.parse(JSON.stringify(model.layers))).toEqual(before);
  });
});

describe("a model", () => {
  it.each([
    ["stop_training", true, ["model.stopTraining()"]],
    ["stopTraining", true, ["model.stopTraining: received true", "a method", "model.stopTraining()"]],
    ["learningRate", 0.1, ["setLearningRate(value)"]],
    ["learning_rate", 0.1, ["setLearningRate(value)"]],
    ["lr", 0.1, ["setLearningRate(value)"]],
    ["optimizer", "sgd", ["model.compile("]],
    ["loss", "mse", ["model.compile("]],
    ["metrics", [], ["model.compile("]],
    ["weights", [], ["getWeights()", "setWeights()"]],
    ["classNames", ["a"], ["Dataset"]],
    ["class_names", ["a"], ["classNames"]],
    ["layers", [], ["model.layers"]],
    ["history", {}, ["model.history"]],
  ])("refuses %s = %j", async (name, value, named) => {
    const set = () => {
      untyped[name] = value;
    };
    await expectRefusal(set, "INVALID_ARGUMENT", [`model.${name}`, ...named]);
  });

  it("refuses them where code is not strict, too", async () => {
    const sloppily = new Function("model", "model.stop_training = true");
    await expectRefusal(() => sloppily(model), "INVALID_ARGUMENT", ["stopTraining()"]);
  });

  it.each(["optimizer", "learningRate", "lr", "stop_training", "weights", "loss"])(
    "refuses to read %s",
    async (name) => {
      await expectRefusal(() => untyped[name], "INVALID_ARGUMENT", [`model.${name}`]);
    },
  );

  it("keeps its fields, and lets its methods be spied on", async () => {
    for (const name of ["name", "seed", "inputShape", "engine"]) {
      expect(() => Object.assign(model, { [name]: 1 }), name).toThrow(TypeError);
    }
    expect(() => Object.assign(data, { classNames: ["a"] })).toThrow(TypeError);
    const spy = vi.spyOn(model, "predict").mockResolvedValue(new Float32Array(1));
    expect(await model.predict(data)).toHaveLength(1);
    spy.mockRestore();
    expect(await model.predict(data)).toHaveLength(200);
    expect(inspect(model)).toContain("name: 'bars'");
  });

  it("has its own members as before", async () => {
    expect({ ...model }).toEqual({ name: "bars", seed: 1 });
    expect(model).toMatchObject({ name: "bars", seed: 1, classNames: data.classNames, trainable: true });
    expect(model.history.epoch.length).toBeGreaterThan(0);
    const batches: number[] = [];
    const onBatchEnd = (batch: number) => {
      batches.push(batch);
      model.stopTraining();
    };
    await model.fit(data, { epochs: 5, batchSize: 4, callbacks: [{ onBatchEnd }] });
    expect(batches).toEqual([0]);
  });

  it("that was loaded refuses the same, and one that only predicts takes nothing", async () => {
    const file = await model.serialize();
    const loaded: Untyped = await loadModel(file, { engine: "local" });
    const set = () => {
      loaded.stop_training = true;
    };
    await expectRefusal(set, "INVALID_ARGUMENT", ["stopTraining()"]);
    await loaded.dispose();
    const predictor = await inference.loadModel(file, { engine: "local" });
    for (const name of ["name", "classNames", "inputShape", "outputShape"]) {
      expect(() => Object.assign(predictor, { [name]: 1 }), name).toThrow(TypeError);
    }
    vi.spyOn(predictor, "predictOne").mockResolvedValueOnce(new Float32Array(1));
    expect(await predictor.predictOne(data.image(0))).toHaveLength(1);
    expect(await predictor.predictClasses(data.images)).toEqual(await model.predictClasses(data));
    await predictor.dispose();
    await expectRefusal(() => predictor.predict(data.images), "DISPOSED", ["disposed"]);
  });
});

describe("a callback", () => {
  it.each([
    ["on_epoch_end", "onEpochEnd"],
    ["on_epoch_begin", "onEpochBegin"],
    ["on_train_begin", "onTrainBegin"],
    ["on_train_batch_end", "onBatchEnd"],
    ["on_batch_begin", "onBatchBegin"],
    ["set_model", "setModel"],
    ["onTrainBatchEnd", "onBatchEnd"],
    ["OnEpochEnd", "onEpochEnd"],
    ["onepochend", "onEpochEnd"],
  ])("with %s is told of %s", async (name, meant) => {
    const callbacks = [{ [name]: () => undefined }] as object[];
    await expectRefusal(() => model.fit(data, { callbacks }), "INVALID_ARGUMENT", [
      `"${name}"`,
      `did you mean "${meant}"?`,
    ]);
  });

  it.each(["on_test_end", "on_predict_begin", "onYield"])("with %s is told which hooks there are", async (name) => {
    const callbacks = [{ [name]: () => undefined }] as object[];
    await expectRefusal(() => model.fit(data, { callbacks }), "INVALID_ARGUMENT", [`"${name}"`, '"onEpochEnd"']);
  });

  it("may have members of its own", async () => {
    const callbacks = [{ once: 1, on: () => undefined, only_once: true, onEpochEnd: () => undefined }];
    await expect(model.fit(data, { callbacks })).resolves.toBeDefined();
  });
});

it.each(["validation_split", "batch_size", "validation_data", "initial_epoch"])(
  "fit's %s is near a name",
  async (name) => {
    const meant = name.replace(/_./, (two) => two.slice(1).toUpperCase());
    const call = () => model.fit(data, { [name]: 1 } as object);
    await expectRefusal(call, "INVALID_ARGUMENT", [`"${name}"`, `did you mean "${meant}"?`]);
  },
);

it("fit(x) is told of { images, labels }, and fit(x, y, batch_size) of an object of options", async () => {
  for (const more of [[], [{ epochs: 1 }]]) {
    const call = () => untyped.fit(data.images, ...more);
    await expectRefusal(call, "INVALID_ARGUMENT", ["fit", "{ images, labels }, or images and labels"]);
  }
  const call = () => untyped.fit(data.images, data.labels, 32);
  await expectRefusal(call, "INVALID_ARGUMENT", ["fit: received 32", "an object of options"]);
});
