/** Augmentation in a model: it acts in training alone, at the head alone, and the same on any number of threads. */
import {
  augmentedSheet,
  batchNormalization,
  conv2d,
  dataset,
  dense,
  dropout,
  flatten,
  type Layer,
  loadModel,
  type Model,
  randomBrightness,
  randomContrast,
  randomErasing,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
  rescaling,
  sequential,
} from "fashion-wasm";
import { describe, expect, it, vi } from "vitest";
import { compiled, garments } from "./garments.js";

const data = garments(203);

const augmented = (): Layer[] => [
  randomFlip({ mode: "horizontal" }),
  randomTranslation({ heightFactor: 0.1, widthFactor: 0.1, fillMode: "constant" }),
  randomRotation({ factor: 0.05, fillMode: "constant" }),
  randomZoom({ heightFactor: 0.1 }),
  randomErasing({ factor: [0.5, 0.5], fillValue: 0 }),
  randomContrast({ factor: [0.2, 0.2] }),
  randomBrightness({ factor: 0.1 }),
];
const rest = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 4, kernelSize: 3, strides: 2 }),
  batchNormalization(),
  dropout({ rate: 0.2 }),
  flatten(),
  dense({ units: 10 }),
];

async function make(layers: Layer[], threads = 1): Promise<Model> {
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads });
  model.compile(compiled);
  return model;
}

const trained = async (layers: Layer[], threads = 1) => {
  const model = await make(layers, threads);
  await model.fit(data, { verbose: 0, checkImages: false, epochs: 2 });
  const sha = await model.weightsSha256();
  await model.dispose();
  return sha;
};

it("gives the same bits on 1, 2, 3 and 8 threads, and again", async () => {
  const all = [...augmented(), ...rest()];
  const first = await trained(all);
  for (const threads of [1, 2, 3, 8]) expect(await trained(all, threads)).toBe(first);
});

it.each(augmented().map((layer) => [layer.type, layer] as const))("%s changes training", async (_, layer) => {
  expect(await trained([layer, ...rest()])).not.toBe(await trained(rest()));
});

it("leaves predictions and evaluations as they are", async () => {
  await using plain = await make(rest());
  await using model = await make([...augmented(), ...rest()]);
  await model.setWeights(await plain.getWeights());
  expect(await model.predict(data)).toEqual(await plain.predict(data));
  expect(await model.evaluate(data)).toEqual(await plain.evaluate(data));
});

it("draws anew for each step, epoch and place in the batch", async () => {
  await using model = await make([randomBrightness({ factor: 0.5 }), flatten(), dense({ units: 10 })]);
  const images = new Uint8Array(4 * 784).fill(100);
  const one = await model.forward(images);
  const rows = [0, 1, 2, 3].map((i) => one.slice(10 * i, 10 * i + 10).join());
  expect(new Set(rows).size).toBe(4);
  expect(await model.forward(images)).toEqual(one);
  await model.trainOnBatch(images, [0, 1, 2, 3]);
  expect(await model.forward(images)).not.toEqual(one);
});

it("is in checkpoints and goes on from them", async () => {
  await using model = await make([...augmented(), ...rest()]);
  await model.fit(data, { verbose: 0, checkImages: false });
  await using loaded = await loadModel(await model.serialize(), { threads: 2 });
  expect(loaded.getConfig()).toEqual(model.getConfig());
  const options = { verbose: 0, checkImages: false } as const;
  await Promise.all([model.fit(data, options), loaded.fit(data, options)]);
  expect(await loaded.weightsSha256()).toBe(await model.weightsSha256());
});

describe("a flip that alternates", () => {
  const flat = (): Layer[] => [randomFlip({ mode: "horizontal", alternating: true }), flatten(), dense({ units: 10 })];
  const ramp = dataset.fromArrays({
    images: Uint8Array.from({ length: 40 * 4 }, (_, i) => (i % 4) * 80),
    labels: new Uint8Array(40),
    imageShape: [1, 4, 1],
  });

  /** Which images an epoch sees mirrored, by the first pixels of what goes forward. */
  async function mirrored(epochs: number, shuffle: boolean): Promise<boolean[][]> {
    await using model = await sequential(flat().slice(0, 2), { inputShape: [1, 4, 1], seed: 3, threads: 1 });
    const seen: boolean[][] = [];
    model.compile({
      optimizer: "sgd",
      loss: (outputs) => {
        (seen.at(-1) as boolean[]).push(...[...outputs].filter((_, i) => i % 4 === 0).map((first) => first > 0));
        return { loss: 0, gradient: outputs };
      },
    });
    const onEpochBegin = () => {
      seen.push([]);
    };
    await model.fit(ramp, {
      epochs,
      shuffle,
      batchSize: 16,
      verbose: 0,
      checkImages: false,
      callbacks: [{ onEpochBegin }],
    });
    return seen;
  }

  it("shows each image as it is and mirrored, turn by turn", async () => {
    const [first = [], second = [], third] = await mirrored(3, false);
    expect(first).toHaveLength(40);
    expect(second).toEqual(first.map((is) => !is));
    expect(third).toEqual(first);
    const share = first.filter(Boolean).length;
    expect(share).toBeGreaterThan(8);
    expect(share).toBeLessThan(32);
  });

  it("so does a shuffled training, which a loaded model goes on with", async () => {
    const [first = [], second = []] = await mirrored(2, true);
    const count = (seen: boolean[]) => seen.filter(Boolean).length;
    expect(count(first) + count(second)).toBe(40);
    const options = { verbose: 0, checkImages: false } as const;
    await using whole = await make([...flat()]);
    await using half = await make([...flat()]);
    await whole.fit(data, { ...options, epochs: 2 });
    await half.fit(data, options);
    await using loaded = await loadModel(await half.serialize());
    await loaded.fit(data, options);
    expect(await loaded.weightsSha256()).toBe(await whole.weightsSha256());
  });

  it("has another mode, and nothing of it where it is off", () => {
    expect(randomFlip()).not.toHaveProperty("alternating");
    expect(() => randomFlip({ alternating: 1 as never })).toThrow(
      /option "alternating" is 1 → it must be true or false/,
    );
  });
});

describe("warns of tones that are not the layer's", () => {
  const bytes = data;
  const floats = { images: Float32Array.from(data.images, (tone) => tone / 255), labels: data.labels as Uint32Array };
  const scaled = rescaling({ scale: 1 / 255 });
  const wrong = /valueRange \[0, 255\], and the images come to it with values from 0 to (?:1|0\.9\d*) → put it before/;
  it.each<[string, Layer[], "bytes" | "floats", RegExp | null]>([
    ["brightness", [scaled, randomBrightness({ factor: 0.1 })], "bytes", wrong],
    ["contrast", [scaled, randomContrast({ factor: 0.1 })], "bytes", wrong],
    ["noise", [scaled, randomErasing({ factor: 0.5 })], "bytes", wrong],
    ["brightness of floats", [randomBrightness({ factor: 0.1 })], "floats", wrong],
    ["a range of its own", [scaled, randomBrightness({ factor: 0.1, valueRange: [0, 1] })], "bytes", null],
    ["one that is too small", [randomBrightness({ factor: 0.1, valueRange: [0, 1] })], "bytes", /valueRange \[0, 1\]/],
    ["the right place", [randomBrightness({ factor: 0.1 }), randomErasing({ factor: 0.1 }), scaled], "bytes", null],
    ["one value put there", [scaled, randomErasing({ factor: 0.5, fillValue: 0 })], "bytes", null],
  ])("%s", async (_, head, kind, message) => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await using model = await make([...head, flatten(), dense({ units: 10 })]);
    const { images, labels } = kind === "bytes" ? bytes : floats;
    await model.fit(images, labels as Uint32Array, { verbose: 0 });
    await model.trainOnBatch(images, labels as Uint32Array);
    const lines = said.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("valueRange"));
    said.mockRestore();
    if (message === null) expect(lines).toEqual([]);
    else expect(lines).toEqual([expect.stringMatching(message)]);
  });
});

it("warns of floats in [0, 1] as a model without augmentation does", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await using model = await make([randomFlip(), rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10 })]);
  await model.trainOnBatch(new Float32Array(2 * 784).fill(0.5), [1, 2]);
  expect(said.mock.calls.join()).toMatch(/floats in \[0, 1\], but the model begins with a rescaling/);
  said.mockRestore();
});

describe("the sheet", () => {
  it("has a row an image, the image itself first, and what training sees, whatever is rescaled", async () => {
    const sheets = [];
    const erased = { factor: [1, 1], scale: [1, 1] } as const;
    for (const head of [
      [randomErasing({ ...erased, fillValue: 51 })],
      [rescaling({ scale: 1 / 127.5, offset: -1 }), randomErasing({ ...erased, fillValue: -0.6, valueRange: [-1, 1] })],
    ]) {
      await using model = await make([...head, flatten(), dense({ units: 10 })]);
      sheets.push(await augmentedSheet(model, data, { images: 3, draws: 5 }));
    }
    const { width, height } = sizeOf(sheets[0] as Uint8Array);
    expect([Math.round(width / height)]).toEqual([Math.round(6 / 3)]);
    expect(sheets[1]).toEqual(sheets[0]);
  });

  it("is refused where nothing is augmented, and of other images", async () => {
    await using plain = await make(rest());
    await expect(augmentedSheet(plain, data)).rejects.toThrow(/the model has no augmentation at its head → give one/);
    await using model = await make([randomFlip(), ...rest()]);
    const other = dataset.fromArrays({ images: new Uint8Array(50), labels: [1, 2], imageShape: [5, 5, 1] });
    await expect(augmentedSheet(model, other)).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
    await expect(augmentedSheet(model, [] as never)).rejects.toThrow(/received .* → give a Dataset/);
    await expect(augmentedSheet(model, data, { draws: 0 })).rejects.toThrow(/option "draws" is 0/);
  });
});

/** Of a PNG file. */
function sizeOf(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

describe("anywhere but at the head it is refused", () => {
  it.each(augmented().map((layer) => [layer.type, layer] as const))("%s", async (type, layer) => {
    const layers = [conv2d({ filters: 2, kernelSize: 3 }), layer, flatten(), dense({ units: 10 })];
    const refused = async () => {
      await using model = await make(layers);
      await model.fit(data, { verbose: 0 });
    };
    await expect(refused()).rejects.toMatchObject({
      code: "INVALID_SPEC",
      message: expect.stringMatching(
        new RegExp(`${type} \\(layer 2\\): it changes images as they are gathered → put it first`),
      ),
    });
  });
});
