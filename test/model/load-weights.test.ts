/** Weights from PyTorch and Keras: the same outputs as there, names found or said, and nothing changed when they are not. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  batchNormalization,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  flatten,
  type Layer,
  type LoadWeightsOptions,
  loadFashionMnist,
  type Model,
  maxPool2d,
  type NamedWeight,
  normalization,
  relu,
  rescaling,
  separableConv2d,
  sequential,
} from "fashion-wasm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { safetensorsFile, type TensorToWrite } from "../checkpoint/safetensors-file.js";
import { compiled, garments, netL, tiny } from "./garments.js";
import { expectRefusal, refusal } from "./refusal.js";

const models: Model[] = [];
afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.dispose()));
});

async function start(layers: Layer[], inputShape: [number, number, number] | [number] = [28, 28, 1]) {
  const model = await sequential(layers, { inputShape, seed: 5, threads: 1 });
  models.push(model);
  return model;
}

/** The network of test/fixtures/torch-named.safetensors (scripts/golden/torch_l.py). */
const named = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 4, kernelSize: [3, 2], useBias: false }),
  batchNormalization({ epsilon: 1e-5 }),
  relu(),
  maxPool2d(),
  conv2d({ filters: 6, kernelSize: [2, 3], strides: [2, 3] }),
  flatten(),
  batchNormalization({ epsilon: 1e-5 }),
  relu(),
  dense({ units: 10 }),
];
const modules = {
  conv2d: "features.conv1",
  batch_normalization: "features.bn1",
  conv2d_1: "features.conv2",
  batch_normalization_1: "classifier.bn2",
  dense: "classifier.fc",
};

const fixture = (name: string) => new URL(`../fixtures/${name}.safetensors`, import.meta.url);

describe("weights of PyTorch", () => {
  let pixels: Uint8Array;
  beforeAll(async () => {
    const { test } = await loadFashionMnist();
    const indices = logitsOf("torch-l").indices;
    pixels = Uint8Array.from(indices.flatMap((index) => [...test.image(index)]));
  });

  function logitsOf(name: string): { indices: number[]; logits: number[][] } {
    return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
  }

  /** The largest distance of the model's outputs from PyTorch's. */
  async function distance(model: Model, name: string): Promise<number> {
    const expected = logitsOf(name).logits.flat();
    const outputs = await model.predict(pixels);
    expect(outputs).toHaveLength(expected.length);
    return Math.max(...expected.map((logit, i) => Math.abs(logit - (outputs[i] ?? Number.NaN))));
  }

  it("give PyTorch's logits: numbered modules, from a URL, a path and bytes", async () => {
    const url = fixture("torch-l");
    for (const source of [url, fileURLToPath(url), readFileSync(url)]) {
      const model = await start(netL());
      await model.loadWeights(source, { layout: "pytorch" });
      expect(await distance(model, "torch-l")).toBeLessThan(1e-4);
    }
  });

  const words = { kernel: "weight", bias: "bias", gamma: "weight", beta: "bias" };
  const statistics = { moving_mean: "running_mean", moving_variance: "running_var" };
  const weightWise = new Map<string, string>();
  for (const [layer, module] of Object.entries(modules)) {
    for (const [our, their] of Object.entries({ ...words, ...statistics })) {
      weightWise.set(`${layer}.${our}`, `${module}.${their}`);
    }
  }
  const maps: [form: string, map: NonNullable<LoadWeightsOptions["map"]>][] = [
    ["layers", modules],
    [
      "layers, and a weight that goes first",
      { ...modules, dense: "none", "dense.kernel": "classifier.fc.weight", "dense.bias": "classifier.fc.bias" },
    ],
    ["a function", (name) => weightWise.get(name) ?? ""],
  ];
  it.each(maps)("give PyTorch's logits: named modules, batch normalization, 16 bits; by %s", async (_, map) => {
    const model = await start(named());
    await model.loadWeights(fixture("torch-named"), { layout: "pytorch", map });
    expect(await distance(model, "torch-named")).toBeLessThan(1e-4);
  });

  it("are put in another order behind flatten, up to the first dense layer", async () => {
    const between = [dropout({ rate: 0.5 }), relu(), flatten()];
    const layers = () => [
      flatten(),
      ...between,
      dense({ units: 12, useBias: false }),
      dense({ units: 12, useBias: false }),
    ];
    const model = await start(layers(), [2, 2, 3]);
    const data = new Float32Array(144).map((_, i) => i); // of output o and input i: 12 · o + i
    const file = safetensorsFile({ "1.weight": { shape: [12, 12], data }, "2.weight": { shape: [12, 12], data } });
    await model.loadWeights(file, { layout: "pytorch" });
    const inputsOf = (weight?: NamedWeight) => Array.from({ length: 12 }, (_, i) => weight?.data[12 * i]);
    const [first, second] = await model.getWeights();
    expect(inputsOf(first)).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    expect(inputsOf(second)).toEqual([...Array(12).keys()]);
  });

  it("are found by names that equal the model's, and by numbers in their order, not the alphabet's", async () => {
    const linear = (out: number, inputs: number) => ({ shape: [out, inputs], data: new Float32Array(out * inputs) });
    const layers = () => [2, 3, 4].map((units, i) => dense({ units, useBias: false, name: `d${i}` }));
    const model = await start(layers(), [5]);
    const tensors = [linear(2, 5), linear(3, 2), linear(4, 3)];
    for (const names of [
      ["d0", "d1", "d2"],
      ["2", "9", "10"],
    ]) {
      const file = safetensorsFile(Object.fromEntries(tensors.map((tensor, i) => [`${names[i]}.weight`, tensor])));
      await model.loadWeights(file, { layout: "pytorch" });
    }
    const bare = await start([dense({ units: 2, useBias: false })], [5]);
    await bare.loadWeights(safetensorsFile({ weight: linear(2, 5) }), { layout: "pytorch", map: { dense: "" } });
    expect((await bare.getWeights())[0]?.data.every((value) => value === 0)).toBe(true);
  });
});

describe("weights of depthwise, grouped and separable convolutions", () => {
  const layers = (): Layer[] => [
    normalization(),
    depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, useBias: false }),
    conv2d({ filters: 6, kernelSize: 1, groups: 2, useBias: false }),
    separableConv2d({ filters: 5, kernelSize: 3, useBias: false }),
  ];
  const shape: [number, number, number] = [6, 7, 2];

  /** PyTorch's order of a kernel `[height, width, a, b]`, whose filters read `inputs` channels each. */
  function torchKernel({ shape: sides, data }: NamedWeight, inputs: number): TensorToWrite {
    const [height = 1, width = 1] = sides;
    const filters = data.length / (height * width * inputs);
    const out = new Float32Array(data.length);
    let at = 0;
    for (let f = 0; f < filters; f++) {
      for (let c = 0; c < inputs; c++) {
        for (let pixel = 0; pixel < height * width; pixel++) out[at++] = data[(pixel * inputs + c) * filters + f] ?? 0;
      }
    }
    return { shape: [filters, inputs, height, width], data: out };
  }

  it("come from PyTorch's order, by the names of two modules", async () => {
    const model = await start(layers(), shape);
    const weights = await model.getWeights();
    const by = (name: string) => weights.find((weight) => weight.name === name) ?? expect.unreachable();
    const file = safetensorsFile({
      "norm.mean": by("normalization.mean"),
      "norm.variance": by("normalization.variance"),
      "first.weight": torchKernel(by("depthwise_conv2d.kernel"), 1),
      "second.weight": torchKernel(by("conv2d.kernel"), 2),
      "third.weight": torchKernel(by("separable_conv2d.depthwise_kernel"), 1),
      "fourth.weight": torchKernel(by("separable_conv2d.pointwise_kernel"), 6),
    });
    const map = {
      normalization: "norm",
      depthwise_conv2d: "first",
      conv2d: "second",
      "separable_conv2d.depthwise_kernel": "third.weight",
      "separable_conv2d.pointwise_kernel": "fourth.weight",
    };
    const other = await sequential(layers(), { inputShape: shape, seed: 99, threads: 1 });
    models.push(other);
    expect(await other.weightsSha256()).not.toBe(await model.weightsSha256());
    await other.loadWeights(file, { layout: "pytorch", map });
    expect(await other.weightsSha256()).toBe(await model.weightsSha256());
  });

  it("come from Keras, without what a normalization counts", async () => {
    const model = await start(layers(), shape);
    const tensors = Object.fromEntries(
      (await model.getWeights()).map((weight) => [weight.name.replace(".", "/"), weight]),
    );
    const count = { dtype: "I32", shape: [], data: new Uint8Array(4) };
    const other = await sequential(layers(), { inputShape: shape, seed: 99, threads: 1 });
    models.push(other);
    await other.loadWeights(safetensorsFile({ ...tensors, "normalization/count": count }));
    expect(await other.weightsSha256()).toBe(await model.weightsSha256());
  });
});

describe("weights of Keras' layout", () => {
  const spellings: [example: string, spell: (name: string) => string][] = [
    ["conv2d.kernel", (name) => name],
    ["conv2d/kernel", (name) => name.replace(".", "/")],
    ["sequential/conv2d/kernel", (name) => `sequential/${name.replace(".", "/")}`],
    ["my_model/conv2d/kernel:0", (name) => `my_model/${name.replace(".", "/")}:0`],
  ];
  it.each(spellings)("come back from a file with names like %s", async (_, spell) => {
    const [from, to] = [await start(named()), await start(named())];
    const noise = (await from.getWeights()).map((weight, i) => ({
      ...weight,
      data: weight.data.map((v) => v + i + 1),
    }));
    await from.setWeights(noise);
    await to.loadWeights(safetensorsFile(tensorsOf(noise, spell)));
    expect(await to.weightsSha256()).toBe(await from.weightsSha256());
  });

  it("come from a model that save() wrote, and under other names by a map", async () => {
    const from = await start(tiny());
    from.compile(compiled);
    await from.fit(garments(32));
    const to = await start(tiny());
    await to.loadWeights(await from.serialize());
    expect(await to.weightsSha256()).toBe(await from.weightsSha256());

    const other = await start([flatten(), dense({ units: 10, name: "last" })]);
    await other.loadWeights(await from.serialize(), { map: { last: "dense" } });
    const deep = safetensorsFile(tensorsOf(await from.getWeights(), (name) => `a/b/c/${name.replace(".", "/")}`));
    await other.loadWeights(deep, { map: { "last.kernel": "a/b/c/dense/kernel", last: "a/b/c/dense" } });
    const weights = (model: Model) => model.getWeights().then((all) => all.map(({ data }) => data));
    expect(await weights(other)).toEqual(await weights(from));
  });

  it("may be infinite or no numbers", async () => {
    const model = await start([dense({ units: 3, useBias: false })], [1]);
    const data = new Float32Array([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    await model.loadWeights(safetensorsFile({ "dense.kernel": { shape: [1, 3], data } }));
    expect((await model.getWeights())[0]?.data).toEqual(data);
  });
});

describe("loading weights", () => {
  it("leaves the optimizer's state as it is", async () => {
    const [loaded, plain] = [await start(tiny()), await start(tiny())];
    for (const model of [loaded, plain]) {
      model.compile(compiled);
      await model.fit(garments(64));
    }
    await loaded.loadWeights(safetensorsFile(tensorsOf(await loaded.getWeights())));
    for (const model of [loaded, plain]) await model.fit(garments(64), { initialEpoch: 1, epochs: 2 });
    expect(await loaded.weightsSha256()).toBe(await plain.weightsSha256());
  });

  it("takes its place among the calls, also from a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
    try {
      const model = await start(tiny());
      const before = await model.getWeights();
      const path = join(folder, "ones.safetensors");
      await writeFile(path, safetensorsFile(tensorsOf(before.map((w) => ({ ...w, data: w.data.fill(1) })))));
      const loading = model.loadWeights(path);
      expect((await model.getWeights()).every(({ data }) => data.every((value) => value === 1))).toBe(true);
      await loading;
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function tensorsOf(weights: readonly NamedWeight[], spell = (name: string) => name): Record<string, TensorToWrite> {
  return Object.fromEntries(weights.map(({ name, shape, data }) => [spell(name), { shape, data }]));
}

describe("a file that does not fit", () => {
  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  const fitting = { "dense.kernel": zeros(784, 10), "dense.bias": zeros(10) };
  let model: Model;
  let sha256: string;
  beforeAll(async () => {
    model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 5, threads: 1 });
    sha256 = await model.weightsSha256();
  });
  afterEach(async () => {
    expect(await model.weightsSha256()).toBe(sha256);
  });
  afterAll(() => model.dispose());

  it("is told everything at once", async () => {
    const layers = [...named().slice(0, -1), dense({ units: 11 }), dense({ units: 2, name: "more" })];
    const large = await start(layers);
    const call = () =>
      large.loadWeights(fixture("torch-named"), { layout: "pytorch", map: { ...modules, conv2d: "c" } });
    expect((await refusal(call)).message).toBe(
      "loadWeights: the file's tensors are not the model's weights; " +
        'missing: conv2d.kernel (as "c.weight"), more.kernel (as "more.weight"), more.bias (as "more.bias"); ' +
        'left over: "features.conv1.weight"; of another shape: ' +
        'dense.kernel ("classifier.fc.weight" is [10, 144], expected [11, 144]), ' +
        'dense.bias ("classifier.fc.bias" is [10], expected [11]) → ' +
        'say by the option "map" which tensor is which, or make the model of the file\'s layers; nothing was changed',
    );
  });

  // biome-ignore lint/suspicious/noExplicitAny: these calls are what the types would refuse
  const load = (source: any, options?: any) => () => model.loadWeights(source, options);
  const file = safetensorsFile(fitting);
  const pytorch = { layout: "pytorch" };
  type Wrong = [use: string, call: () => Promise<void>, code: Parameters<typeof expectRefusal>[1], named: string[]];
  const wrong: Wrong[] = [
    ["no source", load(undefined), "INVALID_ARGUMENT", ["the source", "undefined", ".safetensors"]],
    ["a file that is not there", load("/nonexistent/w.safetensors"), "IO", ["/nonexistent/w.safetensors", "path"]],
    ["no .safetensors", load(Buffer.from("PK\x03\x04, a zip")), "CHECKPOINT_INVALID", ["loadWeights"]],
    ["options of text", load(file, "pytorch"), "INVALID_ARGUMENT", ['"pytorch"', "layout, map"]],
    ["strict", load(file, { strict: false }), "INVALID_ARGUMENT", ['"strict"', "layout, map"]],
    ["a layout mistyped", load(file, { layout: "torch" }), "INVALID_ARGUMENT", ['"torch"', 'mean "pytorch"']],
    ["a map of text", load(file, { map: "dense" }), "INVALID_ARGUMENT", ['"map"', '"dense"']],
    ["a Map", load(file, { map: new Map() }), "INVALID_ARGUMENT", ['"map"', "class Map"]],
    ["an unknown layer", load(file, { map: { dens: "d" } }), "INVALID_ARGUMENT", ['"dens"', 'mean "dense"']],
    ["a layer without weights", load(file, { map: { flatten: "1" } }), "INVALID_ARGUMENT", ['"flatten"', "dense"]],
    ["a prototype's member", load(file, { map: { toString: "1" } }), "INVALID_ARGUMENT", ['"toString"']],
    ["a number as module", load(file, { map: { dense: 0 } }), "INVALID_ARGUMENT", ['"map.dense"', "is 0"]],
    ["a function without answer", load(file, { map: () => undefined }), "INVALID_ARGUMENT", ['"dense.kernel"']],
    ["a function's wrong answer", load(file, { map: () => "x" }), "CHECKPOINT_MISMATCH", ['dense.bias (as "x")']],
    ["an empty file", load(safetensorsFile({})), "CHECKPOINT_MISMATCH", ["missing: dense.kernel", "dense.bias"]],
    [
      "PyTorch's file without layout",
      load(safetensorsFile({ "dense.weight": zeros(10, 784), "dense.bias": zeros(10) })),
      "CHECKPOINT_MISMATCH",
      ['missing: dense.kernel (as "dense.kernel")', 'left over: "dense.weight"', 'layout: "pytorch"'],
    ],
    ["Keras' file as PyTorch's", load(file, pytorch), "CHECKPOINT_MISMATCH", ['layout: "keras"']],
    [
      "numbers that are more than the layers",
      load(safetensorsFile({ "0.weight": zeros(10, 784), "0.bias": zeros(10), "1.bias": zeros(1) }), pytorch),
      "CHECKPOINT_MISMATCH",
      ['weights; left over: "1.bias" → leave them out of the file'],
    ],
    [
      "one weight twice, under two models",
      load(safetensorsFile({ ...fitting, "a/dense/bias": zeros(10) })),
      "CHECKPOINT_MISMATCH",
      ['left over: "a/dense/bias"'],
    ],
    [
      "another shape of as many values",
      load(safetensorsFile({ ...fitting, "dense.kernel": zeros(10, 784) })),
      "CHECKPOINT_MISMATCH",
      ["of another shape: dense.kernel", "[10, 784]", "[784, 10]"],
    ],
    [
      "integers",
      load(safetensorsFile({ ...fitting, "dense.bias": { ...zeros(10), dtype: "I32" } })),
      "CHECKPOINT_MISMATCH",
      ['"dense.bias"', "I32", "F32"],
    ],
    [
      "too much to list, of names with lines",
      load(
        safetensorsFile(Object.fromEntries([...Array(500).keys()].map((i) => [`\n${"x".repeat(900)}${i}`, zeros(1)]))),
      ),
      "CHECKPOINT_MISMATCH",
      ["500 in all", '"\\nxxx'],
    ],
  ];
  it.each(wrong)("%s", async (_, call, code, named) => {
    await expectRefusal(call, code, named);
    expect((await refusal(call)).message.length).toBeLessThan(10_000);
  });

  it("is not read when the model was disposed of", async () => {
    const ended = await start(tiny());
    await ended.dispose();
    await expectRefusal(() => ended.loadWeights(file), "DISPOSED", ["loadWeights"]);
  });
});
