/** Images and labels as two arguments of fit and evaluate, and validation data as an array: the same as in one object. */
import { dense, flatten, type Model, rescaling, sequential } from "fashion-wasm";
import { describe, expect, it, test } from "vitest";
import { garments } from "./garments.js";

const { images, labels } = garments(64);
const held = garments(16);

async function make(): Promise<Model> {
  const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10 })];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads: 1 });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  return model;
}

const quiet = { verbose: 0 } as const;

describe("the same numbers as of one object", () => {
  it("for fit and evaluate", async () => {
    await using one = await make();
    await using two = await make();
    const sampleWeight = labels.map((label) => 1 + (label % 3));
    const first = await one.fit({ images, labels, sampleWeight }, { ...quiet, epochs: 2, validationData: held });
    const second = await two.fit(images, labels, {
      ...quiet,
      epochs: 2,
      sampleWeight,
      validationData: [held.images, held.labels],
    });
    expect(second.history).toEqual(first.history);
    expect(await two.weightsSha256()).toBe(await one.weightsSha256());
    expect(await two.evaluate(held.images, held.labels)).toEqual(await one.evaluate(held));
    expect(await two.evaluate(held.images, held.labels, { batchSize: 5 })).toEqual(
      await one.evaluate(held, { batchSize: 5 }),
    );
  });

  it("without options, and with weights of what validates", async () => {
    await using one = await make();
    await using two = await make();
    const weights = held.labels.map((label) => label / 4);
    await one.fit({ images, labels });
    await two.fit(images, labels);
    expect(await two.weightsSha256()).toBe(await one.weightsSha256());
    const validationData = { images: held.images, labels: held.labels, sampleWeight: weights };
    const first = await one.fit({ images, labels }, { ...quiet, validationData });
    const second = await two.fit(images, labels, { ...quiet, validationData: [held.images, held.labels, weights] });
    expect(second.history).toEqual(first.history);
  });
});

const foreign = (value: unknown) => value as never;
const WRONG: readonly [string, (model: Model) => Promise<unknown>, RegExp][] = [
  [
    "labels of an object, twice",
    (model) => model.fit(foreign({ images, labels }), labels),
    /^fit: received \{ images, labels \} and labels/,
  ],
  [
    "an object for labels",
    (model) => model.fit(images, foreign({ labels }), quiet),
    /^fit: received three arguments, of which the second is/,
  ],
  [
    "null for labels",
    (model) => model.fit(images, foreign(null), {}),
    /the second is null → labels are an array or typed array/,
  ],
  ["images alone", (model) => model.fit(foreign(images)), /it must be a Dataset, .*, or images and labels/],
  ["options for labels", (model) => model.fit(foreign(images), { epochs: 2 }), /or images and labels/],
  ["evaluate images alone", (model) => model.evaluate(foreign(images)), /^evaluate: .*or images and labels/],
  [
    "evaluate, three arguments",
    (model) => model.evaluate(images, foreign("labels"), {}),
    /^evaluate: received three arguments, of which the second is "labels"/,
  ],
  [
    "validationData of one",
    (model) => model.fit(images, labels, { validationData: foreign([held.images]) }),
    /^fit: validationData: received an array of 1 → give \[images, labels\]/,
  ],
  [
    "validationData of four",
    (model) => model.fit(images, labels, { validationData: foreign([1, 2, 3, 4]) }),
    /received an array of 4/,
  ],
  [
    "validationData of numbers",
    (model) => model.fit(images, labels, { validationData: foreign([1, 2]) }),
    /^fit: validationData: the images are 1/,
  ],
];

test.each(WRONG)("%s is refused", async (_, call, says) => {
  await using model = await make();
  await expect(call(model)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringMatching(says) });
});

test.runIf("Float16Array" in globalThis)("floats of 16 bits are taken for what they are", async () => {
  await using model = await make();
  const half = Reflect.construct(Reflect.get(globalThis, "Float16Array") as Uint8ArrayConstructor, [images]);
  expect(await model.predict(half)).toEqual(await model.predict(Float32Array.from(images)));
});
