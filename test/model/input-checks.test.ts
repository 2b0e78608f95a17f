/**
 * A model remembers units and tones of the images it was trained on, also in its file, and warns of others: once of each kind.
 */
import {
  type Dataset,
  dataset,
  dense,
  evaluateClassifier,
  type FashionMnist,
  flatten,
  type Layer,
  loadFashionMnist,
  loadModel,
  type Model,
  pretrained,
  sequential,
} from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { compiled, tiny } from "./garments.js";

let sample: FashionMnist;
beforeAll(async () => {
  sample = await loadFashionMnist({ data: "sample" });
});

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => warn.mockRestore());
const said = () => warn.mock.calls.flat().map(String);

const plain = (): Layer[] => [flatten(), dense({ units: 10 })];

/** The same images with other values. */
function changed(data: Dataset, change: (value: number) => number, Kind: typeof Uint8Array | typeof Float32Array) {
  const images = (Kind as Float32ArrayConstructor).from(data.images, change);
  return dataset.fromArrays({ images, labels: data.labels, imageShape: [28, 28, 1], classNames: data.classNames });
}

async function trained(layers: Layer[], data: Dataset): Promise<Model> {
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile(compiled);
  await model.fit(data, { epochs: 2 });
  return model;
}

describe("units", () => {
  const KINDS = {
    bytes: (data: Dataset) => data,
    "floats 0–255": (data: Dataset) => changed(data, (v) => v, Float32Array),
    "floats 0–1": (data: Dataset) => changed(data, (v) => v / 255, Float32Array),
    "floats −1…1": (data: Dataset) => changed(data, (v) => v / 127.5 - 1, Float32Array),
    standardised: (data: Dataset) => changed(data, (v) => (v - 72.9) / 90, Float32Array),
    "bytes 0 and 1": (data: Dataset) => changed(data, (v) => (v > 127 ? 1 : 0), Uint8Array),
  } as const;
  type Kind = keyof typeof KINDS;
  const ALIKE: readonly (readonly [Kind, Kind])[] = [["bytes", "floats 0–255"]];
  const pairs = (Object.keys(KINDS) as Kind[])
    .flatMap((from) => (Object.keys(KINDS) as Kind[]).map((to) => [from, to] as const))
    .filter((pair) => !(pair.includes("floats 0–1") && pair.includes("bytes 0 and 1"))); // one unit

  it.each(pairs)("trained on %s, asked about %s", async (from, to) => {
    await using model = await trained(plain(), KINDS[from](sample.train.take(128)));
    expect(said()).toEqual([]);
    await model.evaluate(KINDS[to](sample.test));
    const alike = from === to || ALIKE.some((pair) => pair.includes(from) && pair.includes(to));
    if (alike) expect(said()).toEqual([]);
    else expect(said().length, said().join("\n")).toBeGreaterThanOrEqual(1);
  });

  it("are said with both ranges, by every call, and once", async () => {
    await using model = await trained(plain(), KINDS["floats 0–1"](sample.train));
    const { test } = sample;
    for (let round = 0; round < 2; round++) {
      await model.evaluate(test);
      await model.predict(test.images);
    }
    const sentence =
      /the images have values from 0 to 255, those the model was trained on from 0 to 1 → give them in the units of training/;
    expect(said()).toEqual([expect.stringMatching(sentence)]);
    const file = await model.serialize({ optimizer: false });
    const calls: ((other: Model) => Promise<unknown>)[] = [
      (other) => other.predict(test),
      (other) => other.predict(test.take(3)),
      (other) => other.predictOne(test.image(0)),
      (other) => other.predictClasses(test.images),
      (other) => other.testOnBatch(test.images, test.labels),
      (other) => other.trainOnBatch(test.images, test.labels),
      (other) => other.fit(test),
      (other) => evaluateClassifier(other, test),
      (other) => other.fit(KINDS["floats 0–1"](sample.train), { validationData: test }),
      (other) => other.fit({ images: test.images, labels: test.labels }),
    ];
    for (const call of calls) {
      warn.mockClear();
      await using other = await loadModel(file, { threads: 1 });
      other.compile(compiled);
      await call(other);
      expect(said()).toEqual([expect.stringMatching(sentence)]);
    }
    warn.mockClear();
    await using small = await inference.loadModel(file);
    await small.predict(test.images as Uint8Array);
    expect(said()).toEqual([expect.stringMatching(/^fashion-wasm: predict: the images have values from 0 to 255/)]);
  });

  it("are learnt from batches, too", async () => {
    await using model = await sequential(plain(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    model.compile(compiled);
    const { images, labels } = KINDS["floats 0–1"](sample.train.take(64));
    await model.trainOnBatch(images, labels);
    expect(said()).toEqual([]);
    await model.predict(sample.test);
    expect(said()).toEqual([expect.stringMatching(/0 to 255, those the model was trained on from 0 to 1/)]);
  });

  it("are not judged by a single image that is brighter than all of training", async () => {
    const dark = changed(sample.train, (v) => v * 0.6, Uint8Array);
    await using model = await trained(tiny(), dark);
    const images = (changed(sample.test, (v) => v * 0.6, Uint8Array).images as Uint8Array).slice();
    images.fill(255, 400, 420);
    expect(model.checkImages(images)).toBeNull();
    await model.predict(images);
    expect(said()).toEqual([]);
    expect(model.checkImages(sample.test)).toMatch(/another contrast/);
  });

  it("of a training set are not replaced by those of batches", async () => {
    await using model = await sequential(plain(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    model.compile(compiled);
    const { images, labels } = KINDS["floats 0–1"](sample.train.take(64));
    await model.trainOnBatch(images, labels);
    await model.fit(sample.train);
    await model.trainOnBatch(images, labels);
    expect(model.checkImages(sample.test)).toBeNull();
  });

  it("of a training set are what counts, also where the head would rescale", async () => {
    await using model = await trained(tiny(), sample.train);
    await model.predict(KINDS["floats 0–1"](sample.test));
    expect(said()).toEqual([expect.stringMatching(/from 0 to 1, those the model was trained on from 0 to 255/)]);
  });
});

describe("tones", () => {
  const CHANGES: readonly (readonly [string, (value: number) => number, RegExp])[] = [
    ["inverted", (v) => 255 - v, /light background.*dark one → invert them \(255 − value\)/],
    ["on grey", (v) => Math.max(v, 60), /another background/],
    ["pale", (v) => v * 0.5, /another contrast/],
    ["almost blank", (v) => (v > 250 ? 255 : 0), /share of background/],
    ["white but for a pixel", (v) => (v > 254 ? 0 : 255), /light background/],
  ];
  it.each(CHANGES)("%s images are warned of by the pretrained classifier", async (_, change, sentence) => {
    const other = changed(sample.test, change, Uint8Array);
    await using model = await pretrained({ threads: 1 });
    expect(model.checkImages(other)).toMatch(sentence);
    await model.predict(other);
    await using small = await inference.pretrained();
    await small.predictOne(other.image(0));
    await small.predict(other.images as Uint8Array);
    expect(small.checkImages(other.images as Uint8Array)).toMatch(sentence);
    expect(said()).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
  });

  it("of genuine images are nothing to say, together or one by one", async () => {
    await using small = await inference.pretrained({ engine: "local" });
    for (const data of [sample.train, sample.test]) {
      for (let i = 0; i < data.length; i++) await small.predictOne(data.image(i));
      await small.predict(data.images as Uint8Array);
      expect(small.checkImages(data.images as Uint8Array)).toBeNull();
    }
    await using model = await pretrained({ threads: 1 });
    await model.predict(sample.test);
    await evaluateClassifier(model, sample.test, { calibrationData: sample.train });
    expect(said()).toEqual([]);
  });

  it("are heard of after genuine images, too", async () => {
    await using small = await inference.pretrained({ engine: "local" });
    const inverted = changed(sample.test, (v) => 255 - v, Uint8Array);
    for (let i = 0; i < 100; i++) await small.predictOne(sample.train.image(i));
    expect(said()).toEqual([]);
    for (let i = 0; i < 400 && said().length === 0; i++) await small.predictOne(inverted.image(i % 100));
    expect(said()).toHaveLength(1);
  });

  it("are kept by a file, by a fit that goes on, and by weights of 8 bits", async () => {
    await using model = await trained(tiny(), sample.train);
    const inverted = changed(sample.test, (v) => 255 - v, Uint8Array);
    for (const options of [{}, { weights: "int8" }, { optimizer: false }] as const) {
      await using loaded = await loadModel(await model.serialize(options), { threads: 1 });
      expect(loaded.checkImages(inverted)).toMatch(/invert/);
      expect(loaded.checkImages(sample.test)).toBeNull();
    }
  });

  it("are not known of a model that was not trained", async () => {
    await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    expect(model.checkImages(changed(sample.test, (v) => 255 - v, Uint8Array))).toBeNull();
  });
});

describe("checkImages: false", () => {
  it("says nothing, in either entry, of predict, predictClasses and evaluate; anything else is refused", async () => {
    await using model = await pretrained({ threads: 1 });
    await using small = await inference.pretrained({ engine: "local" });
    const inverted = changed(sample.test, (v) => 255 - v, Uint8Array);
    const images = inverted.images as Uint8Array;
    model.compile(compiled);
    const options = { checkImages: false };
    expect(await model.predict(inverted, options)).toEqual(await small.predict(images, options));
    await model.predictClasses(inverted, options);
    await small.predictClasses(images, options);
    await model.evaluate(inverted, options);
    expect(said()).toEqual([]);
    const wrong = { checkImages: 0 } as unknown as typeof options;
    await expect(model.predict(inverted, wrong)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await model.predict(inverted);
    expect(said()).toHaveLength(1);
  });

  it("is what the shifted images of an evaluation are predicted with", async () => {
    const coloured = changed(sample.train, (v) => Math.max(v, 200), Uint8Array);
    await using model = await trained(tiny(), coloured);
    // A row of black moves in.
    await evaluateClassifier(model, coloured.take(100));
    expect(said()).toEqual([]);
  });
});

describe("nothing is said of", () => {
  const inverted = () => changed(sample.train, (v) => 255 - v, Uint8Array);

  it("either kind of images where a model was trained on both in turn", async () => {
    const { train } = sample;
    const other = inverted();
    const images = new Uint8Array(2 * train.images.length);
    for (let i = 0; i < train.length; i++) {
      images.set(train.image(i), 2 * i * 784);
      images.set(other.image(i), (2 * i + 1) * 784);
    }
    const labels = [...train.labels].flatMap((label) => [label, label]);
    await using model = await trained(
      tiny(),
      dataset.fromArrays({ images, labels, imageShape: [28, 28, 1], classNames: train.classNames }),
    );
    expect([model.checkImages(train), model.checkImages(other)]).toEqual([null, null]);
  });

  it("images that a loaded model was trained on further, by fit or by batches", async () => {
    await using first = await trained(tiny(), sample.train);
    const file = await first.serialize();
    const other = inverted();
    await using fitted = await loadModel(file, { threads: 1 });
    await fitted.fit(other, { checkImages: false });
    await using batched = await loadModel(file, { threads: 1 });
    for (let i = 0; i < 320; i += 16) {
      const part = other.slice(i, i + 16);
      await batched.trainOnBatch(part, part.labels);
    }
    for (const model of [fitted, batched]) {
      expect([model.checkImages(other), model.checkImages(sample.test)]).toEqual([null, null]);
      await using again = await loadModel(await model.serialize(), { threads: 1 });
      expect(again.checkImages(other)).toBeNull();
    }
    // The batches were warned of when they came; fit was asked not to.
    expect(said()).toEqual([expect.stringMatching(/trainOnBatch: .*light background/)]);
  });

  it("bytes that are brighter than those of training, blank images, and tables with tails", async () => {
    await using dark = await trained(
      tiny(),
      changed(sample.train.take(200), (v) => v * 0.4, Uint8Array),
    );
    await dark.predict(changed(sample.test, (v) => v * 0.44, Uint8Array));
    await dark.predict(new Uint8Array(784));
    await dark.predict(new Uint8Array(784).fill(100));
    await using table = await sequential([dense({ units: 2 })], { inputShape: [3], seed: 1, threads: 1 });
    table.compile(compiled);
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const rows = (count: number) =>
      Float32Array.from({ length: 3 * count }, () => Math.exp(3 * random() + 2 * random()));
    const labels = Array.from({ length: 200 }, (_, i) => i % 2);
    await table.fit({ images: rows(200), labels }, { validationSplit: 0.2 });
    for (let i = 0; i < 20; i++) await table.predict(rows(50));
    await table.predictOne(Float32Array.of(0, 1, 1));
    expect(said()).toEqual([]);
  });
});

it("a model trained on values of any size can be saved and loaded, and knows them again", async () => {
  for (const [offset, scale] of [
    [0, 4e-5],
    [5, 1e-5],
    [0, 1.4e-4],
    [-1e-7, 1e-7],
    [0, 1e30],
  ] as const) {
    const images = Float32Array.from({ length: 20 * 16 }, (_, i) => offset + ((i * 7919) % 101) * (scale / 101));
    const labels = Array.from({ length: 20 }, (_, i) => i % 2);
    await using model = await sequential([flatten(), dense({ units: 2 })], {
      inputShape: [4, 4, 1],
      seed: 1,
      threads: 1,
    });
    model.compile(compiled);
    await model.fit({ images, labels });
    await model.evaluate({ images, labels });
    await using loaded = await loadModel(await model.serialize(), { threads: 1 });
    expect(loaded.checkImages(images)).toBeNull();
  }
  // Squares of gradients of 1e30 are no 32-bit numbers.
  expect(said()).toEqual([
    expect.stringMatching(
      /"optimizer\.velocity\.dense\.kernel" has .* → further training will fail; compile\(\) begins anew/,
    ),
  ]);
});
