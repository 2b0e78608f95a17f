/** Wrong uses of a model: each is refused with its code, in one line that names what was received and expected. */
import {
  adam,
  dataset,
  dense,
  type ErrorCode,
  flatten,
  loadModel,
  type Model,
  rescaling,
  sequential,
} from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments, tiny } from "./garments.js";
import { expectRefusal } from "./refusal.js";

// biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
type Untyped = any;
type Wrong = [use: string, code: ErrorCode, named: string[], call: (model: Untyped) => unknown];

const make: Untyped = sequential;
const load: Untyped = loadModel;
const shape = { inputShape: [28, 28, 1], threads: 1 };
const image = new Uint8Array(784);
const data = { images: image, labels: [3] };
const signal = new AbortController().signal;

const MAKING: Wrong[] = [
  ["no layers", "INVALID_ARGUMENT", ["sequential", "[]", "at least one layer"], () => make([], shape)],
  ["nothing", "INVALID_ARGUMENT", ["undefined", "at least one layer"], () => make()],
  ["a layer alone", "INVALID_ARGUMENT", ["at least one layer"], () => make(flatten(), shape)],
  [
    "a layer not called",
    "INVALID_ARGUMENT",
    ["layer 1 of 2", "flatten({ … })"],
    () => make([flatten, dense({ units: 1 })], shape),
  ],
  ["null as a layer", "INVALID_ARGUMENT", ["layer 1 of 1", "null"], () => make([null], shape)],
  ["a mistyped type", "INVALID_ARGUMENT", ['"conv2"', 'mean "conv2d"'], () => make([{ type: "conv2" }], shape)],
  ["no options", "INVALID_ARGUMENT", ['"inputShape"', "undefined"], () => make(tiny())],
  [
    "a shape of two sides",
    "INVALID_ARGUMENT",
    ["[28, 28]", "[height, width, channels]"],
    () => make(tiny(), { inputShape: [28, 28] }),
  ],
  ["a side of zero", "INVALID_ARGUMENT", ["[28, 0, 1]"], () => make(tiny(), { inputShape: [28, 0, 1] })],
  [
    "input_shape",
    "INVALID_ARGUMENT",
    ['"input_shape"', 'mean "inputShape"'],
    () => make(tiny(), { input_shape: [28, 28, 1] }),
  ],
  ["a negative seed", "INVALID_ARGUMENT", ['"seed"', "-1", "≥ 0"], () => make(tiny(), { ...shape, seed: -1 })],
  ["a seed of text", "INVALID_ARGUMENT", ['"seed"', '"7"'], () => make(tiny(), { ...shape, seed: "7" })],
  [
    "a seed past 2^53",
    "INVALID_ARGUMENT",
    ['"seed"', "9007199254740992"],
    () => make(tiny(), { ...shape, seed: 2 ** 53 }),
  ],
  ["threads −1", "INVALID_ARGUMENT", ['"threads"', "-1", "≥ 1"], () => make(tiny(), { ...shape, threads: -1 })],
  ["threads 0", "INVALID_ARGUMENT", ['"threads"', "is 0"], () => make(tiny(), { ...shape, threads: 0 })],
  ["half a thread", "INVALID_ARGUMENT", ['"threads"', "1.5"], () => make(tiny(), { ...shape, threads: 1.5 })],
  [
    "an unknown engine",
    "INVALID_ARGUMENT",
    ['"engine"', '"wroker"', 'mean "worker"'],
    () => make(tiny(), { ...shape, engine: "wroker" }),
  ],
  ["a name with a slash", "INVALID_ARGUMENT", ['"name"', '"a/b"'], () => make(tiny(), { ...shape, name: "a/b" })],
  [
    "dense on an image",
    "SHAPE_MISMATCH",
    ["dense", "[28, 28, 1]", "flatten"],
    () => make([dense({ units: 10 })], shape),
  ],
  [
    "a name twice",
    "INVALID_SPEC",
    ['"x"', "taken"],
    () => make([flatten({ name: "x" }), dense({ units: 1, name: "x" })], shape),
  ],
  ["loading nothing", "INVALID_ARGUMENT", ["loadModel", "undefined"], () => load()],
  ["loading a number", "INVALID_ARGUMENT", ["loadModel", "5", ".safetensors"], () => load(5)],
  ["loading with a seed", "INVALID_ARGUMENT", ['"seed"', "threads, engine"], () => load("m.safetensors", { seed: 1 })],
  ["loading what is not there", "IO", ["/nonexistent/m.safetensors"], () => load("/nonexistent/m.safetensors")],
];

const USING: Wrong[] = [
  ["compile nothing", "INVALID_ARGUMENT", ['"optimizer"', "undefined"], (m) => m.compile()],
  [
    "compile adamm",
    "INVALID_ARGUMENT",
    ['"adamm"', 'mean "adam"'],
    (m) => m.compile({ ...compiled, optimizer: "adamm" }),
  ],
  [
    "compile another optimizer",
    "INVALID_ARGUMENT",
    ['"adadelta"', '"adam", "adamw"', '"lion" or "sgd"'],
    (m) => m.compile({ ...compiled, optimizer: "adadelta" }),
  ],
  [
    "compile adam itself",
    "INVALID_ARGUMENT",
    ["the function adam", "adam()"],
    (m) => m.compile({ ...compiled, optimizer: adam }),
  ],
  [
    "compile a foreign object",
    "INVALID_ARGUMENT",
    ['"optimizer"', "lr: 1"],
    (m) => m.compile({ ...compiled, optimizer: { lr: 1 } }),
  ],
  ["compile without loss", "INVALID_ARGUMENT", ['"loss"', "undefined"], (m) => m.compile({ optimizer: "adam" })],
  [
    "compile a snake",
    "INVALID_ARGUMENT",
    ['mean "sparseCategoricalCrossentropy"'],
    (m) => m.compile({ ...compiled, loss: "sparse_categorical_crossentropy" }),
  ],
  [
    "compile a metric",
    "INVALID_ARGUMENT",
    ['"acc"', 'mean "accuracy"'],
    (m) => m.compile({ ...compiled, metrics: ["acc"] }),
  ],
  [
    "compile a word of metrics",
    "INVALID_ARGUMENT",
    ['"metrics"', "an array"],
    (m) => m.compile({ ...compiled, metrics: "accuracy" }),
  ],
  [
    "compile lossWeights",
    "INVALID_ARGUMENT",
    ['"lossWeights"', "optimizer, loss"],
    (m) => m.compile({ ...compiled, lossWeights: 1 }),
  ],
  ["fit nothing", "INVALID_ARGUMENT", ["fit", "undefined", "a Dataset"], (m) => m.fit()],
  ["fit x", "INVALID_ARGUMENT", ["fit", "Uint8Array(784)", "{ images, labels }"], (m) => m.fit(image)],
  ["fit 0 epochs", "INVALID_ARGUMENT", ['"epochs"', "is 0", "≥ 1"], (m) => m.fit(data, { epochs: 0 })],
  ["fit epochs of text", "INVALID_ARGUMENT", ['"epochs"', '"5"'], (m) => m.fit(data, { epochs: "5" })],
  ["fit epoch", "INVALID_ARGUMENT", ['"epoch"', 'mean "epochs"'], (m) => m.fit(data, { epoch: 5 })],
  ["fit batches of 0", "INVALID_ARGUMENT", ['"batchSize"', "is 0"], (m) => m.fit(data, { batchSize: 0 })],
  ["fit batch_size", "INVALID_ARGUMENT", ['"batch_size"', 'mean "batchSize"'], (m) => m.fit(data, { batch_size: 1 })],
  ["fit shuffle 1", "INVALID_ARGUMENT", ['"shuffle"', "is 1"], (m) => m.fit(data, { shuffle: 1 })],
  [
    "fit a split of 1",
    "INVALID_ARGUMENT",
    ['"validationSplit"', "is 1", "< 1"],
    (m) => m.fit(data, { validationSplit: 1 }),
  ],
  [
    "fit a split of one image",
    "INVALID_ARGUMENT",
    ["0.5 of 1 images", "at least one"],
    (m) => m.fit(data, { validationSplit: 0.5 }),
  ],
  [
    "fit both validations",
    "INVALID_ARGUMENT",
    ["validationSplit", "validationData"],
    (m) => m.fit(data, { validationSplit: 0.5, validationData: data }),
  ],
  [
    "fit validation of text",
    "INVALID_ARGUMENT",
    ["validationData", '"test"'],
    (m) => m.fit(data, { validationData: "test" }),
  ],
  [
    "fit a callback alone",
    "INVALID_ARGUMENT",
    ['"callbacks"', "an array"],
    (m) => m.fit(data, { callbacks: { onEpochEnd() {} } }),
  ],
  [
    "fit a function as callback",
    "INVALID_ARGUMENT",
    ['"callbacks"', "a function"],
    (m) => m.fit(data, { callbacks: [() => {}] }),
  ],
  [
    "fit onEpochFinish",
    "INVALID_ARGUMENT",
    ['"onEpochFinish"', '"onEpochEnd"'],
    (m) => m.fit(data, { callbacks: [{ onEpochFinish() {} }] }),
  ],
  [
    "fit a hook of text",
    "INVALID_ARGUMENT",
    ["onEpochEnd", '"log"', "a function"],
    (m) => m.fit(data, { callbacks: [{ onEpochEnd: "log" }] }),
  ],
  [
    "fit a controller",
    "INVALID_ARGUMENT",
    ['"signal"', "AbortController", "an AbortSignal"],
    (m) => m.fit(data, { signal: new AbortController() }),
  ],
  [
    "fit from beyond the end",
    "INVALID_ARGUMENT",
    ['"initialEpoch"', "is 3", "less than epochs (2)"],
    (m) => m.fit(data, { epochs: 2, initialEpoch: 3, signal }),
  ],
  [
    "fit too few values",
    "SHAPE_MISMATCH",
    ["Uint8Array(783)", "[28, 28, 1]", "784"],
    (m) => m.fit({ ...data, images: image.subarray(1) }),
  ],
  [
    "fit another shape",
    "SHAPE_MISMATCH",
    ["[2, 2, 1]", "[28, 28, 1]"],
    (m) => m.fit(dataset.fromArrays({ images: new Uint8Array(4), labels: [0], imageShape: [2, 2, 1] })),
  ],
  [
    "fit labels of another length",
    "DATA_MISMATCH",
    ["2 labels for 1 images"],
    (m) => m.fit({ ...data, labels: [1, 2] }),
  ],
  [
    "fit a label too high",
    "DATA_MISMATCH",
    ["label 10", "10 outputs", "0 to 9"],
    (m) => m.fit({ ...data, labels: [10] }),
  ],
  ["fit half a label", "DATA_MISMATCH", ["label 0 is 0.5", "class numbers"], (m) => m.fit({ ...data, labels: [0.5] })],
  ["fit labels of text", "INVALID_ARGUMENT", ['"3"', "class numbers"], (m) => m.fit({ ...data, labels: "3" })],
  [
    "fit images of text",
    "INVALID_ARGUMENT",
    ['"images.gz"', "Uint8Array"],
    (m) => m.fit({ ...data, images: "images.gz" }),
  ],
  ["fit with y", "INVALID_ARGUMENT", ['unknown option "y"', "images, labels"], (m) => m.fit({ images: image, y: [1] })],
  [
    "evaluate epochs",
    "INVALID_ARGUMENT",
    ["evaluate", '"epochs"', "batchSize"],
    (m) => m.evaluate(data, { epochs: 1 }),
  ],
  [
    "evaluate a label too high",
    "DATA_MISMATCH",
    ["evaluate", "label 99"],
    (m) => m.evaluate({ ...data, labels: [99] }),
  ],
  ["predict nothing", "INVALID_ARGUMENT", ["predict", "undefined"], (m) => m.predict()],
  ["predict no image", "INVALID_ARGUMENT", ["Uint8Array(0)", "at least one"], (m) => m.predict(new Uint8Array())],
  [
    "predict doubles",
    "INVALID_ARGUMENT",
    ["Float64Array(784)", "Float32Array"],
    (m) => m.predict(new Float64Array(784)),
  ],
  [
    "predict 1.5 images",
    "SHAPE_MISMATCH",
    ["1176 values", "multiple of 784"],
    (m) => m.predict(new Float32Array(1176)),
  ],
  [
    "predict short rows",
    "SHAPE_MISMATCH",
    ["image 1", "783 numbers"],
    (m) => m.predict([Array(784).fill(0), Array(783).fill(0)]),
  ],
  ["predict words in rows", "INVALID_ARGUMENT", ["image 0", '"0"'], (m) => m.predict([["0"]])],
  ["predict in batches of −1", "INVALID_ARGUMENT", ['"batchSize"', "-1"], (m) => m.predict(image, { batchSize: -1 })],
  [
    "train on a batch of two labels",
    "DATA_MISMATCH",
    ["trainOnBatch", "2 labels for 1 images"],
    (m) => m.trainOnBatch(image, [1, 2]),
  ],
  ["test on a label too high", "DATA_MISMATCH", ["testOnBatch", "label 10"], (m) => m.testOnBatch(image, [10])],
  [
    "set one array",
    "INVALID_ARGUMENT",
    ["setWeights", "Float32Array(5)", "getWeights()"],
    (m) => m.setWeights(new Float32Array(5)),
  ],
  [
    "set an unknown weight",
    "INVALID_ARGUMENT",
    ['"dense.kernal"', 'mean "dense.kernel"'],
    (m) => m.setWeights([{ name: "dense.kernal", data: new Float32Array(1) }]),
  ],
  [
    "set too few weights",
    "INVALID_ARGUMENT",
    ["dense.kernel missing"],
    (m) => m.setWeights([{ name: "dense.bias", data: new Float32Array(10) }]),
  ],
  [
    "set a weight twice",
    "INVALID_ARGUMENT",
    ['"dense.bias"', "twice"],
    (m) => m.setWeights(Array(2).fill({ name: "dense.bias", data: new Float32Array(10) })),
  ],
  [
    "set another size",
    "SHAPE_MISMATCH",
    ["dense.bias", "9 values", "[10]"],
    (m) => m.setWeights([{ name: "dense.bias", data: new Float32Array(9) }]),
  ],
  [
    "set another shape",
    "SHAPE_MISMATCH",
    ["dense.bias", "[2, 5]", "[10]"],
    (m) => m.setWeights([{ name: "dense.bias", shape: [2, 5], data: new Float32Array(10) }]),
  ],
  ["a learning rate below 0", "INVALID_ARGUMENT", ["setLearningRate", "-1"], (m) => m.setLearningRate(-1)],
  ["save nowhere", "INVALID_ARGUMENT", ["save", "undefined", "serialize()"], (m) => m.save()],
  ["save .keras", "INVALID_ARGUMENT", ['"m.keras"', '".safetensors"'], (m) => m.save("m.keras")],
  [
    "save without optimiser",
    "INVALID_ARGUMENT",
    ['"optimiser"', 'mean "optimizer"'],
    (m) => m.serialize({ optimiser: false }),
  ],
  ["save as int4", "INVALID_ARGUMENT", ['"int4"', "int8"], (m) => m.serialize({ weights: "int4" })],
  [
    "save bytes to train on from",
    "INVALID_ARGUMENT",
    ["optimizer", "true", "int8"],
    (m) => m.serialize({ weights: "int8", optimizer: true }),
  ],
  ["save into nowhere", "IO", ["/nonexistent/"], (m) => m.save("/nonexistent/m.safetensors")],
  ["print a summary to text", "INVALID_ARGUMENT", ['"print"', '"yes"'], (m) => m.summary({ print: "yes" })],
];

const cases = (wrong: Wrong[]) => wrong.map(([use, code, named, call]) => ({ use, code, named, call }));

describe("making a model", () => {
  it.each(cases(MAKING))("$use → $code", ({ call, code, named }) => expectRefusal(() => call(null), code, named));
});

describe("using a model", () => {
  let model: Model;
  beforeAll(async () => {
    model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 7, threads: 1 });
    model.compile(compiled);
  });
  afterAll(() => model.dispose());

  it.each(cases(USING))("$use → $code", ({ call, code, named }) => expectRefusal(() => call(model), code, named));

  it("leaves the model as it was", async () => {
    const history = await model.fit(garments(64), { epochs: 2 });
    expect(history.history.loss).toHaveLength(2);
  });
});

describe("the life of a model", () => {
  it("asks for compile before training and evaluation, not before prediction", async () => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, name: "raw" });
    for (const call of [
      () => model.fit(garments(1)),
      () => model.evaluate(garments(1)),
      () => model.trainOnBatch(image, [1]),
      () => model.getLearningRate(),
    ]) {
      await expectRefusal(call, "NOT_COMPILED", ['"raw"', "model.compile({"]);
    }
    expect(await model.predict(image)).toHaveLength(10);
    await model.dispose();
  });

  it("is over after dispose, which may be called twice", async () => {
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1 });
    model.compile(compiled);
    await model.dispose();
    await model.dispose();
    const calls = [
      () => model.compile(compiled),
      () => model.fit(garments(1)),
      () => model.evaluate(garments(1)),
      () => model.predict(image),
      () => model.trainOnBatch(image, [1]),
      () => model.getWeights(),
      () => model.setWeights([]),
      () => model.weightsSha256(),
      () => model.serialize(),
    ];
    for (const call of calls) await expectRefusal(call, "DISPOSED", ["disposed of"]);
    expect(model.summary()).toContain("dense");
  });

  it("surfaces what the engine has against compile at every awaited call, until compiled anew", async () => {
    const model = await sequential([rescaling({ scale: 1 })], { inputShape: [2, 2, 1], threads: 1 });
    model.compile(compiled);
    const four = new Uint8Array(4);
    const calls = [
      () => model.fit({ images: four, labels: [1] }),
      () => model.evaluate({ images: four, labels: [1] }),
      () => model.predict(four),
      () => model.weightsSha256(),
    ];
    for (const call of calls) await expectRefusal(call, "SHAPE_MISMATCH", ["compile", "[2, 2, 1]", "flatten()"]);
    await model.dispose();
  });
});
