/** `fit` on batches that come one after the other: the bits of the same data at hand, whatever makes them and however it is cut. */
import {
  type Batch,
  type BatchSource,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  type FitOptions,
  flatten,
  type Layer,
  type Model,
  randomFlip,
  randomTranslation,
  rescaling,
  sequential,
} from "fashion-wasm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compiled, garments } from "./garments.js";

const data = garments(203);
const held = { shuffle: false, verbose: 0, checkImages: false } as const;
const streamed = { verbose: 0, checkImages: false } as const;

const layers = (): Layer[] => [
  randomFlip({ mode: "horizontal", alternating: true }),
  randomTranslation({ heightFactor: 0.1, widthFactor: 0.1 }),
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 4, kernelSize: 3, strides: 2 }),
  batchNormalization(),
  dropout({ rate: 0.2 }),
  flatten(),
  dense({ units: 10 }),
];

async function make(own = layers(), threads = 1): Promise<Model> {
  const model = await sequential(own, { inputShape: [28, 28, 1], seed: 3, threads });
  model.compile(compiled);
  return model;
}

/** What comes of a training: bits and history. */
async function trained(train: (model: Model) => Promise<{ history: unknown }>, own = layers(), threads = 1) {
  await using model = await make(own, threads);
  const { history } = await train(model);
  return { sha: await model.weightsSha256(), history, classNames: model.classNames };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const batches = () => data.batches(32);
async function* slowly(): AsyncGenerator<Batch> {
  for (const batch of batches()) {
    await wait(2);
    yield batch;
  }
}

afterEach(() => vi.restoreAllMocks());

describe("gives the bits of the same data at hand", () => {
  const atHand = (options: FitOptions = {}) => trained((model) => model.fit(data, { ...held, ...options }));
  it.each<[string, BatchSource]>([
    ["a generator function", batches],
    ["an asynchronous one", slowly],
    ["a function that returns a promise", async () => slowly()],
    ["an object that is iterated anew", { [Symbol.iterator]: batches }],
    ["an asynchronous one that is", { [Symbol.asyncIterator]: slowly }],
    ["a Set", new Set([...batches()])],
    [
      "arrays, written over for the next",
      function* () {
        const [pixels, labels] = [new Uint8Array(32 * 784), new Uint8Array(32)];
        for (const batch of batches()) {
          pixels.set(batch.images as Uint8Array);
          labels.set(batch.labels as Uint32Array);
          yield [pixels.subarray(0, batch.length * 784), labels.subarray(0, batch.length)] as const;
          pixels.fill(7);
        }
      },
    ],
    [
      "objects of images and labels",
      function* () {
        for (const { images, labels } of batches()) yield { images, labels: labels as Uint32Array };
      },
    ],
  ])("%s", async (_, source) => {
    const { sha, history } = await atHand({ epochs: 3 });
    expect(await trained((model) => model.fit(source, { ...streamed, epochs: 3 }))).toMatchObject({ sha, history });
  });

  it("on 1, 2 and 8 threads, with batches that come sooner or later", async () => {
    const { sha } = await atHand({ epochs: 2 });
    for (const [threads, source] of [
      [2, batches],
      [8, slowly],
    ] as const) {
      const options = { ...streamed, epochs: 2 };
      expect(await trained((model) => model.fit(source, options), layers(), threads)).toMatchObject({ sha });
    }
  });

  it("with weights of images and of classes", async () => {
    const sampleWeight = Array.from({ length: data.length }, (_, i) => (i % 5) / 2);
    const classWeight = { 3: 2 };
    function* weighted() {
      let at = 0;
      for (const { images, labels, length } of batches()) {
        yield [images, labels as Uint32Array, sampleWeight.slice(at, at + length)] as const;
        at += length;
      }
    }
    const { sha, history } = await atHand({ sampleWeight, classWeight });
    const own = await trained((model) => model.fit(weighted, { ...streamed, classWeight }));
    expect(own).toMatchObject({ sha, history });
  });

  it("with stepsPerEpoch, going on through passes", async () => {
    const options = { stepsPerEpoch: 5, epochs: 4 };
    const { sha, history } = await atHand(options);
    for (const source of [batches, slowly]) {
      expect(await trained((model) => model.fit(source, { ...streamed, ...options }))).toMatchObject({ sha, history });
    }
  });

  it("with a number of steps", async () => {
    const options = { stepsPerEpoch: 7, steps: 17 };
    const { sha, history } = await atHand(options);
    expect(await trained((model) => model.fit(batches, { ...streamed, ...options }))).toMatchObject({ sha, history });
  });

  it("with callbacks of batches, validation, and a loss in JavaScript", async () => {
    const loss = (outputs: Float32Array) => ({ loss: 1, gradient: outputs.map((value) => value / 100) });
    const seen = { held: [] as number[], streamed: [] as number[] };
    const run = (source: BatchSource | typeof data, name: keyof typeof seen, options: FitOptions) =>
      trained(async (model) => {
        model.compile({ optimizer: "sgd", loss });
        const callbacks = [{ onBatchEnd: (batch: number) => seen[name].push(batch) }];
        return model.fit(source as BatchSource, { ...options, epochs: 2, validationData: data, callbacks });
      });
    const { sha, history } = await run(data, "held", held);
    expect(await run(slowly, "streamed", streamed)).toMatchObject({ sha, history });
    expect(seen.streamed).toEqual(seen.held);
  });

  it("with one-hot rows and floats", async () => {
    const pixels = Float32Array.from(data.images);
    const rows = Array.from(data.labels as Uint32Array, (label) =>
      Array.from({ length: 10 }, (_, i) => +(i === label)),
    );
    const run = (train: (model: Model) => Promise<{ history: unknown }>) =>
      trained((model) => {
        model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
        return train(model);
      });
    function* own() {
      for (let at = 0; at < data.length; at += 32) {
        yield [pixels.slice(at * 784, (at + 32) * 784), rows.slice(at, at + 32)] as const;
      }
    }
    const { sha } = await run((model) => model.fit(pixels, rows, held));
    expect(await run((model) => model.fit(own, streamed))).toMatchObject({ sha });
  });

  it("with batches of many sizes, as trainOnBatch takes them", async () => {
    const sizes = [5, 30, 30, 7, 30, 64, 1, 36];
    function* own() {
      let at = 0;
      for (const size of sizes) {
        const { images, labels } = data.slice(at, at + size);
        at += size;
        yield { images, labels: labels as Uint32Array };
      }
    }
    const plain = layers().slice(1);
    const steps = await trained(async (model) => {
      for (const { images, labels } of own()) await model.trainOnBatch(images, labels);
      return { history: null };
    }, plain);
    expect(await trained((model) => model.fit(own, streamed), plain)).toMatchObject({ sha: steps.sha });
  });
});

it("brings classes to the names of the first batch, or of what it is validated with", async () => {
  const names = data.classNames.map((name) => `class ${name}`);
  const named = data.withClassNames(names);
  const other = named.withClassNames([...names].reverse());
  const { sha } = await trained((model) => model.fit(named, held));
  function* own() {
    let turn = 0;
    for (const batch of named.batches(32)) yield turn++ === 0 ? batch : batch.withClassNames([...names].reverse());
  }
  const mixed = await trained((model) => model.fit(own, streamed));
  expect(mixed).toMatchObject({ sha, classNames: names });
  const validated = await trained((model) =>
    model.fit(() => other.batches(32), { ...streamed, validationData: named }),
  );
  expect(validated).toMatchObject({ sha, classNames: names });
});

describe("evaluates", () => {
  it.each<[string, BatchSource]>([
    ["a generator", batches()],
    ["an asynchronous one", slowly()],
    [
      "batches of many sizes",
      function* () {
        for (const [start, end] of [
          [0, 3],
          [3, 100],
          [100, 203],
        ] as const)
          yield data.slice(start, end);
      },
    ],
  ])("%s as the data at hand", async (_, source) => {
    await using model = await make();
    const { loss, accuracy } = await model.evaluate(data, { checkImages: false });
    const own = await model.evaluate(source, { checkImages: false });
    expect(own.loss).toBeCloseTo(loss, 12);
    expect(own.accuracy).toBe(accuracy);
  });

  it("by a loss in JavaScript", async () => {
    await using model = await make();
    const loss = (outputs: Float32Array) => ({ loss: (outputs[0] ?? 0) + 9, gradient: outputs });
    model.compile({ optimizer: "sgd", loss });
    const expected = await model.evaluate(data, { checkImages: false, batchSize: 32 });
    expect(await model.evaluate(batches, { checkImages: false })).toEqual(expected);
  });

  it("refuses a size of batches, and a source without any", async () => {
    await using model = await make();
    await expect(model.evaluate(batches, { batchSize: 7 })).rejects.toThrow(/option "batchSize" is 7 → .*as it is/);
    await expect(model.evaluate(() => [])).rejects.toThrow(/evaluate: the source gave no batch/);
  });
});

it("asks a generator for no more than it trains on, and leaves it open", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Batch> {
    for (;;) {
      for (const batch of batches()) {
        given++;
        yield batch;
      }
    }
  }
  await using model = await make();
  const generator = endless();
  const { history } = await model.fit(generator, { ...streamed, epochs: 3, stepsPerEpoch: 4 });
  expect(history.loss).toHaveLength(3);
  expect(given).toBe(12);
  await model.fit(generator, { ...streamed, stepsPerEpoch: 2 });
  expect(given).toBe(14);
});

it("reads ahead while the engine computes, and no further", async () => {
  let [given, most] = [0, 0];
  function* counted() {
    for (let i = 0; i < 60; i++) {
      given++;
      yield data.take(32);
    }
  }
  await using model = await make();
  const onBatchEnd = (batch: number) => {
    most = Math.max(most, given - batch - 1);
  };
  await model.fit(counted, { ...streamed, callbacks: [{ onBatchEnd }] });
  expect(given).toBe(60);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(60);
});

it("closes an iterator of its own when training ends early", async () => {
  let closed = 0;
  function* own() {
    try {
      for (;;) yield data.take(32);
    } finally {
      closed++;
    }
  }
  await using model = await make();
  const stop = { onBatchEnd: (batch: number) => batch === 3 && model.stopTraining() };
  await model.fit(own, { ...streamed, callbacks: [stop] });
  expect(closed).toBe(1);
  const controller = new AbortController();
  const abort = { onBatchEnd: () => controller.abort(new Error("enough")) };
  const aborted = model.fit(own, { ...streamed, callbacks: [abort], signal: controller.signal });
  await expect(aborted).rejects.toThrow("enough");
  expect(closed).toBe(2);
});

it("ends with a warning where there are no more batches", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await using model = await make();
  const { history } = await model.fit(batches(), { ...streamed, epochs: 5, stepsPerEpoch: 5 });
  expect(history.loss).toHaveLength(2);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining("fit: the source has no more batches after 7 steps, training ends there → give a function"),
  );
});

it("tries a step with fastDevRun", async () => {
  await using model = await make();
  const { history, steps } = await model.fit(batches, { ...streamed, epochs: 9, fastDevRun: true });
  expect([history.loss.length, steps]).toEqual([1, 1]);
});

it("keeps to a time", async () => {
  await using model = await make();
  const begun = performance.now();
  await model.fit(batches, { ...streamed, stepsPerEpoch: 5, timeBudget: 0.5 });
  expect(performance.now() - begun).toBeLessThan(5000);
});

describe("refuses", () => {
  const broken = new Error("the disk is gone");
  it.each<[string, unknown, FitOptions, unknown]>([
    [
      "epochs of a generator",
      batches(),
      { epochs: 2 },
      /fit: 2 epochs of a generator, which gives its batches once → give the function/,
    ],
    ["nothing", () => [], {}, /fit: the source gave no batch → it must give at least one/],
    ["a function of something else", () => 7, {}, /fit: the function returned 7 → it must return an iterable/],
    ["something else as batch", () => [7], {}, /fit: batch 0: the data is 7 → it must be a Dataset/],
    ["images of another size", () => [[new Uint8Array(783), [1]]], {}, /fit: batch 0: /],
    ["a label too large, later", () => [data.take(3), [new Uint8Array(784), [10]]], {}, /fit: batch 1: /],
    [
      "a size of batches",
      batches,
      { batchSize: 5 },
      /fit: option "batchSize" is 5 → .*each batch of the source is a step/,
    ],
    ["shuffling", batches, { shuffle: true }, /fit: option "shuffle" is true → /],
    ["a split", batches, { validationSplit: 0.1 }, /fit: option "validationSplit" is 0.1 → .*give validationData/],
    ["weights beside them", batches, { sampleWeight: [1] }, /fit: option "sampleWeight" is /],
    ["balanced classes", batches, { classWeight: "balanced" }, /fit: option "classWeight" is "balanced" → /],
    ["some of them", batches, { overfitBatches: 2 }, /fit: option "overfitBatches" is 2 → /],
    ["steps of unknown epochs", batches, { steps: 4 }, /fit: option "steps" is 4 → .*stepsPerEpoch/],
  ])("%s", async (_, source, options, message) => {
    await using model = await make();
    await expect(model.fit(source as BatchSource, { ...streamed, ...options })).rejects.toThrow(message as RegExp);
    await model.fit(data, held);
  });

  it("what the source throws, after what came before", async () => {
    await using model = await make();
    const done: number[] = [];
    async function* breaking() {
      for (let i = 0; i < 5; i++) yield data.take(32);
      throw broken;
    }
    const callbacks = [{ onBatchEnd: (batch: number) => done.push(batch) }];
    await expect(model.fit(breaking, { ...streamed, callbacks })).rejects.toBe(broken);
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  it("labels beside a source", async () => {
    await using model = await make();
    await expect(model.fit(batches as never, [1, 2])).rejects.toThrow(/fit: received a source of batches and labels/);
  });
});
