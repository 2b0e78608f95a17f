/** The plan of inference on the real test images: what it says, what training's plan says, and how small a file may be. */
import * as fashion from "fashion-wasm";
import { type Dataset, loadFashionMnist, loadModel, type Model, pretrained, recipes, sequential } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layers } from "../../scripts/pretrained/recipe.mjs";

let train: Dataset;
let test: Dataset;
const models: Model[] = [];
beforeAll(async () => {
  ({ train, test } = await loadFashionMnist());
});
afterAll(async () => {
  await Promise.all(models.map((model) => model.dispose()));
});

function kept(model: Model): Model {
  models.push(model);
  return model;
}

const image = (i: number) => test.source.images.subarray(784 * i, 784 * (i + 1));

describe("the pretrained model", () => {
  let model: Model;
  let outputs: Float32Array;
  beforeAll(async () => {
    model = kept(await pretrained({ threads: 2 }));
    outputs = await model.predict(test);
  });

  it("knows its classes and most of the test images", async () => {
    expect(model.classNames).toEqual(test.classNames);
    const classes = await model.predictClasses(test);
    const right = classes.filter((found, i) => found === test.source.labels?.[i]);
    expect(right.length).toBe(9431);
    expect((await model.evaluate(test)).accuracy).toBe(0.9431);
  });

  it("says the same in evaluation, which goes through the plan of training", async () => {
    const classes = await model.predictClasses(test);
    const found = { images: test.source.images as Uint8Array, labels: Uint8Array.from(classes) };
    const { accuracy, loss } = await model.evaluate(found);
    expect(accuracy).toBe(1); // every argmax of the 10,000
    const mean = classes.reduce((sum, best, i) => sum - Math.log(outputs[10 * i + best] ?? 0), 0) / test.length;
    expect(Math.abs(loss - mean)).toBeLessThan(1e-6);
    let worst = 0;
    for (let i = 0; i < 300; i++) {
      const one = await model.testOnBatch(image(i), classes.subarray(i, i + 1));
      worst = Math.max(worst, Math.abs(Math.exp(-one.loss) - (outputs[10 * i + (classes[i] ?? 0)] ?? 0)));
    }
    expect(worst).toBeLessThan(1e-5);
  });

  it("gives an image the same bits alone, sent or held, on one thread or two", async () => {
    const alone = kept(await pretrained({ threads: 1 }));
    const local = kept(await pretrained({ threads: 1, engine: "local" }));
    for (let i = 0; i < 200; i++) {
      const expected = outputs.slice(10 * i, 10 * (i + 1));
      for (const each of [model, alone, local]) expect(await each.predict(image(i))).toEqual(expected);
    }
    expect(await alone.predict(test.source.images as Uint8Array, { batchSize: 1000 })).toEqual(outputs);
    expect(await model.predict(test.source.images as Uint8Array, { batchSize: 7 })).toEqual(outputs);
  });
});

describe("a file of small weights", () => {
  it("predicts about as well", async () => {
    const { quick } = recipes;
    const model = kept(await sequential(quick.layers(), { inputShape: quick.inputShape, seed: 3, threads: 2 }));
    model.compile(quick.compile);
    await model.fit(train.take(20_000), { epochs: 1, batchSize: 128 });
    const { accuracy } = await model.evaluate(test);
    expect(accuracy).toBeGreaterThan(0.7);
    for (const [weights, most] of [
      ["f32", 0],
      ["f16", 0.001],
      ["int8", 0.003],
    ] as const) {
      const loaded = kept(await loadModel(await model.serialize({ weights, optimizer: false })));
      expect(loaded.classNames).toEqual(test.classNames);
      expect(Math.abs((await loaded.evaluate(test)).accuracy - accuracy)).toBeLessThanOrEqual(most);
    }
  });

  it("is small, and can be trained from", async () => {
    const model = kept(await sequential(layers(fashion), { inputShape: [28, 28, 1], seed: 5, threads: 2 }));
    model.compile(recipes.quick.compile);
    const sizes = await Promise.all(
      (["f32", "f16", "int8"] as const).map(async (weights) => {
        return (await model.serialize({ weights, optimizer: false })).length;
      }),
    );
    const [full = 0, half = 0, small = 0] = sizes;
    expect(half / full).toBeLessThan(0.52);
    expect(small / full).toBeLessThan(0.27);

    const loaded = kept(await loadModel(await model.serialize({ weights: "int8" })));
    const { history } = await loaded.fit(train.take(256), { epochs: 2, batchSize: 64 });
    expect(history.loss[1]).toBeLessThan(history.loss[0] ?? 0);
  });
});
