/**
 * Whatever memory an array lies on, it is read as it is now, or refused by name: shared between threads, resizable, handed
 * over to another thread, in the middle of a buffer.
 */
import { readFile } from "node:fs/promises";
import {
  classificationReport,
  dataset,
  encodePng,
  init,
  loadModel,
  parseIdx,
  pngEncoder,
  sequential,
} from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvOf } from "../data/csv-files.js";
import { idx, sameBytes } from "../data/idx-files.js";
import { garments, tiny } from "../model/garments.js";

type Memory = ArrayBuffer | SharedArrayBuffer;
/** Makes a memory of so many bytes, some of them before what is written to it. */
const MEMORIES: readonly (readonly [name: string, make: (bytes: number) => Memory, before: number])[] = [
  ["a buffer, from its middle", (bytes) => new ArrayBuffer(bytes + 9), 8],
  ["shared", (bytes) => new SharedArrayBuffer(bytes), 0],
  ["shared and growable, from its middle", (bytes) => extensible(SharedArrayBuffer, bytes + 9), 8],
  ["resizable", (bytes) => extensible(ArrayBuffer, bytes), 0],
];

/** A memory that may have twice its size; newer than TypeScript's declarations here. */
function extensible<M extends Memory>(Kind: new (bytes: number) => M, bytes: number): M {
  return Reflect.construct(Kind, [bytes, { maxByteLength: 2 * bytes }]);
}

const QUIET = { checkImages: false };
const data = garments(4);
const pixels = data.images as Uint8Array;
const labels = Uint8Array.from(data.labels);
const shape = { inputShape: [28, 28, 1], threads: 1, seed: 1 } as const;
const read = async (path: string) => new Uint8Array(await readFile(new URL(`../../${path}`, import.meta.url)));
const [checkpoint, engineWasm, inferenceWasm, dataWasm] = (await Promise.all(
  [
    "data/pretrained/fashion-mnist.safetensors",
    ...["engine-simd", "inference-simd", "data"].map((n) => `dist/${n}.wasm`),
  ].map(read),
)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
let model: Awaited<ReturnType<typeof loadModel>>;
let outputs: Float32Array;
beforeAll(async () => {
  model = await loadModel(checkpoint, { threads: 1 });
  outputs = await model.predict(pixels, QUIET);
});
afterAll(() => model.dispose());

describe.each(MEMORIES)("memory that is %s", (_, make, before) => {
  /** A view on it: fixed in length, or, of a resizable one from its start, as long as the memory. */
  function bytes(values: Uint8Array): Uint8Array<ArrayBuffer> {
    const memory = make(values.length);
    const view = before === 0 ? new Uint8Array(memory) : new Uint8Array(memory, before, values.length);
    view.set(values);
    return view as Uint8Array<ArrayBuffer>;
  }
  function clamped(values: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
    const { buffer, byteOffset, length } = bytes(values);
    return new Uint8ClampedArray(buffer, byteOffset, length);
  }
  function floats(values: Float32Array): Float32Array<ArrayBuffer> {
    const { buffer, byteOffset } = bytes(new Uint8Array(values.buffer));
    return new Float32Array(buffer, byteOffset, values.length);
  }

  it("holds the file of a model, and of weights", async () => {
    for (const source of before === 0 ? [bytes(checkpoint), bytes(checkpoint).buffer] : [bytes(checkpoint)]) {
      for (const load of [loadModel, inference.loadModel]) {
        const loaded = await load(source, { engine: "local" });
        expect(await loaded.predict(pixels, QUIET)).toEqual(outputs);
        await loaded.dispose();
      }
    }
    await model.loadWeights(bytes(await model.serialize({ optimizer: false })));
    expect(await model.predict(pixels, QUIET)).toEqual(outputs);
    const weights = (await model.getWeights()).map((weight) => ({ ...weight, data: floats(weight.data) }));
    await model.setWeights(weights);
    expect(await model.predict(pixels, QUIET)).toEqual(outputs);
  });

  it("holds images and labels", async () => {
    const whole = await data.fingerprint();
    const given = { images: bytes(pixels), labels: bytes(labels), imageShape: [28, 28, 1] } as const;
    const set = dataset.fromArrays(given);
    given.images.fill(0); // copied
    expect(await set.fingerprint()).toBe(whole);
    const asFloats = { ...given, images: Float32Array.from(pixels) };
    const ofFloats = dataset.fromArrays({ ...asFloats, images: floats(asFloats.images) });
    expect(await ofFloats.fingerprint()).toBe(await dataset.fromArrays(asFloats).fingerprint());
    for (const images of [bytes(pixels), clamped(pixels), floats(Float32Array.from(pixels))]) {
      expect(await model.predict(images, QUIET)).toEqual(outputs);
    }
    const one = bytes(pixels.subarray(0, 784));
    expect(await model.predictOne(one)).toEqual(outputs.subarray(0, 10));
    expect(await model.predict([[...one], one] as never, QUIET)).toHaveLength(20);
    const image = { width: 28, height: 28, data: clamped(new Uint8Array(28 * 28 * 4).fill(9)) };
    expect(await model.predict(image, QUIET)).toHaveLength(10);
    const report = classificationReport(bytes(labels), bytes(labels), { classNames: data.classNames });
    expect(report.accuracy).toBe(1);
  });

  it("holds what a model learns from, to the same bits", async () => {
    const trained = async (images: Uint8Array, numbers: Uint8Array) => {
      await using learner = await sequential(tiny(), shape);
      await learner.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
      await learner.fit({ images, labels: numbers }, { epochs: 1, batchSize: 2 });
      await learner.trainOnBatch(images, numbers);
      await learner.evaluate({ images, labels: numbers });
      return await learner.weightsSha256();
    };
    expect(await trained(bytes(pixels), bytes(labels))).toBe(await trained(pixels, labels));
  });

  it("holds files of data, whole and in pieces", async () => {
    const whole = await data.fingerprint();
    const [images, numbers, csv] = [idx([4, 28, 28], pixels), idx([4], labels), csvOf(data)];
    expect((await parseIdx(bytes(images))).data).toEqual(pixels);
    expect(await (await dataset.fromIdx({ images: bytes(images), labels: bytes(numbers) })).fingerprint()).toBe(whole);
    expect(await (await dataset.fromCsv({ csv: bytes(csv) })).fingerprint()).toBe(whole);
    const pieces = async function* () {
      yield bytes(csv.slice(0, 999));
      yield bytes(csv.slice(999));
    };
    expect(await (await dataset.fromCsv({ csv: pieces() })).fingerprint()).toBe(whole);
    const image = pixels.slice(0, 784);
    const png = await encodePng(image, [28, 28, 1]);
    expect((await dataset.fromImages({ images: [bytes(png)], labels: bytes(labels.slice(0, 1)) })).images).toEqual(
      image,
    );
    if (before === 0) {
      const [file, list, table] = [images, numbers, csv].map((each) => bytes(each).buffer) as [Memory, Memory, Memory];
      expect(await (await dataset.fromIdx({ images: file, labels: list })).fingerprint()).toBe(whole);
      expect(await (await dataset.fromCsv({ csv: table })).fingerprint()).toBe(whole);
      expect((await parseIdx(file)).data).toEqual(pixels);
    }
    const encode = await pngEncoder();
    for (const grey of [bytes(image), clamped(image)]) {
      expect(sameBytes(await encodePng(grey, [28, 28, 1]), png)).toBe(true);
      expect(sameBytes(encode({ data: grey as Uint8Array, width: 28, height: 28, channels: 1 }), png)).toBe(true);
    }
  });

  it("holds the package's own files", async () => {
    const given = bytes(engineWasm);
    await init({ wasmBytes: given, threads: 1, dataWasm: bytes(dataWasm) });
    given.fill(0); // copied
    await (await sequential(tiny(), shape)).dispose();
    await init({ wasmBytes: { simd: before === 0 ? bytes(engineWasm).buffer : bytes(engineWasm) }, threads: 1 });
    await (await sequential(tiny(), shape)).dispose();
    await init();
    await inference.init({ wasmBytes: bytes(inferenceWasm) });
    await (await inference.loadModel(checkpoint)).dispose();
    await inference.init();
  });
});

/** Views whose memory is gone. */
const GONE: readonly (readonly [name: string, of: <T extends Uint8Array | Float32Array>(view: T) => T])[] = [
  [
    "handed over",
    (view) => {
      structuredClone(view, { transfer: [view.buffer as ArrayBuffer] });
      return view;
    },
  ],
  [
    "cut short",
    (view) => {
      const memory = extensible(ArrayBuffer, view.byteLength);
      const Kind = view.constructor as new (memory: ArrayBuffer, start: number, length: number) => typeof view;
      const short = new Kind(memory, 0, view.length);
      (memory as { resize?(bytes: number): void }).resize?.(0);
      return short;
    },
  ],
];

describe.each(GONE)("memory that was %s", (_, of) => {
  const gone = () => of(Uint8Array.of(1, 2, 3));
  const buffer = () => {
    const memory = new ArrayBuffer(8);
    structuredClone(memory, { transfer: [memory] });
    return memory;
  };
  const CALLS: readonly (readonly [where: string, call: () => unknown])[] = [
    ["loadModel", () => loadModel(gone())],
    ["loadModel", () => loadModel(buffer())],
    ["loadModel", () => inference.loadModel(gone())],
    ["loadWeights", () => model.loadWeights(gone())],
    ["setWeights", () => model.setWeights([{ name: "dense.kernel", shape: [1], data: of(Float32Array.of(1)) }])],
    ["predict", () => model.predict(gone())],
    ["predict", () => model.predict(of(Float32Array.of(1)))],
    ["predict", () => model.predict([gone()] as never)],
    ["predictOne", () => model.predictOne(gone())],
    ["evaluate", () => model.evaluate({ images: pixels, labels: gone() })],
    ["dataset.fromArrays", () => dataset.fromArrays({ images: gone(), labels, imageShape: [28, 28, 1] })],
    ["dataset.fromArrays", () => dataset.fromArrays({ images: pixels, labels: gone(), imageShape: [28, 28, 1] })],
    ["dataset.fromIdx", () => dataset.fromIdx({ images: gone(), labels: gone() })],
    ["dataset.fromIdx", () => dataset.fromIdx({ images: buffer(), labels: buffer() })],
    ["dataset.fromCsv", () => dataset.fromCsv({ csv: gone() })],
    ["dataset.fromImages", () => dataset.fromImages({ images: [gone()], labels: null })],
    ["parseIdx", () => parseIdx(gone())],
    ["encodePng", () => encodePng(gone(), [1, 3, 1])],
    ["init", () => init({ wasmBytes: gone() })],
    ["init", () => init({ wasmBytes: { simd: buffer() } })],
    ["init", () => init({ dataWasm: gone() })],
    ["init", () => init({ customersWasm: gone() })],
    ["init", () => inference.init({ wasmBytes: gone() })],
  ];
  it("is refused by name", async () => {
    for (const [i, [where, call]] of CALLS.entries()) {
      const error = await Promise.resolve()
        .then(call)
        .then(
          () => ({ name: "none", message: "" }),
          (thrown: Error) => thrown,
        );
      expect({ i, where, name: error.name }).toEqual({ i, where, name: "FashionWasmError" });
      expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
      expect(error.message.startsWith(where)).toBe(true);
      expect(error.message).toMatch(/\(0\) on memory that was handed over or cut short/);
    }
    const empty = dataset.fromArrays.bind(null, { images: new Uint8Array(0), labels: [], imageShape: [1, 1, 1] });
    expect(empty).toThrow("images has 0 values"); // there, and empty
  });
});
