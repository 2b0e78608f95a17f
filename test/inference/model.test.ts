/** The entry that only predicts: the same bits as the whole package's, in its worker and in this thread. */
import { readFile } from "node:fs/promises";
import * as fashion from "fashion-wasm";
import { init, loadModel, pretrained } from "fashion-wasm/inference";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { compiled, garments, netL, netS } from "../model/garments.js";
import { expectRefusal, refusal } from "../model/refusal.js";

const packaged = new URL("../../data/pretrained/fashion-mnist.safetensors", import.meta.url);
const data = garments(70);
const images = data.images as Uint8Array;
const image = (i: number) => images.slice(784 * i, 784 * (i + 1));

afterEach(() => init());

describe.each(["worker", "local"] as const)("in its %s", (engine) => {
  it("the pretrained model has the bits of the whole package's", async () => {
    await using whole = await fashion.pretrained({ threads: 2 });
    const expected = await whole.predict(images);
    await using model = await pretrained({ engine });
    expect(model.engine).toEqual({ build: "simd", threads: 1, host: engine, notice: "" });
    expect(model).toMatchObject({ name: "fashion-mnist", inputShape: [28, 28, 1], outputShape: [10] });
    expect(model.classNames).toEqual(fashion.fashionMnistClassNames);
    expect(await model.predict(images)).toEqual(expected);
    expect(await model.predict(new Float32Array(images), { batchSize: 9 })).toEqual(expected);
    expect(await model.predictClasses(images)).toEqual(await whole.predictClasses(images));
    for (const i of [0, 33, 69]) {
      expect(await model.predictOne(image(i))).toEqual(expected.slice(10 * i, 10 * i + 10));
    }
  });

  it.each(["f32", "f16", "int8"] as const)("files of %s, with and without the optimizer, do too", async (weights) => {
    for (const layers of [netS(), netL()]) {
      await using whole = await fashion.sequential(layers, { inputShape: [28, 28, 1], seed: 4, threads: 1, name: "n" });
      whole.compile(compiled);
      await whole.fit(data, { epochs: 1, batchSize: 35 });
      const file = await whole.serialize({ weights });
      await using read = await fashion.loadModel(file, { threads: 1 });
      await using model = await loadModel(file, { engine });
      expect(model.classNames).toEqual(whole.classNames);
      expect(await model.predict(images)).toEqual(await read.predict(images));
    }
  });

  it("many calls at once are answered in their order", async () => {
    await using model = await pretrained({ engine });
    const all = await model.predict(images);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => model.predictOne(image(i))));
    expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => all.slice(10 * i, 10 * i + 10)));
  });

  it("a model that was disposed of says so, another is good", async () => {
    const [first, second] = [await pretrained({ engine }), await pretrained({ engine })];
    await first.dispose();
    await first.dispose();
    expect((await refusal(() => first.predict(images))).code).toBe("DISPOSED");
    expect(await second.predictOne(image(0))).toHaveLength(10);
    await second.dispose();
  });
});

describe("a model", () => {
  let model: Awaited<ReturnType<typeof pretrained>>;
  beforeAll(async () => {
    model = await pretrained({ engine: "local" });
  });
  afterAll(() => model.dispose());

  it("is read from a path, a URL and bytes alike", async () => {
    const expected = await model.predictOne(image(0));
    const bytes = new Uint8Array(await readFile(packaged));
    for (const source of [packaged, packaged.pathname, packaged.href, bytes, bytes]) {
      await using loaded = await loadModel(source, { engine: "local" });
      expect(await loaded.predictOne(image(0))).toEqual(expected);
    }
  });

  it("names the classes with the largest outputs", async () => {
    const outputs = await model.predictOne(image(0));
    const best = model.topK(outputs);
    expect(best).toHaveLength(3);
    expect(best[0]).toEqual({
      index: (await model.predictClasses(image(0)))[0],
      className: fashion.fashionMnistClassNames[best[0]?.index ?? -1],
      score: Math.max(...outputs),
    });
    const [whole] = [await fashion.pretrained({ engine: "local", threads: 1 })];
    expect(whole.topK(await whole.predictOne(image(0)), 10)).toEqual(model.topK(outputs, 10));
    await whole.dispose();
    const ties = model.topK([1, 2, 2, 0, 2, 0, 0, 0, 0, 0], 4);
    expect(ties.map(({ index }) => index)).toEqual([1, 2, 4, 0]);
  });

  it("takes one image as rows, as bytes and as canvas pixels", async () => {
    const expected = await model.predictOne(image(5));
    const rows = Array.from({ length: 28 }, (_, y) => [...image(5).subarray(28 * y, 28 * y + 28)]);
    expect(await model.predictOne(rows)).toEqual(expected);
    expect(await model.predictOne(new Uint8ClampedArray(image(5)))).toEqual(expected);
    expect(await model.predict([rows, rows])).toEqual(new Float32Array([...expected, ...expected]));
  });

  it("warns once of floats in [0, 1]", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await using fresh = await pretrained({ engine: "local" });
    const scaled = Float32Array.from(image(1), (value) => value / 255);
    await fresh.predict(scaled);
    await fresh.predictOne(scaled);
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/predict: the images have values from 0 to 0\.9\d+, those .* from 0 to 255/)],
    ]);
    warn.mockRestore();
  });

  it.each<[what: string, call: () => unknown, code: fashion.ErrorCode, named: string[]]>([
    [
      "an option of the whole package",
      () => pretrained({ threads: 2 } as object),
      "INVALID_ARGUMENT",
      ['"threads"', "engine"],
    ],
    ["another place", () => pretrained({ engine: "page" as "local" }), "INVALID_ARGUMENT", ['"engine"', '"page"']],
    ["no source", () => loadModel(7 as unknown as string), "INVALID_ARGUMENT", ["loadModel", "7"]],
    ["no file", () => loadModel("/nowhere.safetensors"), "IO", ["/nowhere.safetensors", "model.save()"]],
    ["no images", () => model.predict(new Uint8Array()), "INVALID_ARGUMENT", ["predict", "without a value"]],
    ["half an image", () => model.predict(new Uint8Array(500)), "SHAPE_MISMATCH", ["500", "[28, 28, 1]"]],
    ["a dataset", () => model.predict(data as unknown as Uint8Array), "INVALID_ARGUMENT", ["Dataset"]],
    [
      "two images as one",
      () => model.predictOne(images.subarray(0, 1568)),
      "SHAPE_MISMATCH",
      ["2 images", "predict()"],
    ],
    ["a batch of none", () => model.predict(images, { batchSize: 0 }), "INVALID_ARGUMENT", ['"batchSize"']],
    ["outputs of two images", () => model.topK(new Float32Array(20)), "SHAPE_MISMATCH", ["topK", "10 numbers"]],
    ["eleven of ten", () => model.topK(new Float32Array(10), 11), "INVALID_ARGUMENT", ['"k"', "11"]],
    [
      "two places for one file",
      () => init({ wasmUrl: "a", wasmBytes: new Uint8Array(1) }),
      "INVALID_ARGUMENT",
      ["wasmUrl and wasmBytes"],
    ],
    ["an unknown setting", () => init({ threads: 2 } as object), "INVALID_ARGUMENT", ['"threads"', "maxMemoryMiB"]],
    ["a module that is none", () => init({ module: {} as WebAssembly.Module }), "INVALID_ARGUMENT", ['"module"']],
  ])("refuses %s", async (_, call, code, named) => {
    await expectRefusal(call, code, named);
    expect(await model.predictOne(image(0))).toHaveLength(10);
  });
});

describe("init", () => {
  it("takes the wasm file as bytes, module and address, and no other program", async () => {
    const file = new URL("../../dist/inference-simd.wasm", import.meta.url);
    const wasmBytes = new Uint8Array(await readFile(file));
    const module = await WebAssembly.compile(wasmBytes);
    for (const options of [{ wasmBytes }, { module }, { wasmUrl: file }, { wasmUrl: file.pathname }]) {
      await init(options);
      await using model = await pretrained();
      expect(await model.predictOne(image(0))).toHaveLength(10);
    }
    await init({ wasmUrl: new URL("../../dist/engine-simd.wasm", import.meta.url) });
    const error = await refusal(() => pretrained());
    expect(error.code).toBe("ENGINE_START_FAILED");
    expect(error.message).toMatch(
      /engine-simd\.wasm is the simd build, needed is the inference build → give inference-simd/,
    );
  });

  it("bounds a model's memory: weights that do not fit say so", async () => {
    const layers = [fashion.flatten(), fashion.dense({ units: 9000 })]; // 28 MB
    await using whole = await fashion.sequential(layers, { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    const file = await whole.serialize({ optimizer: false });
    await init({ maxMemoryMiB: 24 });
    const error = await refusal(() => loadModel(file));
    expect(error.code).toBe("OUT_OF_MEMORY");
    expect(error.message).toMatch(/\d+ KiB could not be allocated → use a smaller model, .* raise maxMemoryMiB/);
    await init();
    await using model = await loadModel(file);
    expect(await model.predictOne(image(0))).toEqual(await whole.predictOne(image(0)));
  });

  it("bounds a model's memory: what does not fit is refused, and ends no other model", async () => {
    await using other = await pretrained();
    await init({ maxMemoryMiB: 16 });
    const model = await pretrained();
    const error = await refusal(() => model.predict(new Uint8Array(784 * 50_000), { batchSize: 50_000 }));
    expect(error.code).toBe("OUT_OF_MEMORY");
    await model.dispose();
    expect(await other.predictOne(image(0))).toHaveLength(10);
  });
});
