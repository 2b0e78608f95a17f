/** Normalization by the statistics of images: what `adapt` sets, and that nothing else moves them. */
import {
  dataset,
  dense,
  flatten,
  loadFashionMnist,
  loadModel,
  type Model,
  normalization,
  rescaling,
  sequential,
} from "fashion-wasm";
import { afterEach, describe, expect, it } from "vitest";
import { compiled, garments } from "./garments.js";
import { refusal } from "./refusal.js";

const models: Model[] = [];
afterEach(async () => {
  for (const model of models.splice(0)) await model.dispose();
});

async function made(axis: number | readonly number[] | null, shape: readonly [number, number, number]): Promise<Model> {
  const layers = [normalization({ axis }), flatten(), dense({ units: 10 })];
  const model = await sequential(layers, { inputShape: [...shape], seed: 1, threads: 1 });
  models.push(model);
  return model;
}

async function statistics(model: Model): Promise<Record<string, number[]>> {
  const weights = await model.getWeights();
  return Object.fromEntries(weights.slice(0, 2).map(({ name, data }) => [name.slice(14), [...data]]));
}

describe("adapt", () => {
  it("sets mean and variance of the axes that are kept", async () => {
    const images = Float32Array.of(1, 10, 2, 20, 3, 30, 5, 50); // two images of 2 × 1 with two channels
    const all = { mean: [2.75, 27.5], variance: [2.1875, 218.75] };
    const channels = await made(-1, [2, 1, 2]);
    expect(await statistics(channels)).toEqual({ mean: [0, 0], variance: [1, 1] });
    await channels.layers[0]?.adapt(images);
    expect(await statistics(channels)).toEqual(all);

    const rows = await made([1, 3], [2, 1, 2]);
    await rows.layers[0]?.adapt(images);
    expect(await statistics(rows)).toEqual({ mean: [2, 20, 3.5, 35], variance: [1, 100, 2.25, 225] });

    const one = await made(null, [2, 1, 2]);
    await one.layers[0]?.adapt(images);
    const { mean = [], variance = [] } = await statistics(one);
    expect([mean, variance.map((value) => Math.fround(value))]).toEqual([[15.125], [263.609375]]);
  });

  it("of Fashion-MNIST gives the numbers that everybody knows", { timeout: 60_000 }, async () => {
    const { train } = await loadFashionMnist();
    const model = await made(null, [28, 28, 1]);
    await model.layers[0]?.adapt(train);
    const { mean: [mean = 0] = [], variance: [variance = 0] = [] } = await statistics(model);
    expect([mean / 255, Math.sqrt(variance) / 255].map((value) => value.toFixed(4))).toEqual(["0.2860", "0.3530"]);
  });

  it("is kept by training, by a file, and trains as the same numbers given as options", async () => {
    const data = garments(96);
    const model = await made(null, [28, 28, 1]);
    await model.layers[0]?.adapt(data);
    const before = await statistics(model);
    const { mean = [], variance = [] } = before;
    const known = await sequential([normalization({ axis: null, mean, variance }), flatten(), dense({ units: 10 })], {
      inputShape: [28, 28, 1],
      seed: 1,
      threads: 1,
    });
    models.push(known);
    await known.setWeights((await model.getWeights()).slice(2));
    const [losses = [], others = []] = await Promise.all(
      [model, known].map(async (each) => {
        each.compile(compiled);
        return (await each.fit(data, { epochs: 3, batchSize: 32 })).history.loss;
      }),
    );
    expect(losses[2]).toBeLessThan(0.5 * (losses[0] ?? 0));
    for (const [epoch, loss] of losses.entries()) expect(others[epoch]).toBeCloseTo(loss, 5);
    expect(await statistics(model)).toEqual(before);

    const loaded = await loadModel(await model.serialize());
    models.push(loaded);
    expect(await loaded.predict(data)).toEqual(await model.predict(data));
    expect(model.summary()).toContain("Non-trainable parameters: 2");
  });

  it("refuses layers without statistics and images that are none", async () => {
    const model = await sequential([rescaling({ scale: 1 }), normalization({ mean: 0, variance: 1 }), flatten()], {
      inputShape: [2, 1, 1],
      threads: 1,
    });
    models.push(model);
    const [first, second] = model.layers;
    for (const [layer, type] of [
      [first, "rescaling"],
      [second, "normalization"],
    ] as const) {
      const error = await refusal(() => layer?.adapt(Float32Array.of(1, 2)));
      expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
      expect(error.message).toContain(`${type} has nothing to adapt →`);
    }
    const other = await made(-1, [2, 1, 1]);
    const [layer] = other.layers;
    expect((await refusal(() => layer?.adapt("images" as never))).code).toBe("INVALID_ARGUMENT");
    expect((await refusal(() => layer?.adapt(Float32Array.of(1, Number.NaN)))).code).toBe("DATA_MISMATCH");
    const wide = dataset.fromArrays({ images: new Uint8Array(3), labels: [0], imageShape: [3, 1, 1] });
    expect((await refusal(() => layer?.adapt(wide))).code).toBe("SHAPE_MISMATCH");
    await other.dispose();
    expect((await refusal(() => layer?.adapt(Float32Array.of(1, 2)))).code).toBe("DISPOSED");
  });
});
