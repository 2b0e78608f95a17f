/**
 * What a call was given is what it answers for: a caller may write the next frame into its buffer at once, and a dataset
 * does not follow an array that was changed after it was made.
 */
import { type Dataset, dataset, dense, loadModel, type Model, pretrained, sequential, sgd } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiled, garments, netS, tiny } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const data = garments(60, 4);
const frame = (i: number) => data.image(i) as Uint8Array;
let model: Model;
beforeAll(async () => {
  model = await sequential(netS(), { inputShape: [28, 28, 1], seed: 5, threads: 1 });
  model.compile(compiled);
});
afterAll(() => model.dispose());

/** Three frames through one buffer, none awaited before the next is written. */
async function throughOneBuffer<T>(ask: (buffer: Uint8Array) => Promise<T>): Promise<T[]> {
  const buffer = new Uint8Array(784);
  const answers: Promise<T>[] = [];
  for (const i of [0, 1, 2]) {
    buffer.set(frame(i));
    answers.push(ask(buffer));
  }
  buffer.fill(255);
  return Promise.all(answers);
}

describe("a buffer that is used again at once", () => {
  it.each(["predict", "predictOne", "predictOnBatch", "predictClasses"] as const)("%s", async (method) => {
    const ask = (images: Uint8Array | Float32Array): Promise<Float32Array | Uint32Array> => model[method](images);
    const expected = [await ask(frame(0)), await ask(frame(1)), await ask(frame(2))];
    expect(await throughOneBuffer(ask)).toEqual(expected);
    const floats = new Float32Array(784);
    const asFloats = (bytes: Uint8Array) => {
      floats.set(bytes);
      return ask(floats);
    };
    expect(await throughOneBuffer(asFloats)).toEqual(expected);
  });

  it.each(["worker", "local"] as const)("the inference entry, %s", async (engine) => {
    await using small = await inference.pretrained({ engine });
    const expected = [await small.predict(frame(0)), await small.predict(frame(1)), await small.predict(frame(2))];
    expect(await throughOneBuffer((buffer) => small.predict(buffer))).toEqual(expected);
    expect(await throughOneBuffer((buffer) => small.predictOne(buffer))).toEqual(expected);
  });

  it("training and testing on batches, fit and evaluate", async () => {
    const steps = async (mutate: boolean) => {
      await using own = await sequential(netS(), { inputShape: [28, 28, 1], seed: 5, threads: 1 });
      own.compile(compiled);
      const images = (data.images as Uint8Array).slice();
      const labels = data.labels.slice();
      const asked = [
        own.trainOnBatch(images, labels),
        own.testOnBatch(images, labels),
        own.fit({ images, labels }, { epochs: 2, validationData: { images, labels } }).then(({ history }) => history),
        own.evaluate({ images, labels }),
      ] as const;
      if (mutate) {
        images.fill(77);
        labels.fill(3);
      }
      return [...(await Promise.all(asked)), await own.weightsSha256()];
    };
    expect(await steps(true)).toEqual(await steps(false));
  });

  it("a checkpoint's bytes", async () => {
    const file = await model.serialize();
    const expected = await model.weightsSha256();
    await using other = await sequential(netS(), { inputShape: [28, 28, 1], seed: 6, threads: 1 });
    const loading = other.loadWeights(file);
    file.fill(0);
    await loading;
    expect(await other.weightsSha256()).toBe(expected);
    const copy = await model.serialize();
    const making = loadModel(copy, { threads: 1 });
    copy.fill(0);
    await using made = await making;
    expect(await made.weightsSha256()).toBe(expected);
  });
});

describe("a dataset over an array that changes", () => {
  const made = (): [Uint8Array, Dataset] => {
    const images = (data.images as Uint8Array).slice();
    return [images, dataset.fromArrays({ images, labels: data.labels, imageShape: [28, 28, 1] })];
  };

  it("stays what it was made of", async () => {
    const [images, own] = made();
    const expected = await model.predict(own);
    images.fill(9);
    expect(await model.predict(own)).toEqual(expected);
    expect(await model.predict(own.take(60))).toEqual(expected);
    expect(await own.fingerprint()).toBe(await data.fingerprint());
  });

  it("is refused once its own array was written to, in every call", async () => {
    const [, own] = made();
    await model.predict(own);
    (own.images as Uint8Array).fill(9);
    for (const call of [
      () => model.predict(own),
      () => model.predict(own.take(5)),
      () => model.predictClasses(own.shuffle(1)),
      () => model.evaluate(own),
      () => model.fit(own),
      () => model.fit(data, { validationData: own }),
    ]) {
      await expectRefusal(call, "DATA_MISMATCH", ["was changed after it was given"]);
    }
  });

  it("is refused once its own labels were written to", async () => {
    const [, own] = made();
    await model.evaluate(own);
    own.labels.fill(9);
    await expectRefusal(() => model.evaluate(own), "DATA_MISMATCH", ["was changed after it was given"]);
    await expectRefusal(() => model.fit(own.take(5)), "DATA_MISMATCH", ["was changed after it was given"]);
  });

  it("is one over a file's bytes, too", async () => {
    const file = new Uint8Array(16 + 2 * 4);
    file.set([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
    const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 0, 1);
    const reading = dataset.fromIdx({ images: file, labels });
    const table = new TextEncoder().encode("1,7,7,7,7\n0,8,8,8,8\n");
    const readingTable = dataset.fromCsv({ csv: table });
    file.fill(0);
    labels.fill(1);
    table.fill(32);
    const own = await reading;
    expect([...(await readingTable).images]).toEqual([7, 7, 7, 7, 8, 8, 8, 8]);
    expect([...own.images, ...own.labels]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 1]);
  });

  it("is refused after a change of all values alike, of floats, too", async () => {
    for (const change of [(v: number) => v * 2, (v: number) => v / 256, (v: number) => -v, () => 0.75]) {
      const own = dataset.fromArrays({
        images: Float32Array.from(data.images, (v) => 0.1 + v / 255),
        labels: data.labels,
        imageShape: [28, 28, 1],
      });
      await model.evaluate(own, { checkImages: false });
      own.images.forEach((value, i, all) => {
        all[i] = change(value);
      });
      await expectRefusal(() => model.evaluate(own), "DATA_MISMATCH", ["was changed after it was given"]);
    }
  });

  it("is made anew of a buffer that was filled again, however large", async () => {
    await using small = await sequential([dense({ units: 2 })], { inputShape: [784], seed: 1, threads: 1 });
    small.compile(compiled);
    const images = new Float32Array(784 * 22_000).fill(0.5, 5);
    const labels = new Uint8Array(22_000);
    const first = await small.evaluate({ images, labels });
    images.fill(0.25);
    expect(await small.evaluate({ images, labels }, { checkImages: false })).not.toEqual(first);
    const own = dataset.fromArrays({ images, labels, imageShape: [28, 28, 1] });
    await small.evaluate(own);
    const testing = small.testOnBatch(images, labels);
    images.fill(0.75);
    await expectRefusal(() => testing, "DATA_MISMATCH", ["testOnBatch", "was changed"]);
    const before = await small.weightsSha256();
    const training = small.trainOnBatch(images, labels);
    images.fill(0.5);
    await expectRefusal(() => training, "DATA_MISMATCH", ["trainOnBatch", "was changed"]);
    expect(await small.weightsSha256()).toBe(before);
  });

  it("is read from a large table's bytes as they were", async () => {
    const row = new TextEncoder().encode(`1,${Array.from({ length: 784 }, () => 200).join()}\n`);
    const table = new Uint8Array(row.length * 23_000);
    for (let at = 0; at < table.length; at += row.length) table.set(row, at);
    expect(table.length).toBeGreaterThan(64 * 2 ** 20);
    const reading = dataset.fromCsv({ csv: table });
    table.fill(48);
    await expectRefusal(() => reading, "DATA_MISMATCH", ["dataset.fromCsv", "was changed"]);
  });

  it("whose array is too large to copy is watched", { timeout: 60_000 }, async () => {
    await using small = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    const images = new Uint8Array(784 * 86_000).fill(1, 5);
    const own = dataset.fromArrays({ images, labels: null, imageShape: [28, 28, 1] });
    expect(own.source.images).toBe(images);
    const predicting = small.predict(images);
    images.fill(2);
    await expectRefusal(() => predicting, "DATA_MISMATCH", ["predict", "was changed after it was given"]);
    await expectRefusal(() => small.predict(own), "DATA_MISMATCH", ["was changed after it was given"]);
    images.set([7, 7, 7, 0]); // no pixels of a canvas
    const clamped = small.predict(new Uint8ClampedArray(images.buffer));
    images.fill(3);
    await expectRefusal(() => clamped, "DATA_MISMATCH", ["predict", "was changed after it was given"]);
  });
});

it("layers, options and lists of callbacks are taken as they were given", async () => {
  const layers = tiny();
  const callbacks = [{ onEpochEnd: () => undefined }];
  const optimizer = sgd({ learningRate: 0.5 });
  const making = sequential(layers, { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  Object.assign(layers[2] as object, { units: 3 });
  layers.pop();
  await using own = await making;
  expect(own.outputShape).toEqual([10]);
  own.compile({ optimizer, loss: "sparseCategoricalCrossentropy" });
  Object.assign(optimizer, { learningRate: 9 });
  expect(await own.getLearningRate()).toBe(0.5);
  let calls = 0;
  const fitting = own.fit(data, { epochs: 2, callbacks });
  callbacks.push({ onEpochEnd: () => void calls++ });
  await fitting;
  expect(calls).toBe(0);
});

it("the pretrained classifier answers alike for a buffer and for its copy", async () => {
  await using classifier = await pretrained({ threads: 1 });
  const [first] = await throughOneBuffer((buffer) => classifier.predict(buffer));
  expect(first).toEqual(await classifier.predict(frame(0)));
});
