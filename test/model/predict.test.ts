/** Prediction: every form of input, any batch size, the units of training, and classes. */
import { dense, flatten, type Model, rescaling, sequential, softmax } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { compiled, garments, netL, netS, tiny } from "./garments.js";

const data = garments(70);
let model: Model;
beforeAll(async () => {
  model = await sequential(netS(), { inputShape: [28, 28, 1], seed: 5, threads: 2 });
  model.compile(compiled);
});
afterAll(() => model.dispose());

describe("predict", () => {
  it("answers with n × units floats, whatever form the images have", async () => {
    const few = data.take(4);
    const bytes = few.images;
    const floats = Float32Array.from(bytes);
    const rows = [0, 1, 2, 3].map((i) => [...few.image(i)]);
    const nested = rows.map((row) =>
      Array.from({ length: 28 }, (_, y) => row.slice(28 * y, 28 * y + 28).map((v) => [v])),
    );
    const outputs = await model.predict(bytes);
    expect(outputs).toBeInstanceOf(Float32Array);
    expect(outputs).toHaveLength(40);
    for (const form of [floats, rows, nested, few, data.slice(0, 4), new Uint8ClampedArray(bytes)]) {
      expect(await model.predict(form)).toEqual(outputs);
    }
    expect(await model.predictOnBatch(bytes)).toEqual(outputs);
  });

  it("gives an image the same bits alone and in any batch, position and dataset order", async () => {
    const whole = await model.predict(data);
    for (const batchSize of [1, 3, 32, 70, 1000]) expect(await model.predict(data, { batchSize })).toEqual(whole);
    const [part] = data.split(0.5, { seed: 3 });
    const outputs = await model.predict(part, { batchSize: 16 });
    part.indices?.forEach((place, i) => {
      expect(outputs.slice(10 * i, 10 * i + 10)).toEqual(whole.slice(10 * place, 10 * place + 10));
    });
  });

  it("leaves the images as they are and usable", async () => {
    const images = data.take(2).images.slice();
    await model.predict(images);
    expect(images).toEqual(data.images.slice(0, 2 * 784));
  });

  it("does nothing random: dropout is off", async () => {
    const dropping = await sequential(netL(), { inputShape: [28, 28, 1], seed: 1, threads: 2 });
    expect(await dropping.predict(data.take(5))).toEqual(await dropping.predict(data.take(5)));
    await dropping.dispose();
  });

  it("gives logits after a linear last layer, probabilities after softmax", async () => {
    const layers = [flatten(), dense({ units: 3 })];
    const options = { inputShape: [2, 2, 1], seed: 9, threads: 1 } as const;
    const [linear, soft] = [await sequential(layers, options), await sequential([...layers, softmax()], options)];
    const images = new Uint8Array([1, 2, 3, 4]);
    const [logits, probabilities] = [await linear.predict(images), await soft.predict(images)];
    const exps = logits.map((v) => Math.exp(v));
    const sum = exps.reduce((a, b) => a + b);
    probabilities.forEach((p, i) => {
      expect(p).toBeCloseTo((exps[i] ?? 0) / sum, 6);
    });
    await Promise.all([linear.dispose(), soft.dispose()]);
  });
});

describe("predictClasses", () => {
  it("is the place of the largest output", async () => {
    const outputs = await model.predict(data);
    const classes = await model.predictClasses(data, { batchSize: 20 });
    expect(classes).toHaveLength(70);
    classes.forEach((c, i) => {
      const row = outputs.slice(10 * i, 10 * i + 10);
      expect(row.indexOf(Math.max(...row))).toBe(c);
    });
  });

  it("agrees with the accuracy of evaluate", async () => {
    await model.fit(data, { epochs: 3 });
    const classes = await model.predictClasses(data);
    const correct = data.labels.filter((label, i) => label === classes[i]).length;
    expect((await model.evaluate(data)).accuracy).toBe(correct / 70);
  });
});

describe("batches of one's own", () => {
  it("trainOnBatch learns, testOnBatch changes nothing and says what evaluate says", async () => {
    const own = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 2, threads: 1 });
    own.compile(compiled);
    const first = await own.testOnBatch(data, data.labels);
    expect(await own.evaluate(data, { batchSize: 70 })).toEqual(first);
    expect(await own.trainOnBatch(data, data.labels)).toEqual(first);
    for (let i = 0; i < 20; i++) await own.trainOnBatch(data, data.labels);
    expect((await own.testOnBatch(data, data.labels)).loss).toBeLessThan(first.loss / 2);
    await own.dispose();
  });
});

describe("floats in [0, 1]", () => {
  const scaled = Float32Array.from({ length: 784 }, (_, i) => (i % 5) / 4);
  const options = { inputShape: [28, 28, 1], threads: 1 } as const;

  it("are met with one warning by a model that rescales 0–255", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const own = await sequential(tiny(), options);
    await own.predict(data.images.subarray(0, 784));
    await own.predict(Float32Array.from(data.image(0)));
    expect(warn).not.toHaveBeenCalled();
    await own.predict(scaled);
    await own.predict(scaled);
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0])).toMatch(/predict: the images are floats in \[0, 1\].*0–255 →/);
    warn.mockRestore();
    await own.dispose();
  });

  it("are met with none by a model that does not", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    for (const layers of [
      [flatten(), dense({ units: 10 })],
      [rescaling({ scale: 2 }), flatten(), dense({ units: 10 })],
    ]) {
      const own = await sequential(layers, options);
      await own.predict(scaled);
      await own.dispose();
    }
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
