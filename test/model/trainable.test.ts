/** Layers that training leaves alone, as Keras has it: set on the model, from the next compile on. */
import {
  batchNormalization,
  conv2d,
  dense,
  flatten,
  type Layer,
  loadModel,
  type Model,
  relu,
  rescaling,
  sequential,
} from "fashion-wasm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compiled, garments } from "./garments.js";

const data = garments(64);

/** A convolution, a normalization and a dense layer; `frozen`: all but the dense layer from the beginning. */
const layers = (frozen = false): Layer[] => {
  const shared = frozen ? { trainable: false } : {};
  return [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 4, kernelSize: 3, strides: 3, ...shared }),
    batchNormalization(shared),
    relu(),
    flatten(),
    dense({ units: 10 }),
  ];
};

async function made(frozen = false): Promise<Model> {
  const model = await sequential(layers(frozen), { inputShape: [28, 28, 1], seed: 4, threads: 2 });
  models.push(model);
  return model;
}

const models: Model[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const model of models.splice(0)) await model.dispose();
});

const train = async (model: Model) => {
  await model.fit(data, { epochs: 2, batchSize: 16, shuffle: false }); // the order depends on the epochs before
  return model.weightsSha256();
};

describe("trainable", () => {
  it("set before compile trains as a model that was made so", async () => {
    const [model, frozen] = [await made(), await made(true)];
    frozen.compile(compiled);
    for (const layer of model.layers.slice(0, 3)) layer.trainable = false;
    model.compile(compiled);
    const before = await model.getWeights();
    expect(await train(model)).toBe(await train(frozen));
    const after = await model.getWeights();
    const moved = after.filter(({ data }, place) => data.some((value, i) => value !== before[place]?.data[i]));
    expect(moved.map(({ name }) => name)).toEqual(["dense.kernel", "dense.bias"]);
  });

  it("goes both ways, and the optimizer begins anew", async () => {
    const [model, other] = [await made(), await made()];
    model.trainable = false;
    expect(model.trainable).toBe(false);
    model.compile(compiled);
    const first = await model.weightsSha256();
    expect(await train(model)).toBe(first);
    model.trainable = true;
    model.compile(compiled);
    other.compile(compiled);
    expect(await train(model)).toBe(await train(other));
  });

  it("is told by layers, summary, weights and config at once, and saved", async () => {
    const model = await made();
    const conv = model.layers[1];
    if (conv === undefined) throw new Error("no convolution");
    expect([conv.trainable, model.summary()]).toEqual([true, expect.stringContaining("Non-trainable parameters: 8 ")]);
    conv.trainable = false;
    expect([conv.trainable, model.summary()]).toEqual([
      false,
      expect.stringContaining("Non-trainable parameters: 48 "),
    ]);
    expect((await model.getWeights()).map(({ trainable }) => trainable)).toEqual([
      ...[false, false], // the convolution's
      ...[true, true, false, false],
      ...[true, true],
    ]);
    expect(model.getConfig().layers.map(({ trainable }) => trainable)).toEqual([
      undefined,
      false,
      ...Array(4).fill(undefined),
    ]);
    model.compile(compiled);
    await train(model);
    const loaded = await loadModel(await model.serialize());
    models.push(loaded);
    expect(loaded.layers.map(({ trainable }) => trainable)).toEqual([true, false, true, true, true, true]);
    expect(await train(loaded)).toBe(await train(model));
  });

  it("set after compile has no effect until the next, which is said once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const [model, other] = [await made(), await made()];
    for (const each of [model, other]) each.compile(compiled);
    model.trainable = false;
    expect(await train(model)).toBe(await train(other));
    await model.trainOnBatch(data.images, data.labels);
    const said =
      "fit: trainable was changed for 6 layers after compile, which has no effect yet → call compile() again";
    expect(warn.mock.calls).toEqual([[`fashion-wasm: ${said}`]]);
    model.compile(compiled);
    const frozen = await model.weightsSha256();
    expect(await train(model)).toBe(frozen);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("refuses what is neither true nor false", async () => {
    const model = await made();
    const wrong = "no" as never;
    const named = (place: string) => expect.objectContaining({ message: expect.stringContaining(place) });
    const code = expect.objectContaining({ code: "INVALID_ARGUMENT" });
    const set = () => {
      for (const layer of model.layers.slice(2, 3)) layer.trainable = wrong;
    };
    expect(set).toThrow(code);
    expect(set).toThrow(named('model.layers[2]: option "trainable"'));
    expect(() => {
      model.trainable = wrong;
    }).toThrow(named('model: option "trainable"'));
    expect(model.layers.every(({ trainable }) => trainable)).toBe(true);
  });
});
