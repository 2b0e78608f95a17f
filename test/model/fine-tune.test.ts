/** Transfer learning: what is kept, what is new, what stays frozen, and that it learns classes that the base has never seen. */
import {
  batchNormalization,
  conv2d,
  type Dataset,
  dense,
  dropout,
  fineTune,
  flatten,
  globalAveragePooling2d,
  type LayerInput,
  loadModel,
  type Model,
  pretrained,
  randomContrast,
  randomFlip,
  randomZoom,
  relu,
  rescaling,
  reshape,
  residual,
  sequential,
  softmax,
} from "fashion-wasm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compiled, garments } from "./garments.js";

const data = garments(400);
const quiet = { verbose: 0, checkImages: false } as const;
afterEach(() => vi.restoreAllMocks());

const body = (): LayerInput[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same" }),
  batchNormalization(),
  relu(),
  residual([conv2d({ filters: 8, kernelSize: 3, padding: "same" }), batchNormalization()]),
  relu(),
];
const chain = (): LayerInput[] => [...body(), flatten(), dropout({ rate: 0.2 }), dense({ units: 7 })];

/** The images of some classes, numbered anew. */
function only(kept: readonly number[], names = kept.map((label) => `class ${label}`)): Dataset {
  const some = data.filter(({ label }) => kept.includes(label ?? -1));
  return some.map(({ image, label }) => ({ image, label: kept.indexOf(label ?? -1) }), { classNames: names });
}
const known = only([0, 1, 2, 3, 4, 5, 6]);
const unseen = only([7, 8, 9]);

async function trainedBase(layers: LayerInput[] = chain(), threads = 1): Promise<Model> {
  const base = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads });
  base.compile(compiled);
  await base.fit(known, { ...quiet, epochs: 2 });
  return base;
}

const weightsOf = async (model: Model) =>
  new Map((await model.getWeights()).map(({ name, data: values }) => [name, [...values].join()]));

describe("a fine-tuned model", () => {
  it("learns classes that its base has never seen, from few, with everything else as it was", async () => {
    await using base = await trainedBase();
    const [sha, before] = [await base.weightsSha256(), await weightsOf(base)];
    await using model = await fineTune(base, { classes: 3 });
    expect(model.outputShape).toEqual([3]);
    expect(model.seed).toBe(base.seed);
    model.compile(compiled);
    await model.fit(unseen.take(60), { ...quiet, epochs: 20, batchSize: 20 });
    expect(model.classNames).toEqual(["class 7", "class 8", "class 9"]);
    expect((await model.evaluate(unseen.slice(60), { checkImages: false })).accuracy).toBeGreaterThan(0.9);
    const after = await weightsOf(model);
    const kept = [...after].filter(([name]) => !name.startsWith("classes."));
    expect(kept).toHaveLength(before.size - 2);
    // The moving statistics of batch normalizations among them.
    for (const [name, values] of kept) expect([name, values]).toEqual([name, before.get(name)]);
    expect(await base.weightsSha256()).toBe(sha);
  });

  it("has the same bits on any number of threads, again, and from a loaded base", async () => {
    await using base = await trainedBase();
    const bits = async (of: Model, threads: number) => {
      await using model = await fineTune(of, { classes: 3, freeze: 4, threads });
      model.compile(compiled);
      await model.fit(unseen, { ...quiet, epochs: 2 });
      return await model.weightsSha256();
    };
    const first = await bits(base, 1);
    for (const threads of [1, 2, 3]) expect(await bits(base, threads)).toBe(first);
    await using loaded = await loadModel(await base.serialize());
    expect(await bits(loaded, 2)).toBe(first);
  });

  it.each<[string, boolean | number | string, string[]]>([
    ["all", true, []],
    ["none", false, ["conv2d", "batch_normalization", "conv2d_1", "batch_normalization_1"]],
    ["the first three layers", 3, ["conv2d_1", "batch_normalization_1"]],
    ["those up to a layer", "batch_normalization", ["conv2d_1", "batch_normalization_1"]],
  ])("freezes %s", async (_, freeze, moved) => {
    await using base = await trainedBase();
    await using model = await fineTune(base, { classes: 3, freeze });
    model.compile(compiled);
    const before = await weightsOf(model);
    await model.fit(unseen.take(40), quiet);
    const after = await weightsOf(model);
    const changed = [...after]
      .filter(([name, values]) => before.get(name) !== values)
      .map(([name]) => name.split(".")[0]);
    expect(new Set(changed)).toEqual(new Set([...moved, "classes"]));
  });

  it("goes on with all layers, once they are trainable", async () => {
    await using base = await trainedBase();
    await using model = await fineTune(base, { classes: 3 });
    model.trainable = true;
    model.compile(compiled);
    const before = await weightsOf(model);
    await model.fit(unseen.take(40), quiet);
    const after = await weightsOf(model);
    expect([...after].every(([name, values]) => before.get(name) !== values)).toBe(true);
  });

  it("has the names that it is given, and brings data to them", async () => {
    await using base = await trainedBase();
    await using model = await fineTune(base, { classes: ["nine", "seven", "eight"] });
    expect(model.classNames).toEqual(["nine", "seven", "eight"]);
    model.compile(compiled);
    const own = only([7, 8, 9], ["seven", "eight", "nine"]);
    await model.fit(own, { ...quiet, epochs: 8, batchSize: 20 });
    expect(model.classNames).toEqual(["nine", "seven", "eight"]);
    const [first = -1] = await model.predictClasses(own.slice(0, 1));
    expect(model.classNames?.[first]).toBe(own.className(0));
    await expect(model.fit(unseen, quiet)).rejects.toMatchObject({ code: "DATA_MISMATCH" });
  });

  it("says which classes it has after it was saved", async () => {
    await using base = await trainedBase();
    await using model = await fineTune(base, { classes: ["a", "b"], freeze: 2 });
    await using loaded = await loadModel(await model.serialize());
    expect(loaded.classNames).toEqual(["a", "b"]);
    expect(loaded.getConfig()).toEqual(model.getConfig());
    expect(await loaded.weightsSha256()).toBe(await model.weightsSha256());
    expect(loaded.layers.map(({ trainable }) => trainable)).toEqual(model.layers.map(({ trainable }) => trainable));
  });

  it("warns of images unlike those of the base, and of no names where it has none yet", async () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await using base = await trainedBase();
    await using model = await fineTune(base, { classes: 3 });
    expect(model.inputProfile).toEqual(base.inputProfile);
    model.compile(compiled);
    await model.fit(unseen, { verbose: 0 });
    expect(said.mock.calls).toEqual([]);
    const inverted = unseen.map(({ image, label }) => ({ image: image.map((tone) => 255 - tone), label }));
    await model.fit(inverted, { verbose: 0 });
    expect(said.mock.calls.join()).toMatch(/fit: the images have .* → invert them/);
  });

  it("takes the place of a dense layer with softmax or behind one, of one after a pooling, and behind augmentation", async () => {
    for (const end of [
      [dense({ units: 7, activation: "softmax" })],
      [dense({ units: 12, activation: "relu" }), dense({ units: 7 }), softmax()],
    ]) {
      await using base = await trainedBase([randomFlip(), ...body(), globalAveragePooling2d(), ...end]);
      await using model = await fineTune(base, { classes: 4 });
      expect(model.layers.at(-1)).toMatchObject({ type: "dense", name: "classes", outputShape: [4] });
      expect(model.layers).toHaveLength(base.layers.length - (end.length === 3 ? 1 : 0));
      model.compile(compiled);
      await model.fit(unseen.take(10), quiet);
    }
  });

  it("takes colour and other sizes", async () => {
    await using base = await sequential([conv2d({ filters: 3, kernelSize: 3 }), flatten(), dense({ units: 5 })], {
      inputShape: [9, 11, 3],
      seed: 1,
      threads: 1,
    });
    await using model = await fineTune(base, { classes: 2, seed: 8 });
    expect([model.inputShape, model.outputShape, model.seed]).toEqual([[9, 11, 3], [2], 8]);
  });

  it("brings augmentation of its own, in place of that of the base", async () => {
    await using base = await trainedBase([randomFlip(), ...body(), flatten(), dense({ units: 7 })]);
    const learnt = await weightsOf(base);
    const types = (model: Model) => model.layers.map(({ type }) => type).filter((type) => type.startsWith("random"));
    for (const augment of [
      undefined,
      [],
      [randomZoom({ heightFactor: 0.1 })],
      [randomFlip(), randomContrast({ factor: 0.2 })],
    ]) {
      await using model = await fineTune(base, { classes: 4, augment });
      expect(types(model)).toEqual((augment ?? [randomFlip()]).map(({ type }) => type));
      // Branches read what they have read, and weights are those of the base.
      const inputs = (of: Model) =>
        of.layers.find(({ type }) => type === "add")?.inputs.map((place) => of.layers[place]?.name);
      expect(inputs(model)).toEqual(inputs(base));
      for (const [name, values] of await weightsOf(model))
        if (!name.startsWith("classes.")) expect([name, values]).toEqual([name, learnt.get(name)]);
      model.compile(compiled);
      await model.fit(unseen.take(10), quiet);
    }
  });

  it("is a base itself, all of which can be trained", async () => {
    await using base = await trainedBase();
    await using first = await fineTune(base, { classes: ["a", "b", "c"] });
    await using second = await fineTune(first, { classes: 5, freeze: false });
    expect(second.layers.at(-1)).toMatchObject({ name: "classes", outputShape: [5] });
    expect(second.layers.map(({ trainable }) => trainable)).toEqual(second.layers.map(() => true));
    const [own, learnt] = [await weightsOf(second), await weightsOf(first)];
    expect([...own].filter(([name, values]) => learnt.get(name) !== values).map(([name]) => name)).toEqual([
      "classes.kernel",
      "classes.bias",
    ]);
  });

  it.each(["fashion-mnist", "photos"] as const)("begins with the weights of the package: %s", async (weights) => {
    await using base = await pretrained({ weights, threads: 1 });
    await using model = await fineTune(base, { classes: 3, threads: 1 });
    model.compile(compiled);
    const { loss } = await model.trainOnBatch(unseen.take(8), unseen.take(8).labels);
    expect(loss).toBeGreaterThan(0);
  });
});

describe("refuses", () => {
  it.each<[string, unknown, RegExp]>([
    ["one class", { classes: 1 }, /option "classes" is 1/],
    ["one name", { classes: ["a"] }, /option "classes" is \["a"\] → .*two or more classes/],
    ["a name twice", { classes: ["a", "b", "a"] }, /no two alike/],
    ["no classes", {}, /option "classes" is undefined/],
    ["a layer that is not there", { classes: 2, freeze: "conv9" }, /option "freeze" is "conv9" → .*conv2d/],
    ["too many layers", { classes: 2, freeze: 99 }, /option "freeze" is 99 → .*from 0 to 10/],
    [
      "what is no augmentation",
      { classes: 2, augment: [relu()] },
      /option "augment" is .*layers of augmentation alone/,
    ],
    ["what are no layers", { classes: 2, augment: "flip" }, /"flip" as layers/],
    ["an unknown option", { classes: 2, frozen: true }, /unknown option "frozen"/],
  ])("%s", async (_, options, message) => {
    await using base = await sequential(chain(), { inputShape: [28, 28, 1], seed: 3, threads: 1 });
    await expect(fineTune(base, options as never)).rejects.toThrow(message);
  });

  it.each<[string, LayerInput[]]>([
    [
      "a convolution",
      [dense({ units: 784 }), reshape({ targetShape: [28, 28, 1] }), conv2d({ filters: 2, kernelSize: 3 }), flatten()],
    ],
    ["branches", [residual([dense({ units: 784 })])]],
  ])("a model that goes on after its last dense layer with %s", async (_, layers) => {
    await using base = await sequential([flatten(), ...layers], { inputShape: [28, 28, 1], threads: 1 });
    await expect(fineTune(base, { classes: 2 })).rejects.toThrow(
      /the model goes on after its last dense layer, "dense"/,
    );
  });

  it("a model without a dense layer, and one that is gone", async () => {
    const base = await sequential([flatten()], { inputShape: [28, 28, 1], threads: 1 });
    await expect(fineTune(base, { classes: 2 })).rejects.toThrow(/the model has no dense layer/);
    await base.dispose();
    const gone = await sequential(chain(), { inputShape: [28, 28, 1], threads: 1 });
    await gone.dispose();
    await expect(fineTune(gone, { classes: 2 })).rejects.toMatchObject({ code: "DISPOSED" });
  });
});
