/** Losses written in JavaScript, and steps in three parts: what they say is what the engine's own say, bit for bit or nearly. */
import {
  adam,
  batchNormalization,
  type CustomLoss,
  conv2d,
  dense,
  dropout,
  flatten,
  loadModel,
  type Model,
  maxPooling2d,
  rescaling,
  sequential,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { garments } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const { images, labels } = garments(96);

/** A model with a normalization and dropout, so that a step has all that a way forward can leave behind. */
function made(activation: "linear" | "softmax" = "linear", threads = 1): Promise<Model> {
  const layers = [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 6, kernelSize: 3, useBias: false }),
    batchNormalization(),
    maxPooling2d(),
    flatten(),
    dropout({ rate: 0.3 }),
    dense({ units: 10, activation }),
  ];
  return sequential(layers, { inputShape: [28, 28, 1], seed: 5, threads });
}

/** Cross-entropy of logits. */
const crossentropy: CustomLoss = (outputs, labels, { count, units }) => {
  const gradient = new Float32Array(outputs.length);
  let loss = 0;
  for (let i = 0; i < count; i++) {
    const row = outputs.subarray(i * units, (i + 1) * units);
    const largest = Math.max(...row);
    const powers = row.map((z) => Math.exp(z - largest));
    const sum = powers.reduce((all, power) => all + power, 0);
    const label = labels[i] ?? 0;
    loss += Math.log(sum) + largest - (row[label] ?? 0);
    powers.forEach((power, j) => {
      gradient[i * units + j] = (power / sum - (j === label ? 1 : 0)) / count;
    });
  }
  return { loss: loss / count, gradient };
};

/** The squared error from one-hot rows, with the engine's own operations in 32 bits. */
const squares: CustomLoss = (outputs, labels, { count, units }) => {
  const scale = Math.fround(Math.fround(1 / count) * Math.fround(1 / units));
  let loss = 0;
  const gradient = outputs.map((y, i) => {
    const error = Math.fround(y - (i % units === labels[Math.floor(i / units)] ? 1 : 0));
    loss += error ** 2;
    return Math.fround(Math.fround(2 * error) * scale);
  });
  return { loss: loss / outputs.length, gradient };
};

describe("a loss written in JavaScript", () => {
  it("trains in fit as the engine's own, within roundings", async () => {
    await using own = await made();
    await using engine = await made();
    own.compile({ optimizer: adam({ learningRate: 1e-4 }), loss: crossentropy });
    engine.compile({ optimizer: adam({ learningRate: 1e-4 }), loss: "sparseCategoricalCrossentropy" });
    const options = { epochs: 2, batchSize: 32, validationSplit: 0.25, verbose: 0 } as const;
    const [a, b] = [await own.fit({ images, labels }, options), await engine.fit({ images, labels }, options)];
    for (const name of ["loss", "valLoss"] as const) {
      for (const [epoch, loss] of (b.history[name] ?? []).entries()) {
        expect(Math.abs((a.history[name]?.[epoch] ?? Number.NaN) - loss)).toBeLessThan(1e-5 * loss);
      }
    }
    expect(a.history.accuracy).toEqual(b.history.accuracy);
    expect(a.history.valAccuracy).toEqual(b.history.valAccuracy);
  });

  it("gives the same bits as one of the engine's with its operations", async () => {
    await using own = await made("linear", 2);
    await using engine = await made("linear", 1);
    own.compile({ optimizer: "adam", loss: squares });
    engine.compile({ optimizer: "adam", loss: "mse" });
    for (let step = 0; step < 3; step++) {
      const { loss } = await engine.trainOnBatch(images, labels);
      expect((await own.trainOnBatch(images, labels)).loss).toBeCloseTo(loss, 5);
    }
    expect(await own.weightsSha256()).toBe(await engine.weightsSha256());
    expect((await own.testOnBatch(images, labels)).loss).toBeCloseTo(
      (await engine.testOnBatch(images, labels)).loss,
      6,
    );
  });

  it("gets rows as they were given", async () => {
    await using model = await made("softmax");
    const rows = Array.from(labels, (label) => Array.from({ length: 10 }, (_, i) => (i === label ? 0.5 : 0.05)));
    const seen: (Uint32Array | Float32Array)[] = [];
    model.compile({
      optimizer: "sgd",
      loss: (outputs, labels) => {
        seen.push(labels);
        return { loss: 1, gradient: outputs };
      },
    });
    await model.fit({ images, labels: rows }, { batchSize: 64, shuffle: false, verbose: 0 });
    expect(seen.map(({ length }) => length)).toEqual([640, 320]);
    expect(seen[0]).toEqual(Float32Array.from(rows.slice(0, 64).flat()));
  });

  it.each([
    ["nothing", () => undefined, "returned undefined"],
    ["no loss", (outputs: Float32Array) => ({ gradient: outputs }), "returned the loss undefined"],
    ["a text", () => ({ loss: "1" }), 'returned the loss "1"'],
    ["no gradient", () => ({ loss: 1 }), "returned a gradient of undefined"],
    ["a short gradient", () => ({ loss: 1, gradient: new Float32Array(3) }), "returned a gradient of 3 values"],
  ])("is refused when it returns %s, and leaves the model usable", async (_, loss, named) => {
    await using model = await made();
    model.compile({ optimizer: "sgd", loss: loss as unknown as CustomLoss });
    const before = await model.weightsSha256();
    await expectRefusal(() => model.trainOnBatch(images, labels), "INVALID_ARGUMENT", ["trainOnBatch", named, "→"]);
    expect(await model.weightsSha256()).toBe(before);
    model.compile({ optimizer: "sgd", loss: crossentropy });
    await model.trainOnBatch(images, labels);
    expect(await model.weightsSha256()).not.toBe(before);
  });

  it("ends fit with what it throws", async () => {
    await using model = await made();
    const error = new Error("no loss today");
    model.compile({
      optimizer: "sgd",
      loss: () => {
        throw error;
      },
    });
    await expect(model.fit({ images, labels }, { verbose: 0 })).rejects.toBe(error);
  });

  it("is not in a file: the model must be compiled anew", async () => {
    await using model = await made();
    model.compile({ optimizer: "adam", loss: crossentropy });
    await model.trainOnBatch(images, labels);
    await using loaded = await loadModel(await model.serialize());
    expect(await loaded.predict(images)).toEqual(await model.predict(images));
    await expectRefusal(() => loaded.fit({ images, labels }), "NOT_COMPILED", ["loss of its author's own"]);
    loaded.compile({ optimizer: "adam", loss: crossentropy });
    await loaded.trainOnBatch(images, labels);
  });

  it("weighs images itself", async () => {
    await using model = await made();
    model.compile({ optimizer: "adam", loss: crossentropy });
    const call = () => model.fit({ images, labels }, { classWeight: { 0: 2 } });
    await expectRefusal(call, "INVALID_ARGUMENT", ["classWeight"]);
    const weighted = { images, labels, sampleWeight: new Float32Array(96).fill(1) };
    await expectRefusal(() => model.evaluate(weighted), "INVALID_ARGUMENT", ["loss of your own"]);
  });
});

describe("a step in three parts", () => {
  it("is a step, bit for bit", async () => {
    await using parts = await made("softmax");
    await using whole = await made("softmax");
    for (const model of [parts, whole]) model.compile({ optimizer: "adam", loss: squares });
    for (let step = 0; step < 3; step++) {
      const outputs = await parts.forward(images);
      const { gradient } = squares(outputs, Uint32Array.from(labels), { count: 96, units: 10 });
      await parts.backward(gradient);
      await parts.applyGradients();
      await whole.trainOnBatch(images, labels);
    }
    expect(await parts.weightsSha256()).toBe(await whole.weightsSha256());
  });

  it("goes forward as training does", async () => {
    await using model = await made();
    model.compile({ optimizer: "adam", loss: "mse" });
    expect(await model.forward(images)).not.toEqual(await model.predict(images));
    expect(await model.forward(images)).toEqual(await model.forward(images));
  });

  it("is refused in another order", async () => {
    await using model = await made();
    model.compile({ optimizer: "adam", loss: "mse" });
    await expectRefusal(() => model.backward(new Float32Array(960)), "INVALID_ARGUMENT", ["backward", "forward"]);
    await expectRefusal(() => model.applyGradients(), "INVALID_ARGUMENT", ["applyGradients", "backward"]);
    await model.forward(images);
    await expectRefusal(() => model.backward(new Float32Array(959)), "SHAPE_MISMATCH", ["959", "960"]);
    await expectRefusal(() => model.backward("x" as never), "INVALID_ARGUMENT", ['"x"']);
    await model.backward(new Float32Array(960));
    await model.applyGradients();
    await model.forward(images);
    await model.trainOnBatch(images, labels);
    await expectRefusal(() => model.backward(new Float32Array(960)), "INVALID_ARGUMENT", ["forward"]);
  });
});
