/**
 * Numbers in files that no run writes, for both readers: refused by name where training or prediction would go wrong, said on
 * the console where a run that diverged does write them, and harmless otherwise.
 */
import {
  batchNormalization,
  conv2d,
  dataset,
  dense,
  dropout,
  flatten,
  loadModel,
  relu,
  rescaling,
  sequential,
} from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { compiled } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";
import { type Header, withFloats, withHeader } from "./safetensors-file.js";

const layers = () => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 4, kernelSize: 3 }),
  batchNormalization(),
  relu(),
  flatten(),
  dropout({ rate: 0.25 }),
  dense({ units: 3 }),
];
const shape = { inputShape: [6, 6, 1], seed: 3, threads: 1, engine: "local" } as const;
const images = Uint8Array.from({ length: 8 * 36 }, (_, i) => (i * 37) % 251);
const labels = Uint32Array.from({ length: 8 }, (_, i) => i % 3);
const classNames = ["a", "b", "c"];
const data = dataset.fromArrays({ images, labels, imageShape: [6, 6, 1], classNames });

const load = (file: Uint8Array) => loadModel(file, { threads: 1, engine: "local" });
const predictorOf = (file: Uint8Array) => inference.loadModel(file, { engine: "local" });

let full: Uint8Array;
let bare: Uint8Array;
let int8: Uint8Array;
let f16: Uint8Array;
let warned: MockInstance;
beforeAll(async () => {
  await using model = await sequential(layers(), shape);
  model.compile(compiled);
  await model.fit(data, { epochs: 2, batchSize: 4 });
  full = await model.serialize();
  bare = await model.serialize({ optimizer: false });
  int8 = await model.serialize({ weights: "int8" });
  f16 = await model.serialize({ weights: "f16" });
});
beforeEach(() => {
  warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => warned.mockRestore());

/** Replaces a text in an entry of the metadata. */
const meta = (name: string, from: string | RegExp, to: string) => (header: Header) => {
  const text = header.__metadata__[name] ?? "";
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${from} is not in ${text}`);
  header.__metadata__[name] = changed;
};
const compile = (option: string, value: string) =>
  meta("compile", new RegExp(`"${option}":[^,}]*`), `"${option}":${value}`);
const layer = (type: string, option: string, value: string) =>
  meta("spec", new RegExp(`("type":"${type}"[^}]*"${option}":)[^,}]*`), `$1${value}`);
const extra = (change: (record: Record<string, unknown>) => void) => (header: Header) => {
  const record = JSON.parse(header.__metadata__.extra ?? "");
  change(record);
  header.__metadata__.extra = JSON.stringify(record);
};

type Case = readonly [what: string, file: () => Uint8Array, named: string];

const NOT_TRAINED: readonly Case[] = [
  [
    "no compile options but steps",
    () => withHeader(bare, (h) => Object.assign(h.__metadata__, { step: "5", compile: "null" })),
    '"step" of the file is 5',
  ],
  [
    "steps but no state",
    () => withHeader(bare, meta("step", "0", "5")),
    '"optimizer.momentum.conv2d.kernel" is missing',
  ],
  ["a learning rate of -1", () => withHeader(full, compile("learningRate", "-1")), "learningRate is -1"],
  ["a learning rate beyond 32 bits", () => withHeader(full, compile("learningRate", "1e39")), "learningRate is 1e12"],
  ["no learning rate", () => withHeader(full, compile("learningRate", "null")), '"optimizer"'],
  ["beta1 1", () => withHeader(full, compile("beta1", "1")), "beta1 is 1"],
  ["beta2 -0.1", () => withHeader(full, compile("beta2", "-0.1")), "beta2 is -0.1"],
  ["epsilon 0 in 32 bits", () => withHeader(full, compile("epsilon", "1e-50")), "epsilon is"],
  ["an epsilon beyond 32 bits", () => withHeader(full, compile("epsilon", "1e39")), "a finite number > 0"],
  ["an infinite epsilon", () => withHeader(full, compile("epsilon", "1e999")), "epsilon is Infinity"],
  [
    "a velocity below 0",
    () => withFloats(full, "optimizer.velocity.dense.kernel", 0, -1e-30),
    'velocity of "dense.kernel"',
  ],
];

const NEITHER: readonly Case[] = [
  ["a dropout rate of 1", () => withHeader(full, layer("dropout", "rate", "1")), "dropout (layer 6): "],
  [
    "a dropout rate of 1 in 32 bits",
    () => withHeader(full, layer("dropout", "rate", "0.99999999")),
    "dropout (layer 6): ",
  ],
  [
    "a momentum of 2",
    () => withHeader(full, layer("batchNormalization", "momentum", "2")),
    "batchNormalization (layer 3): ",
  ],
  [
    "an epsilon of 0",
    () => withHeader(full, layer("batchNormalization", "epsilon", "0")),
    "batchNormalization (layer 3): ",
  ],
  ["a scale beyond 32 bits", () => withHeader(full, layer("rescaling", "scale", "1e39")), "rescaling (layer 1): "],
  ["a seed of 2^53", () => withHeader(full, meta("spec", '"seed":3', '"seed":9007199254740992')), "in the file: "],
  ["a scale of NaN", () => withFloats(int8, "dense.kernel.scale", 1, Number.NaN), "dense.kernel"],
  ["a scale below 0", () => withFloats(int8, "dense.kernel.scale", -1), "dense.kernel"],
  ["an infinite scale", () => withFloats(int8, "dense.kernel.scale", Number.POSITIVE_INFINITY), "dense.kernel"],
];

describe("is refused", () => {
  it.each([...NOT_TRAINED, ...NEITHER])("by who goes on training: %s", async (_, file, named) => {
    await expectRefusal(() => load(file()), "CHECKPOINT_INVALID", ["loadModel: ", named]);
  });

  it.each(NEITHER)("by who predicts: %s", async (_, file, named) => {
    await expectRefusal(() => predictorOf(file()), "CHECKPOINT_INVALID", ["loadModel: ", named]);
  });

  it.each(NOT_TRAINED)("but not by who only predicts: %s", async (_, file) => {
    await using model = await predictorOf(file());
    expect((await model.predict(images)).every(Number.isFinite)).toBe(true);
    expect(warned).not.toHaveBeenCalled();
  });

  it("when it is made, too: a dropout rate that is 1 in 32 bits", async () => {
    // Not by the function of the layer, which refuses it, too.
    const layers = [flatten(), { ...dropout({ rate: 0.5 }), rate: 0.99999999 }, dense({ units: 3 })];
    await expectRefusal(() => dropout({ rate: 0.99999999 }), "INVALID_ARGUMENT", ['"rate" is 0.99999999', "32 bits"]);
    await expectRefusal(() => sequential(layers, shape), "INVALID_SPEC", ["dropout (layer 2)", "rate"]);
  });
});

describe("training that has diverged", () => {
  const NOT_FINITE: readonly Case[] = [
    ["a kernel of NaN", () => withFloats(full, "dense.kernel", Number.NaN), "dense.kernel"],
    ["an infinite bias", () => withFloats(full, "dense.bias", 0, Number.NEGATIVE_INFINITY), "dense.bias"],
    ["a variance below 0", () => withFloats(full, "batch_normalization.moving_variance", -1), "moving_variance"],
    ["16 bits of infinity", () => withFloats(f16, "dense.kernel", 1.7e38), "dense.kernel"], // F16: 0x7eff, 0xff7f
    ["bytes whose scale is too large", () => withFloats(int8, "dense.kernel.scale", 3e38), "dense.kernel"],
  ];

  it.each(NOT_FINITE)("is taken, and said once: %s", async (_, file, named) => {
    for (const read of [load, predictorOf]) {
      warned.mockClear();
      await using model = await read(file());
      expect(warned.mock.calls).toEqual([
        [expect.stringMatching(/^fashion-wasm: loadModel: the file's "[^\n]+ → [^\n]+$/)],
      ]);
      expect(warned.mock.calls[0]?.[0]).toContain(named);
      expect((await model.predict(images)).every(Number.isFinite)).toBe(false);
    }
  });

  it("is said of the optimizer's state by who goes on training", async () => {
    const file = withFloats(full, "optimizer.velocity.dense.kernel", Number.NaN);
    await using model = await load(file);
    expect(warned.mock.calls[0]?.[0]).toContain('"optimizer.velocity.dense.kernel"');
    expect((await model.predict(images)).every(Number.isFinite)).toBe(true);
    warned.mockClear();
    await using predictor = await predictorOf(file);
    expect(predictor.classNames).toEqual(classNames);
    expect(warned).not.toHaveBeenCalled();
  });

  it("is said of weights from elsewhere", async () => {
    await using model = await sequential(layers(), shape);
    await model.loadWeights(bare);
    expect(warned).not.toHaveBeenCalled();
    await model.loadWeights(withFloats(bare, "dense.bias", Number.NaN));
    expect(warned.mock.calls[0]?.[0]).toContain('loadWeights: the file\'s "dense.bias" has values that are NaN');
  });
});

describe("the count of steps", () => {
  it("ends with an error at the last that can be counted, and the model stays as it is", async () => {
    const file = withHeader(full, meta("step", "4", "4294967294"));
    await using model = await load(file);
    await model.trainOnBatch(images, labels);
    const hash = await model.weightsSha256();
    for (const train of [
      () => model.trainOnBatch(images, labels),
      () => model.fit(data, { epochs: 1, batchSize: 8 }),
    ]) {
      await expectRefusal(train, "INVALID_ARGUMENT", ["4294967295 steps", "compile()"]);
    }
    expect(await model.weightsSha256()).toBe(hash);
    expect((await model.predict(images)).every(Number.isFinite)).toBe(true);
    await using saved = await load(await model.serialize());
    expect(await saved.weightsSha256()).toBe(hash);
    saved.compile(compiled);
    await saved.trainOnBatch(images, labels);
    expect((await saved.getWeights()).every(({ data }) => data.every(Number.isFinite))).toBe(true);
  });
});

describe("is harmless", () => {
  it.each<readonly [what: string, change: (header: Header) => void]>([
    ["a learning rate of 0", compile("learningRate", "0")],
    ["a beta1 next to 1", compile("beta1", "0.9999999999999999")],
    ["state of no step", meta("step", "4", "0")],
    ["a scale of 0", layer("rescaling", "scale", "0")],
    ["a loss that is infinite", meta("extra", /"loss":[^,]*/, '"loss":1e999')],
    ["an accuracy of -7", meta("extra", /"accuracy":[^,}]*/, '"accuracy":-7')],
    ["an epoch of 2^53 - 1", meta("extra", '"epoch":1', '"epoch":9007199254740991')],
    [
      "epochs twice",
      extra((record) => (record.epochs = [...(record.epochs as object[]), ...(record.epochs as object[])])),
    ],
    ["one name for three classes", extra((record) => (record.classNames = ["x"]))],
    ["seven names for three classes", extra((record) => (record.classNames = [..."abcdefg"]))],
    ["a name of half a character", extra((record) => (record.classNames = ["\ud800", "b", "c"]))],
    [
      "tones without end",
      extra((record) =>
        Object.assign(record.input as object, { images: -1, min: -1e308, max: 1e308, contrast: [9, -9] }),
      ),
    ],
  ])("%s", async (_, change) => {
    const file = withHeader(full, change);
    await using model = await load(file);
    for (let step = 0; step < 2; step++) await model.trainOnBatch(images, labels);
    const outputs = await model.predict(images);
    expect(outputs.every(Number.isFinite)).toBe(true);
    expect(model.topK(outputs.subarray(0, 3))).toHaveLength(3);
    await using again = await load(await model.serialize());
    expect(again.classNames).toEqual(model.classNames);
    await using predictor = await predictorOf(await model.serialize());
    expect(await predictor.predict(images)).toEqual(outputs);
  });
});
