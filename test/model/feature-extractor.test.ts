/** What a layer answers: the last as the model itself, one in the middle as the layers before it, worked out alone. */
import {
  batchNormalization,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  featureExtractor,
  flatten,
  lookInside,
  type Model,
  maxPool2d,
  rescaling,
  separableConv2d,
  sequential,
} from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { garments } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const data = garments(64);
const image = data.image(3);
let model: Model;
beforeAll(async () => {
  const layers = [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 3, kernelSize: 3, name: "edges" }),
    batchNormalization(),
    maxPool2d(),
    conv2d({ filters: 5, kernelSize: 3, activation: "relu" }),
    dropout({ rate: 0.5 }),
    flatten(),
    dense({ units: 10 }),
  ];
  model = await sequential(layers, { inputShape: [28, 28, 1], seed: 4, threads: 1 });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  await model.fit(data, { epochs: 2, batchSize: 16 });
});
afterAll(() => model.dispose());

describe("featureExtractor", () => {
  it("of the last layer is the model itself, by place and by name", async () => {
    for (const layer of [7, "dense"]) {
      await using whole = await featureExtractor(model, layer);
      expect(await whole.predict(data)).toEqual(await model.predict(data));
    }
  });

  it("of a convolution multiplies and adds what it should", async () => {
    const weights = await model.getWeights();
    const kernel = weights.find(({ name }) => name === "edges.kernel")?.data ?? new Float32Array();
    const bias = weights.find(({ name }) => name === "edges.bias")?.data ?? new Float32Array();
    await using edges = await featureExtractor(model, "edges", { engine: "local" });
    expect(edges.outputShape).toEqual([26, 26, 3]);
    const maps = await edges.predictOne(image);
    for (const [y, x, f] of [
      [0, 0, 0],
      [12, 7, 1],
      [25, 25, 2],
    ] as const) {
      let sum = bias[f] ?? 0;
      for (let i = 0; i < 9; i++) {
        const tone = image[(y + Math.floor(i / 3)) * 28 + x + (i % 3)] ?? 0;
        sum += (kernel[i * 3 + f] ?? 0) * (tone / 255);
      }
      expect(maps[(y * 26 + x) * 3 + f]).toBeCloseTo(sum, 5);
    }
  });

  it("takes normalization along as it was trained", async () => {
    await using normal = await featureExtractor(model, 2);
    await using pooled = await featureExtractor(model, 3);
    const before = await normal.predictOne(image);
    const after = await pooled.predictOne(image);
    const at = (y: number, x: number) => before[(y * 26 + x) * 3] ?? 0;
    expect(after[0]).toBeCloseTo(Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1)), 6);
    expect(before.some((value) => value < -0.1)).toBe(true);
  });

  it("leaves the model as it was, and refuses what is none", async () => {
    const sha = await model.weightsSha256();
    const first = await featureExtractor(model, 0);
    await first.dispose();
    expect(await model.weightsSha256()).toBe(sha);
    await expectRefusal(() => featureExtractor(model, "conv"), "INVALID_ARGUMENT", ['"conv"', '"edges"', "0 to 7"]);
    await expectRefusal(() => featureExtractor(model, 8), "INVALID_ARGUMENT", ["layer is 8"]);
    await expectRefusal(() => featureExtractor({} as Model, 0), "INVALID_ARGUMENT", ["received {}"]);
  });
});

describe("lookInside", () => {
  it("gives the first kernels and every map of convolutions and pooling", async () => {
    const { kernels, featureMaps } = await lookInside(model, image);
    expect(kernels.map(({ layer, shape }) => [layer, shape])).toEqual([["edges", [3, 3, 1, 3]]]);
    const weights = await model.getWeights();
    expect(kernels[0]?.values).toEqual(weights.find(({ name }) => name === "edges.kernel")?.data);
    expect(featureMaps.map(({ layer, shape }) => [layer, ...shape])).toEqual([
      ["edges", 26, 26, 3],
      ["max_pooling2d", 13, 13, 3],
      ["conv2d", 11, 11, 5],
    ]);
    await using deepest = await featureExtractor(model, "conv2d");
    expect(featureMaps[2]?.values).toEqual(await deepest.predictOne(image));
  });

  it("shows of depthwise and separable convolutions a filter for each channel and multiple", async () => {
    for (const [layer, name] of [
      [depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }), "depthwise_conv2d.kernel"],
      [separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2 }), "separable_conv2d.depthwise_kernel"],
    ] as const) {
      const layers = [layer, conv2d({ filters: 2, kernelSize: 3 }), flatten(), dense({ units: 2 })];
      await using separable = await sequential(layers, { inputShape: [8, 8, 3], seed: 1 });
      const { kernels, featureMaps } = await lookInside(separable, new Uint8Array(8 * 8 * 3));
      expect(kernels.map(({ shape }) => shape)).toEqual([[3, 3, 1, 6]]);
      const weights = await separable.getWeights();
      expect(kernels[0]?.values).toEqual(weights.find((weight) => weight.name === name)?.data);
      expect(featureMaps).toHaveLength(2);
    }
  });

  it("says of a model without convolutions that there is nothing to see, and refuses other images", async () => {
    await using flat = await sequential([dense({ units: 2 })], { inputShape: [4], seed: 1 });
    expect(await lookInside(flat, Uint8Array.of(1, 2, 3, 4))).toEqual({ kernels: [], featureMaps: [] });
    await expectRefusal(() => lookInside(flat, Uint8Array.of(1, 2, 3)), "SHAPE_MISMATCH", ["lookInside"]);
    await expectRefusal(() => lookInside(null as unknown as Model, image), "INVALID_ARGUMENT", ["null"]);
  });
});
