/** What another realm made is what it is: data, files, addresses and signals of a `vm` context are taken like our own. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  type ByteSource,
  classificationReport,
  classProbabilities,
  confusionMatrix,
  dataset,
  encodePng,
  fitTemperature,
  init,
  loadFashionMnist,
  loadModel,
  parseIdx,
  pngEncoder,
  sequential,
  topKAccuracy,
} from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvOf } from "../data/csv-files.js";
import { gz, idx } from "../data/idx-files.js";
import { garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";
import { foreign } from "./foreign.js";

const dist = (name: string) => readFile(new URL(`../../dist/${name}`, import.meta.url));
const checkpoint = new URL("../../data/pretrained/fashion-mnist.safetensors", import.meta.url);
const shape = { inputShape: [28, 28, 1], threads: 1 } as const;
const data = garments(6);
const pixels = data.images as Uint8Array;
const text = Buffer.from(csvOf(data));
const imageFile = idx([6, 28, 28], pixels);
const labelFile = idx([6], Uint8Array.from(data.labels));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-realms-"));
  await writeFile(join(folder, "garments.csv"), text);
});
afterAll(() => rm(folder, { recursive: true }));

it("are of other classes than our own", () => {
  const made = [foreign.bytes([1]), foreign.buffer([1]), foreign.floats([1]), foreign.url("a:b"), foreign.blob([1])];
  for (const [i, own] of [Uint8Array, ArrayBuffer, Float32Array, URL, Blob].entries()) {
    expect(made[i]).not.toBeInstanceOf(own);
  }
  expect(foreign.signal()).not.toBeInstanceOf(AbortSignal);
});

const stream = (values: Uint8Array): AsyncIterable<Uint8Array> =>
  (async function* () {
    yield foreign.bytes(values.subarray(0, 3));
    yield foreign.bytes(values.subarray(3));
  })();

describe.each<[string, (bytes: Uint8Array) => ByteSource]>([
  ["bytes", (bytes) => foreign.bytes(bytes)],
  ["a view in the middle of a buffer", (bytes) => foreign.bytes([1, 2, 3, ...bytes, 4]).subarray(3, -1)],
  ["an ArrayBuffer", (bytes) => foreign.buffer(bytes)],
  ["a Blob", (bytes) => foreign.blob(bytes)],
  ["a File", (bytes) => foreign.file(bytes, "x")],
  ["a stream of the web", (bytes) => foreign.blob(bytes).stream()],
  ["an async iterable", stream],
])("%s", (_, of) => {
  it("is read as IDX, CSV and PNG", async () => {
    const whole = await data.fingerprint();
    for (const pack of [(bytes: Uint8Array) => bytes, gz]) {
      const [images, labels, csv] = [of(pack(imageFile)), of(pack(labelFile)), of(pack(text))];
      expect(await (await dataset.fromIdx({ images, labels })).fingerprint()).toBe(whole);
      expect(await (await dataset.fromCsv({ csv })).fingerprint()).toBe(whole);
    }
    const png = of(await encodePng(pixels.subarray(0, 784), [28, 28, 1]));
    const read = await dataset.fromImages({ images: foreign.array([png]), labels: foreign.bytes([data.label(0)]) });
    expect(read.image(0)).toEqual(data.image(0));
  });

  it("is held to maxBytes", async () => {
    const options = { images: of(imageFile), labels: of(labelFile), maxBytes: 100 };
    await expectRefusalOf("IDX_TOO_LARGE", () => dataset.fromIdx(options));
  });
});

async function expectRefusalOf(code: string, call: () => Promise<unknown>): Promise<void> {
  await expect(call()).rejects.toMatchObject({ name: "FashionWasmError", code });
}

describe("an address", () => {
  it("is read from, and named in errors", async () => {
    const csv = foreign.url(pathToFileURL(join(folder, "garments.csv")).href);
    expect(await (await dataset.fromCsv({ csv })).fingerprint()).toBe(await data.fingerprint());
    const missing = foreign.url(pathToFileURL(join(folder, "none.csv")).href);
    await expect(dataset.fromCsv({ csv: missing })).rejects.toMatchObject({ code: "IO" });
    await expect(dataset.fromCsv({ csv: missing })).rejects.toThrow("none.csv");
  });

  it("names a folder of Fashion-MNIST, a model, and files of the package", async () => {
    const sample = new URL("../../data/sample", import.meta.url).href;
    expect((await loadFashionMnist({ data: foreign.url(sample) })).test.length).toBe(100);
    await using model = await loadModel(foreign.url(checkpoint.href), { threads: 1 });
    await using other = await inference.loadModel(foreign.url(checkpoint.href), { engine: "local" });
    expect(await other.predict(pixels)).toEqual(await model.predict(pixels));
    const wasmUrl = foreign.url(new URL("../../dist/engine-simd.wasm", import.meta.url).href);
    await init({ wasmUrl });
    await (await sequential(tiny(), shape)).dispose();
    await init();
  });
});

describe("bytes", () => {
  it("are a model's file in both entries, and an IDX file", async () => {
    const bytes = foreign.bytes(await readFile(checkpoint));
    for (const load of [loadModel, inference.loadModel]) {
      const model = await load(bytes, { engine: "local" });
      expect(model.outputShape).toEqual([10]);
      await model.dispose();
    }
    expect((await parseIdx(foreign.bytes(imageFile))).shape).toEqual([6, 28, 28]);
  });

  it("are written as PNG", async () => {
    const own = await encodePng(pixels.subarray(0, 784), [28, 28, 1]);
    const image = foreign.bytes(pixels.subarray(0, 784));
    expect(await encodePng(image, [28, 28, 1])).toEqual(own);
    expect((await pngEncoder())({ data: image, width: 28, height: 28, channels: 1 })).toEqual(own);
  });
});

describe("wasm files", () => {
  it("start an engine in a worker, as bytes and compiled", async () => {
    const simd = await dist("engine-simd.wasm");
    const each = foreign.options({ simd: foreign.bytes(simd) });
    for (const wasmBytes of [foreign.bytes(simd), foreign.buffer(simd), each]) {
      await init({ wasmBytes });
      await (await sequential(tiny(), shape)).dispose();
    }
    await init({ module: foreign.module(simd) });
    await (await sequential(tiny(), shape)).dispose();
    await init();
    const predictor = await dist("inference-simd.wasm");
    for (const source of [{ module: foreign.module(predictor) }, { wasmBytes: foreign.buffer(predictor) }]) {
      await inference.init(source);
      await (await inference.loadModel(checkpoint)).dispose();
    }
    await inference.init();
  });

  it("start engines in this thread, compiled, and the reader of tables", async () => {
    const program = fileURLToPath(new URL("programs/local-module.mjs", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    expect(JSON.parse(stdout)).toEqual(["simd", false, "simd", false, 1]);
  });

  it("are no others than those of our own realm", async () => {
    const options = { wasmBytes: foreign.floats([1]) } as unknown as Parameters<typeof init>[0];
    await expectRefusal(() => init(options), "INVALID_ARGUMENT", ["wasmBytes", "Float32Array(1)"]);
  });
});

describe("floats", () => {
  it("are weights", async () => {
    await using model = await sequential(tiny(), shape);
    const weights = (await model.getWeights()).map((weight) => ({ ...weight, data: foreign.floats(weight.data) }));
    const hash = await model.weightsSha256();
    await model.setWeights(weights.map((weight) => ({ ...weight, data: new Float32Array(weight.data.length) })));
    expect(await model.weightsSha256()).not.toBe(hash);
    await model.setWeights(foreign.array(weights));
    expect(await model.weightsSha256()).toBe(hash);
  });

  it("are outputs, and bytes are labels, of the measures", () => {
    const outputs = [2, 1, 0, 0, 3, 1];
    const [rows, labels] = [foreign.floats(outputs), foreign.bytes([0, 2])];
    expect(topKAccuracy(labels, rows, 2, { classes: 3 })).toBe(1);
    expect(classProbabilities(rows, { classes: 3, activation: "linear" })).toEqual(
      classProbabilities(outputs, { classes: 3, activation: "linear" }),
    );
    expect(fitTemperature(rows, labels, { classes: 3 })).toBe(fitTemperature(outputs, [0, 2], { classes: 3 }));
    expect(confusionMatrix(labels, foreign.array([0, 1]), 3)).toEqual(confusionMatrix([0, 2], [0, 1], 3));
    const names = foreign.options({ classNames: foreign.array(["a", "b", "c"]) });
    expect(classificationReport(labels, labels, names).accuracy).toBe(1);
  });
});

describe("a signal", () => {
  const calls: [string, (signal: AbortSignal) => Promise<unknown>][] = [
    ["fromIdx", (signal) => dataset.fromIdx({ images: imageFile, labels: labelFile, signal })],
    ["fromCsv", (signal) => dataset.fromCsv({ csv: join(folder, "garments.csv"), signal })],
    ["fromImages", (signal) => dataset.fromImages({ images: [join(folder, "garments.csv")], labels: null, signal })],
    ["parseIdx", (signal) => parseIdx(imageFile, { signal })],
    ["loadFashionMnist", (signal) => loadFashionMnist({ data: "sample", signal })],
  ];

  it.each(calls)("is heard by %s", async (_, call) => {
    const signal = foreign.signal();
    const reason = new Error("enough");
    signal.abort(reason);
    await expect(call(signal)).rejects.toBe(reason);
  });

  it("that is no abort is none of ours", async () => {
    const signal = foreign.signal();
    for (const [name, call] of calls.filter(([each]) => each !== "fromImages")) {
      await expect(call(signal), name).resolves.toBeDefined();
    }
  });

  it.each(calls)("that is none is refused by %s", async (_, call) => {
    const wrong = new AbortController() as unknown as AbortSignal;
    await expectRefusal(() => call(wrong), "INVALID_ARGUMENT", ["signal", "AbortController", "an AbortSignal"]);
  });

  it("ends a wait for a stream and a training", async () => {
    const [waiting, reason] = [foreign.signal(), new Error("enough")];
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
    const read = dataset.fromCsv({ csv: never as AsyncIterable<Uint8Array>, signal: waiting });
    setTimeout(() => waiting.abort(reason), 20);
    await expect(read).rejects.toBe(reason);

    await using model = await sequential(tiny(), shape);
    model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
    const training = foreign.signal();
    const callbacks = [{ onEpochEnd: () => training.abort(reason) }];
    await expect(model.fit(data, { epochs: 9, signal: training, callbacks })).rejects.toBe(reason);
    expect(model.history.epoch).toEqual([0]);
  });
});

it("labels that are no list are refused", async () => {
  const untyped = confusionMatrix as unknown as (...args: unknown[]) => unknown;
  await expectRefusal(() => untyped(5, 5, 3), "INVALID_ARGUMENT", ["the labels are 5"]);
  await expectRefusal(() => untyped([1], undefined, 3), "INVALID_ARGUMENT", ["the predictions are undefined"]);
  const view = new DataView(new ArrayBuffer(4));
  await expectRefusal(() => untyped(view, view, 3), "INVALID_ARGUMENT", ["the labels are DataView"]);
});
