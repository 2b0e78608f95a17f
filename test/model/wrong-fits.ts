/**
 * Wrong uses of a model that trains, for wrong-inputs.test.ts: compile, fit, evaluate, single batches, averages.
 */

import type { ErrorCode } from "fashion-wasm";
import * as api from "fashion-wasm";
import { garments } from "./garments.js";

// biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
type Untyped = any;

/** What is done to the model, the code, parts of the message. */
export type WrongFit = [use: string, call: (model: Untyped) => unknown, code: ErrorCode, named: string[]];

const INVALID = "INVALID_ARGUMENT";
const data = garments(20);
const { images, labels } = data;
const loss = "sparseCategoricalCrossentropy";
const rows = Array.from(labels, (label) => Array.from({ length: 10 }, (_, i) => Number(i === label)));
const all = (value: unknown) => Array.from(labels, () => value);
const ownLoss = (outputs: Float32Array) => ({ loss: 1, gradient: outputs });

const fitWith = (use: string, options: object, named: string[], code: ErrorCode = INVALID): WrongFit => [
  `fit with ${use}`,
  (model) => model.fit(data, options),
  code,
  named,
];
const compile = (use: string, options: object, named: string[]): WrongFit => [
  `compile with ${use}`,
  (model) => model.compile({ optimizer: "adam", loss, ...options }),
  INVALID,
  named,
];
/** Compiles anew first. */
const after = (options: object, use: string, call: WrongFit[1], code: ErrorCode, named: string[]): WrongFit => [
  use,
  (model) => {
    model.compile({ optimizer: "adam", ...options });
    return call(model);
  },
  code,
  named,
];

export const FITTING: WrongFit[] = [
  fitWith("epochs of 0", { epochs: 0 }, ['"epochs" is 0', "≥ 1"]),
  fitWith("batch_size", { batch_size: 8 }, ['"batch_size"', 'mean "batchSize"']),
  fitWith("a validationSplit of 1", { validationSplit: 1 }, ['"validationSplit" is 1', "< 1"]),
  fitWith("two kinds of validation", { validationSplit: 0.5, validationData: data }, [
    "validationSplit 0.5",
    "give one of them",
  ]),
  fitWith("validationData without labels", { validationData: [images] }, [
    "validationData",
    "an array of 1",
    "[images, labels]",
  ]),
  fitWith(
    "validationData of rows",
    { validationData: { images, labels: rows } },
    ["rows", "categoricalCrossentropy"],
    "DATA_MISMATCH",
  ),
  fitWith("verbose true", { verbose: true }, ['"verbose" is true', '"auto", 0']),
  fitWith("stepsPerEpoch 0", { stepsPerEpoch: 0 }, ['"stepsPerEpoch" is 0', "≥ 1"]),
  fitWith("validationFreq []", { validationFreq: [] }, ['"validationFreq" is []', "≥ 1"]),
  fitWith("fastDevRun 0", { fastDevRun: 0 }, ['"fastDevRun" is 0', "≥ 1"]),
  fitWith("overfitBatches 1.5", { overfitBatches: 1.5 }, ['"overfitBatches" is 1.5', "a share of the data"]),
  fitWith("swapEma without averages", { swapEma: true }, ['"swapEma" is true', "useEma: true"]),
  fitWith("callbacks that are none", { callbacks: [5] }, ['"callbacks" is 5', "onEpochEnd"]),
  fitWith("a callback alone", { callbacks: {} }, ['"callbacks" is {}', "an array"]),
  fitWith("on_epoch_end", { callbacks: [{ on_epoch_end() {} }] }, ['"on_epoch_end"', 'mean "onEpochEnd"']),
  fitWith("a hook of text", { callbacks: [{ onEpochEnd: "x" }] }, ['onEpochEnd of a callback is "x"', "a function"]),
  fitWith("a signal of text", { signal: "stop" }, ['"signal" is "stop"', "AbortController"]),
  fitWith("initialEpoch beyond epochs", { initialEpoch: 3, epochs: 3 }, [
    '"initialEpoch" is 3',
    "less than epochs (3)",
  ]),
  fitWith("classWeight of names", { classWeight: { Shirt: 2 } }, ['"Shirt"', "from 0 to 9"]),
  fitWith("classWeight of class 10", { classWeight: { 10: 2 } }, ['"10"', "from 0 to 9"]),
  fitWith("classWeight below 0", { classWeight: { 1: -1 } }, ["classWeight[1]", "-1", "≥ 0"]),
  fitWith("classWeight in words", { classWeight: "balance" }, ['"balance"', '"balanced"']),
  fitWith("an empty classWeight", { classWeight: {} }, ["{}", '"balanced"']),
  fitWith("a Map as classWeight", { classWeight: new Map([[1, 2]]) }, ["Map", '"balanced"']),
  fitWith("sampleWeight of 1 number", { sampleWeight: [1] }, ["1 sampleWeight values for 20 images"], "DATA_MISMATCH"),
  fitWith("sampleWeight NaN", { sampleWeight: all(Number.NaN) }, ["sampleWeight[0]", "NaN", "≥ 0"]),
  fitWith("sampleWeight past 32 bits", { sampleWeight: all(1e39) }, ["1e+39", "a finite number"]),
  fitWith("weights whose product overflows", { sampleWeight: all(1e30), classWeight: all(1e30).slice(10) }, [
    "1e+30",
    "finite in 32 bits",
  ]),
  fitWith("a number as sampleWeight", { sampleWeight: 2 }, ['"sampleWeight" is 2', "an array"]),
  [
    "fit with weights twice",
    (m) => m.fit({ images, labels, sampleWeight: all(1) }, { sampleWeight: all(1) }),
    INVALID,
    ["sampleWeight already"],
  ],
  compile("metrics of text", { metrics: "accuracy" }, ['"metrics" is "accuracy"', '["accuracy"]']),
  compile("an unknown metric", { metrics: ["auc"] }, ['"auc"', '"precision"']),
  compile("a metric that is not called", { metrics: [api.recall] }, ["the function recall", "recall()"]),
  compile("a metric twice", { metrics: ["recall", "recall"] }, ['two metrics are called "recall"', '"recall2"']),
  compile(
    "a metric in two spellings",
    { metrics: [api.recall({ name: "shirt_recall" }), api.recall({ name: "shirtRecall" })] },
    ['"shirtRecall"', '"shirt_recall"', "give one of them a name"],
  ),
  compile("k of 11", { metrics: [api.topKCategoricalAccuracy({ k: 11 })] }, ["11", "at most 10"]),
  compile("class 10", { metrics: [api.recall({ classId: 10 })] }, ["10", "at most 9"]),
  compile("weighted_metrics", { weighted_metrics: [] }, ['"weighted_metrics"', 'mean "weightedMetrics"']),
  compile("an asynchronous loss", { loss: async () => undefined }, ["the function loss", "not asynchronously"]),
  compile("a weight that is not there", { optimizer: api.adamw({ excludeFromWeightDecay: ["gama"] }) }, [
    '"gama"',
    "dense.kernel",
  ]),
  compile("a schedule that is not called", { optimizer: { type: "adam", learningRate: api.oneCycle } }, [
    "the function oneCycle",
    "called",
  ]),
  after({ loss }, "setLearningRate of text", (m) => m.setLearningRate("0.1"), INVALID, ['"0.1"', "≥ 0"]),
  after({ loss }, "setLearningRate past 32 bits", (m) => m.setLearningRate(1e39), INVALID, ["1e+39", "in 32 bits"]),
  after(
    { loss, optimizer: api.sgd({ learningRate: api.oneCycle({ maxLearningRate: 1, totalSteps: 9 }) }) },
    "setLearningRate beside a schedule",
    (m) => m.setLearningRate(1),
    INVALID,
    ["schedule", "compile with a number"],
  ),
  after({ loss }, "swapEma without averages", (m) => m.swapEma(), INVALID, ["swapEma", "useEma"]),
  after({ loss }, "finalizeEma without averages", (m) => m.finalizeEma(), INVALID, ["finalizeEma", "useEma"]),
  after({ loss }, "trainOnBatch with 19 labels", (m) => m.trainOnBatch(images, labels.subarray(1)), "DATA_MISMATCH", [
    "19 labels for 20 images",
  ]),
  after(
    { loss },
    "testOnBatch with classWeight",
    (m) => m.testOnBatch(images, labels, { classWeight: "balanced" }),
    INVALID,
    ['"classWeight"', "allowed: sampleWeight"],
  ),
  after({ loss }, "evaluate with classWeight", (m) => m.evaluate(data, { classWeight: "balanced" }), INVALID, [
    '"classWeight"',
    "allowed: batchSize",
  ]),
  after({ loss }, "backward before forward", (m) => m.backward(new Float32Array(200)), INVALID, ["forward", "→"]),
  after({ loss: "mse" }, "fractions for ten outputs", (m) => m.fit({ images, labels: all(0.5) }), "DATA_MISMATCH", [
    "label 0 is 0.5",
    "rows of 10 numbers",
  ]),
  after(
    { loss: "mse" },
    "classWeight beside mse",
    (m) => m.fit({ images, labels: rows }, { classWeight: "balanced" }),
    INVALID,
    ['"classWeight"', "sampleWeight weighs images"],
  ),
  after(
    { loss: "categoricalCrossentropy" },
    "rows that sum to 2",
    (m) => m.evaluate({ images, labels: rows.map((row) => row.map((x) => 2 * x)) }),
    "DATA_MISMATCH",
    ["sums to 2", "sum to 1"],
  ),
  after(
    { loss: ownLoss },
    "classWeight beside a loss of one's own",
    (m) => m.fit(data, { classWeight: { 1: 2 } }),
    INVALID,
    ['"classWeight"', "weighs the images itself"],
  ),
  after(
    { loss: ownLoss },
    "weights to validate with beside a loss of one's own",
    (m) => m.fit(data, { validationData: { images, labels, sampleWeight: all(1) } }),
    INVALID,
    ["validationData", "weights of images", "let the loss function weigh"],
  ),
  after(
    { loss: () => Promise.resolve({ loss: 1 }) },
    "a loss that returns a promise",
    (m) => m.trainOnBatch(images, labels),
    INVALID,
    ["returned a promise", "at once"],
  ),
  after(
    { loss: () => ({ loss: 1, gradient: [1] }) },
    "a gradient that is an array",
    (m) => m.trainOnBatch(images, labels),
    INVALID,
    ["[1]", "a Float32Array of 200 values"],
  ),
];
