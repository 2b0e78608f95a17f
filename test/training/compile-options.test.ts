/** What `compile` makes of its options: the spec that the engine reads, and what it refuses. */
import {
  accuracy,
  adam,
  adamw,
  binaryAccuracy,
  categoricalCrossentropy,
  cosineDecay,
  confusionMatrix as countConfusion,
  f1Score,
  huber,
  METRICS,
  precision,
  recall,
  sgd,
  topKCategoricalAccuracy,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import type { ModelDescription } from "../../ts/engine/protocol.js";
import { huber as ownHuber } from "../../ts/losses/losses.js";
import { precision as ownPrecision } from "../../ts/metrics/metrics.js";
import { compilationOf, compileSpec } from "../../ts/training/compile-options.js";

// biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
type Untyped = any;
const of: Untyped = compileSpec;
const loss = "sparseCategoricalCrossentropy";
const OLD = { optimizer: "adam", loss, metrics: ["accuracy"] };

const weight = (name: string, trainable: boolean) => ({
  name,
  trainable,
  shape: [1],
  offset: 0,
  statistic: !trainable,
});
const model = {
  weights: [
    weight("conv2d.kernel", true),
    weight("batch_normalization.gamma", true),
    weight("batch_normalization.movingMean", false),
    weight("separable_conv2d.depthwise_kernel", true),
    weight("dense_1.kernel", true),
    weight("dense_1.bias", true),
    weight("frozen.kernel", false),
  ],
  outputShape: [10],
} as unknown as ModelDescription;

describe("compile", () => {
  it("writes the spec of before for what could be said before", () => {
    const before =
      '{"optimizer":{"type":"adam","learningRate":0.001,"beta1":0.9,"beta2":0.999,"epsilon":1e-7},"loss":"sparseCategoricalCrossentropy","metrics":["accuracy"]}';
    for (const options of [
      OLD,
      { optimizer: adam(), loss },
      { ...OLD, metrics: [accuracy()] },
      { ...OLD, metrics: [] },
    ]) {
      expect(JSON.stringify(of(options).spec)).toBe(before);
    }
    expect(JSON.stringify(of({ ...OLD, optimizer: "sgd" }).spec.optimizer)).toBe(
      '{"type":"sgd","learningRate":0.01,"momentum":0,"nesterov":false}',
    );
    expect(JSON.stringify(of({ ...OLD, optimizer: "rmsprop" }).spec.optimizer)).toBe(
      '{"type":"rmsprop","learningRate":0.001,"rho":0.9,"momentum":0,"epsilon":1e-7,"centered":false}',
    );
  });

  it.each([
    ["mse", "meanSquaredError"],
    ["mae", "meanAbsoluteError"],
    ["huber", "huber"],
    [huber(), "huber"],
    [huber({ delta: 1 }), "huber"],
    [huber({ delta: 2 }), { type: "huber", delta: 2 }],
    [
      { type: "huber", delta: 2 },
      { type: "huber", delta: 2 },
    ],
    [categoricalCrossentropy({ labelSmoothing: 0.1 }), { type: "categoricalCrossentropy", labelSmoothing: 0.1 }],
  ])("reads the loss %o as %o", (received, spec) => {
    expect(of({ optimizer: "adam", loss: received })).toMatchObject({ spec: { loss: spec }, customLoss: null });
  });

  it("keeps a loss of one's own beside the spec", () => {
    const own = () => ({ loss: 0, gradient: new Float32Array(1) });
    const { spec, customLoss } = of({ optimizer: "adam", loss: own });
    expect(spec.loss).toBe("custom");
    expect(customLoss).toBe(own);
  });

  it.each([
    [["accuracy"], ["accuracy"]],
    [["accuracy", "accuracy"], ["accuracy"]],
    [["recall"], ["accuracy", { type: "recall", threshold: 0.5 }]],
    [[precision({ average: "macro" })], ["accuracy", { type: "precision", average: "macro" }]],
    [[precision({ average: null })], ["accuracy", { type: "precision", average: null }]],
    [[precision({ topK: 2 })], ["accuracy", { type: "precision", topK: 2 }]],
    [[precision({ classId: 6 })], ["accuracy", { type: "precision", classId: 6, threshold: 0.5 }]],
    [
      [recall({ threshold: 0.2, average: "micro" })],
      ["accuracy", { type: "recall", threshold: 0.2, average: "micro" }],
    ],
    [["f1Score"], ["accuracy", "f1Score"]],
    [[f1Score({ average: null, threshold: null })], ["accuracy", "f1Score"]],
    [
      [f1Score({ average: "weighted", threshold: 1 })],
      ["accuracy", { type: "f1Score", average: "weighted", threshold: 1 }],
    ],
    [["confusionMatrix"], ["accuracy", "confusionMatrix"]],
    [[METRICS.confusionMatrix({ name: "matrix" })], ["accuracy", { type: "confusionMatrix", name: "matrix" }]],
    [[binaryAccuracy({ threshold: 0.5 })], ["accuracy", "binaryAccuracy"]],
    [[binaryAccuracy({ threshold: 0.7 })], ["accuracy", { type: "binaryAccuracy", threshold: 0.7 }]],
    [[topKCategoricalAccuracy({ k: 5 })], ["accuracy", "topKCategoricalAccuracy"]],
    [
      [topKCategoricalAccuracy({ k: 3, name: "top3" }), topKCategoricalAccuracy({ k: 2, name: "top2" })],
      [
        "accuracy",
        { type: "topKCategoricalAccuracy", name: "top3", k: 3 },
        { type: "topKCategoricalAccuracy", name: "top2", k: 2 },
      ],
    ],
    [[accuracy({ name: "right" })], ["accuracy", { type: "accuracy", name: "right" }]],
  ])("reads the metrics %o as %o", (metrics, specs) => {
    const { spec } = of({ ...OLD, metrics });
    expect(spec.metrics).toEqual(specs);
    expect(compilationOf(spec).metrics.map(({ name }) => name)).toEqual(
      of({ ...OLD, metrics }).metrics.map(({ name }: { name: string }) => name),
    );
  });

  it("names weighted metrics apart from those that are not", () => {
    const { spec, metrics } = of({ ...OLD, metrics: ["recall"], weightedMetrics: ["accuracy", "recall", "f1Score"] });
    expect(spec.metrics).toEqual([
      "accuracy",
      { type: "recall", threshold: 0.5 },
      { type: "accuracy", name: "weightedAccuracy", weighted: true },
      { type: "recall", threshold: 0.5, name: "weightedRecall", weighted: true },
      { type: "f1Score", weighted: true },
    ]);
    expect(metrics.map(({ name }: { name: string }) => name)).toEqual([
      "accuracy",
      "recall",
      "weightedAccuracy",
      "weightedRecall",
      "f1Score",
    ]);
  });

  it.each(["bias", "dense_1", "dense_1.kernel", "kernel", "gamma", "batch_normalization", "ker", "depthwise"])(
    "spares the weights of %o",
    (entry) => {
      of({ ...OLD, optimizer: adamw({ excludeFromWeightDecay: [entry] }) }, model);
    },
  );

  const WRONG: [use: string, options: Untyped, named: string[]][] = [
    ["an optimizer by a wrong name", { ...OLD, optimizer: "adamax" }, ['"adamax"', '"adam", "adamw"', 'mean "adam"']],
    ["Keras' class name", { ...OLD, optimizer: "AdamW" }, ['"AdamW"', 'mean "adamw"']],
    ["an optimizer uncalled", { ...OLD, optimizer: adamw }, ["the function adamw", "called: adamw()"]],
    [
      "a schedule as optimizer",
      { ...OLD, optimizer: cosineDecay({ initialLearningRate: 1, decaySteps: 1 }) },
      ['"optimizer"', "cosineDecay"],
    ],
    ["an optimizer with lr", { ...OLD, optimizer: { type: "sgd", lr: 1 } }, ["sgd:", '"lr"', 'mean "learningRate"']],
    ["no loss", { optimizer: "adam" }, ['"loss" is undefined', "sparseCategoricalCrossentropy"]],
    ["Keras' spelling", { ...OLD, loss: "sparse_categorical_crossentropy" }, ['mean "sparseCategoricalCrossentropy"']],
    ["the loss custom", { ...OLD, loss: "custom" }, ['"custom"', "a function (outputs, labels, shape)"]],
    ["a prototype's name", { ...OLD, loss: "constructor" }, ['"constructor"']],
    ["a loss uncalled", { ...OLD, loss: ownHuber }, ["the function huber", "called: huber()"]],
    ["an asynchronous loss", { ...OLD, loss: async () => 0 }, ['"loss"', "at once, not asynchronously"]],
    ["a loss with a wrong option", { ...OLD, loss: { type: "huber", delta: 0 } }, ["huber:", "> 0"]],
    ["a list of losses", { ...OLD, loss: ["mse"] }, ['["mse"]']],
    ["a word of metrics", { ...OLD, metrics: "accuracy" }, ['"metrics" is "accuracy"', 'an array, e.g. ["accuracy"]']],
    ["null metrics", { ...OLD, metrics: null }, ['"metrics" is null', "an array"]],
    [
      "a word of weighted metrics",
      { ...OLD, weightedMetrics: "accuracy" },
      ['"weightedMetrics" is "accuracy"', "an array"],
    ],
    ["weighted_metrics", { ...OLD, weighted_metrics: [] }, ['mean "weightedMetrics"']],
    ["lossWeights", { ...OLD, lossWeights: [1] }, ['unknown option "lossWeights"']],
    ["acc", { ...OLD, metrics: ["acc"] }, ['"acc"', 'mean "accuracy"']],
    ["f1_score", { ...OLD, metrics: ["f1_score"] }, ['mean "f1Score"']],
    ["Precision", { ...OLD, metrics: ["Precision"] }, ['mean "precision"']],
    ["a metric uncalled", { ...OLD, metrics: [ownPrecision] }, ["the function precision", "called: precision()"]],
    [
      "the function that counts lists",
      { ...OLD, metrics: [countConfusion] },
      ["the function confusionMatrix", '"confusionMatrix"'],
    ],
    ["what is no metric", { ...OLD, metrics: [{ name: "x" }] }, ['{ name: "x" }', '"accuracy"']],
    [
      "two of one name",
      { ...OLD, metrics: ["precision", precision({ classId: 1 })] },
      ['two metrics are called "precision"', 'name: "precision2"'],
    ],
    [
      "a name of another",
      { ...OLD, metrics: [precision({ name: "accuracy" })] },
      ['two metrics are called "accuracy"'],
    ],
    [
      "two weighted of one name",
      { ...OLD, weightedMetrics: ["recall", "recall"] },
      ['two metrics are called "recall"'],
    ],
  ];
  const WRONG_METRIC: [make: (...options: Untyped[]) => unknown, options: Untyped, named: string[]][] = [
    [accuracy, { name: "loss" }, ["accuracy:", '"name" is "loss"', 'not "loss"']],
    [accuracy, { name: "valPrecision" }, ['"valPrecision"', '"val…"']],
    [accuracy, { name: "" }, ['"name" is ""', "1 to 64 letters"]],
    [accuracy, { name: "__proto__" }, ['"__proto__"', "a letter first"]],
    [accuracy, { name: "a b" }, ['"a b"', "letters, digits and _"]],
    [accuracy, { name: 7 }, ['"name" is 7']],
    [accuracy, { threshold: 0.5 }, ['unknown option "threshold"']],
    [binaryAccuracy, { threshold: 0 }, ["binaryAccuracy:", "> 0 and < 1"]],
    [binaryAccuracy, { threshold: 1 }, ['"threshold" is 1', "< 1"]],
    [topKCategoricalAccuracy, { k: 0 }, ["topKCategoricalAccuracy:", '"k" is 0', "≥ 1"]],
    [topKCategoricalAccuracy, { k: 2.5 }, ['"k" is 2.5', "a whole number"]],
    [precision, { threshold: 2 }, ["precision:", '"threshold" is 2', "≤ 1"]],
    [precision, { thresholds: 0.5 }, ['mean "threshold"']],
    [precision, { threshold: [0.2, 0.8] }, ["[0.2, 0.8]", "a finite number"]],
    [precision, { topK: 0 }, ['"topK" is 0', "≥ 1"]],
    [precision, { top_k: 2 }, ['mean "topK"']],
    [precision, { class_id: 2 }, ['mean "classId"']],
    [precision, { classId: -1 }, ['"classId" is -1', "≥ 0"]],
    [precision, { average: "samples" }, ['"samples"', '"micro", "macro" or "weighted"']],
    [precision, { average: "Macro" }, ['mean "macro"']],
    [precision, { threshold: 0.5, topK: 2 }, ['"threshold" and "topK"', "give one of them"]],
    [recall, { classId: 1, average: "macro" }, ["recall:", '"classId" and "average"', "give one of them"]],
    [f1Score, { threshold: 0 }, ["f1Score:", '"threshold" is 0', "> 0 and ≤ 1"]],
    [f1Score, { average: 1 }, ['"average" is 1']],
    [f1Score, { classId: 1 }, ['unknown option "classId"']],
    [f1Score, { beta: 2 }, ['unknown option "beta"']],
    [METRICS.confusionMatrix, { classes: 10 }, ["confusionMatrix:", 'unknown option "classes"']],
    [countConfusion, undefined, ["confusionMatrix:", "received nothing", 'the word "confusionMatrix"']],
  ];
  const UNFIT: [use: string, options: Untyped, named: string[]][] = [
    [
      "a name of no weight",
      { optimizer: adamw({ excludeFromWeightDecay: ["biases"] }) },
      ['"biases"', 'mean "bias"', '"conv2d.kernel", "batch_normalization.gamma"'],
    ],
    [
      "a part of a layer's name",
      { optimizer: adamw({ excludeFromWeightDecay: ["bias", "dense"] }) },
      ['"dense"', "fits no trained weight"],
    ],
    [
      "Keras' path",
      { optimizer: sgd({ weightDecay: 1, excludeFromWeightDecay: ["dense_1/kernel"] }) },
      ['"dense_1/kernel"', 'mean "dense_1.kernel"'],
    ],
    [
      "a frozen weight",
      { optimizer: adamw({ excludeFromWeightDecay: ["frozen.kernel"] }) },
      ['"frozen.kernel"', "fits no trained weight"],
    ],
    ["a statistic", { optimizer: adamw({ excludeFromWeightDecay: ["movingMean"] }) }, ['"movingMean"']],
    [
      "a class that is none",
      { metrics: [recall({ classId: 10 })] },
      ['"classId"', '"recall" is 10', "10 outputs", "at most 9"],
    ],
    ["more than all", { metrics: [topKCategoricalAccuracy({ k: 11 })] }, ['"k"', "is 11", "at most 10"]],
    ["a topK of more than all", { weightedMetrics: [precision({ topK: 12, name: "p12" })] }, ['"topK"', '"p12" is 12']],
  ];

  it.each(WRONG)("refuses %s", async (_, options, named) => {
    await expectArgument(() => of(options), named);
  });

  it.each(WRONG_METRIC)("refuses %o of %o", async (make, options, named) => {
    await expectArgument(() => (options === undefined ? make() : make(options)), named);
  });

  it.each(UNFIT)("refuses %s for the model", async (_, options, named) => {
    of({ ...OLD, ...options });
    await expectArgument(() => of({ ...OLD, ...options }, model), named);
  });

  it("refuses the default k on fewer outputs", async () => {
    const metrics = ["topKCategoricalAccuracy"];
    await expectArgument(() => of({ ...OLD, metrics }, { ...model, outputShape: [3] }), ['"k"', "is 5", "3 outputs"]);
  });
});

/** Errors of the sources, not of the package: another class of the same name. */
async function expectArgument(call: () => unknown, named: readonly string[]): Promise<void> {
  let message = "";
  try {
    call();
  } catch (error) {
    expect(error).toHaveProperty("code", "INVALID_ARGUMENT");
    message = (error as Error).message;
  }
  expect(message).toContain("→");
  expect(message).not.toMatch(/\n|\[object/);
  for (const part of named) expect(message).toContain(part);
}
