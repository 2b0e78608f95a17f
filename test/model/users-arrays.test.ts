/**
 * The user's arrays stay the user's: what is handed to a model is copied, also from a Node Buffer, whose `slice` is
 * a view, and from a view in the middle of a larger buffer.
 */
import { dataset, dense, flatten, loadModel, rescaling, sequential } from "fashion-wasm";
import { expect, it } from "vitest";

const layers = () => [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10 })];

it("leaves Buffers and views whole", async () => {
  await using model = await sequential(layers(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const images = Buffer.alloc(20 * 784, 7);
  const labels = Buffer.from(Array.from({ length: 20 }, (_, i) => i % 10));
  const view = new Uint8Array(new ArrayBuffer(30 * 784), 5 * 784, 20 * 784).fill(7);

  const fromBuffer = await model.predict(images);
  const fromView = await model.predict(view);
  await model.trainOnBatch(images, labels);
  const file = Buffer.from(await model.serialize());
  const bytes = file.length;
  await using loaded = await loadModel(file, { threads: 1 });

  expect(fromView).toEqual(fromBuffer);
  expect([images.length, labels.length, view.length, view.buffer.byteLength]).toEqual([
    20 * 784,
    20,
    20 * 784,
    30 * 784,
  ]);
  expect(images.every((value) => value === 7)).toBe(true);
  expect(file.length).toBe(bytes);
  expect(await loaded.weightsSha256()).toBe(await model.weightsSha256());
});

it("gives a copy of an image", () => {
  const images = Buffer.alloc(2 * 784, 1);
  const data = dataset.fromArrays({ images, labels: [0, 1], imageShape: [28, 28, 1] });
  data.image(0).fill(9);
  expect(images[0]).toBe(1);
});
