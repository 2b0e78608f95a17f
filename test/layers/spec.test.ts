/** Layer functions write exactly what the engine reads, with Keras' defaults filled in. */

import * as fashion from "fashion-wasm";
import {
  activation,
  averagePooling2d,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPool2d,
  maxPooling2d,
  relu,
  rescaling,
  sequential,
  sigmoid,
  softmax,
  zeroPadding2d,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";

const { depthwiseConv2d, elu, gelu, globalAveragePooling2d, globalMaxPooling2d, hardSwish, l1, l1L2, l2, leakyRelu } =
  fashion;
const { normalization, reshape, separableConv2d, silu, spatialDropout2d, tanh } = fashion;

describe("layer functions", () => {
  it("fill in Keras' defaults", () => {
    expect([
      rescaling({ scale: 1 / 255 }),
      conv2d({ filters: 32, kernelSize: 3 }),
      batchNormalization(),
      maxPooling2d(),
      zeroPadding2d(),
      flatten(),
      dropout({ rate: 0.5 }),
      dense({ units: 10 }),
      activation({ activation: "softmax" }),
    ]).toEqual([
      { type: "rescaling", scale: 0.00392156862745098, offset: 0 },
      {
        type: "conv2d",
        filters: 32,
        kernelSize: [3, 3],
        strides: [1, 1],
        padding: "valid",
        dilationRate: [1, 1],
        activation: "linear",
        useBias: true,
        biasInitializer: "zeros",
        groups: 1,
        kernelInitializer: "glorotUniform",
      },
      {
        type: "batchNormalization",
        momentum: 0.99,
        epsilon: 0.001,
        center: true,
        scale: true,
        gammaInitializer: "ones",
        betaInitializer: "zeros",
        movingMeanInitializer: "zeros",
        movingVarianceInitializer: "ones",
      },
      { type: "maxPooling2d", poolSize: [2, 2], strides: [2, 2], padding: "valid" },
      {
        type: "zeroPadding2d",
        padding: [
          [1, 1],
          [1, 1],
        ],
      },
      { type: "flatten" },
      { type: "dropout", rate: 0.5 },
      {
        type: "dense",
        units: 10,
        activation: "linear",
        useBias: true,
        kernelInitializer: "glorotUniform",
        biasInitializer: "zeros",
      },
      { type: "activation", activation: "softmax" },
    ]);
  });

  it("keep every option", () => {
    expect(
      conv2d({
        filters: 8,
        kernelSize: [5, 3],
        strides: [2, 1],
        padding: "same",
        dilationRate: 1,
        activation: "relu",
        useBias: false,
        groups: 2,
        kernelInitializer: "heNormal",
        biasInitializer: "ones",
        kernelRegularizer: l2(0.5),
        name: "first",
      }),
    ).toEqual({
      type: "conv2d",
      name: "first",
      filters: 8,
      kernelSize: [5, 3],
      strides: [2, 1],
      padding: "same",
      dilationRate: [1, 1],
      activation: "relu",
      useBias: false,
      groups: 2,
      kernelInitializer: "heNormal",
      biasInitializer: "ones",
      kernelRegularizer: { l2: 0.5 },
    });
    expect(dense({ units: 3, activation: "sigmoid", kernelInitializer: "zeros", name: "out" })).toMatchObject({
      name: "out",
      activation: "sigmoid",
      kernelInitializer: "zeros",
    });
    const statistics = { movingMeanInitializer: "ones", movingVarianceInitializer: "heUniform" } as const;
    const normalization = {
      momentum: 0.9,
      epsilon: 1e-5,
      center: false,
      scale: false,
      gammaInitializer: "glorotUniform",
      betaInitializer: "ones",
      ...statistics,
      name: "calm",
    } as const;
    expect(batchNormalization(normalization)).toEqual({ type: "batchNormalization", ...normalization });
    expect(rescaling({ scale: 2, offset: -1 })).toEqual({ type: "rescaling", scale: 2, offset: -1 });
  });

  it("fill in Keras' defaults for the whole catalogue", () => {
    const window = { strides: [1, 1], padding: "valid", dilationRate: [1, 1] };
    const rest = { activation: "linear", useBias: true, biasInitializer: "zeros", depthMultiplier: 1 };
    expect(depthwiseConv2d({ kernelSize: 3 })).toEqual({
      type: "depthwiseConv2d",
      kernelSize: [3, 3],
      ...window,
      ...rest,
      depthwiseInitializer: "glorotUniform",
    });
    expect(separableConv2d({ filters: 8, kernelSize: [3, 5] })).toEqual({
      type: "separableConv2d",
      filters: 8,
      kernelSize: [3, 5],
      ...window,
      ...rest,
      depthwiseInitializer: "glorotUniform",
      pointwiseInitializer: "glorotUniform",
    });
    expect(globalAveragePooling2d()).toEqual({ type: "globalAveragePooling2d", keepdims: false });
    expect(globalMaxPooling2d({ keepdims: true })).toEqual({ type: "globalMaxPooling2d", keepdims: true });
    expect(spatialDropout2d({ rate: 0.2 })).toEqual({ type: "spatialDropout2d", rate: 0.2 });
    expect(reshape({ targetShape: [7, -1] })).toEqual({ type: "reshape", targetShape: [7, -1] });
    expect(normalization()).toEqual({ type: "normalization", axis: [-1], invert: false });
    expect(normalization({ axis: null, mean: 3, variance: Float32Array.of(4) })).toEqual({
      type: "normalization",
      axis: [],
      mean: [3],
      variance: [4],
      invert: false,
    });
    expect([fashion.globalAvgPool2d, fashion.globalMaxPool2d, fashion.avgPool2d]).toEqual([
      globalAveragePooling2d,
      globalMaxPooling2d,
      averagePooling2d,
    ]);
  });

  it("take activations as words, with options, and as layers that are nothing else", () => {
    const of = (received: unknown) => dense({ units: 1, activation: received as never }).activation;
    expect(["swish", "hardSilu", "relu6", "gelu", "leakyRelu"].map(of)).toEqual([
      "silu",
      "hardSwish",
      { type: "relu", maxValue: 6 },
      "gelu",
      "leakyRelu",
    ]);
    expect(of({ type: "relu", negativeSlope: 0.1, maxValue: undefined })).toEqual({ type: "relu", negativeSlope: 0.1 });
    expect(of({ type: "elu" })).toBe("elu");
    expect(of(leakyRelu())).toEqual({ type: "leakyRelu", negativeSlope: 0.3 });
    expect(of(tanh())).toBe("tanh");
    const activations = [relu({ maxValue: 6, threshold: 1 }), elu(), gelu(), silu({ name: "calm" }), hardSwish()];
    expect(activations.map(({ activation }) => activation)).toEqual([
      { type: "relu", maxValue: 6, threshold: 1 },
      { type: "elu", alpha: 1 },
      { type: "gelu", approximate: false },
      "silu",
      "hardSwish",
    ]);
    expect(activations[3]).toEqual({ type: "activation", name: "calm", activation: "silu" });
    for (const axis of [undefined, -1, [-1]]) {
      expect(softmax({ axis })).toEqual({ type: "activation", activation: "softmax" });
    }
    expect(softmax({ axis: 1 })).toEqual({ type: "activation", activation: "softmax", axis: [1] });
    expect(softmax({ axis: [2, -1] }).axis).toEqual([2, -1]);
  });

  it("take initializers and regularizers as words and with options", () => {
    const initializer = (received: unknown) =>
      dense({ units: 1, kernelInitializer: received as never }).kernelInitializer;
    expect(initializer({ type: "randomNormal", stddev: 0.01, mean: undefined })).toEqual({
      type: "randomNormal",
      stddev: 0.01,
    });
    expect(initializer({ type: "orthogonal" })).toBe("orthogonal");
    const regularizer = (received: unknown) =>
      dense({ units: 1, kernelRegularizer: received as never }).kernelRegularizer;
    expect([regularizer("l1"), regularizer(l2()), regularizer(l1(0.5))]).toEqual([
      { l1: 0.01 },
      { l2: 0.01 },
      { l1: 0.5 },
    ]);
    expect(regularizer(l1L2({ l1: 1, l2: 2 }))).toEqual({ l1: 1, l2: 2 });
    expect("kernelRegularizer" in dense({ units: 1, kernelRegularizer: l1L2() })).toBe(false);
  });

  it("pooling steps by its window unless told otherwise", () => {
    expect(maxPooling2d({ poolSize: [3, 2] })).toMatchObject({ poolSize: [3, 2], strides: [3, 2] });
    expect(maxPooling2d({ poolSize: 3, strides: 1, padding: "same" })).toMatchObject({
      poolSize: [3, 3],
      strides: [1, 1],
      padding: "same",
    });
    expect(maxPool2d).toBe(maxPooling2d);
    expect(averagePooling2d({ poolSize: 3, padding: "same" })).toEqual({
      type: "averagePooling2d",
      poolSize: [3, 3],
      strides: [3, 3],
      padding: "same",
    });
  });

  it("zero padding takes every form of its sides, and gives one", () => {
    const sides = (padding: Parameters<typeof zeroPadding2d>[0]) => zeroPadding2d(padding).padding.flat();
    expect(sides({ padding: 0 })).toEqual([0, 0, 0, 0]);
    expect(sides({ padding: 3 })).toEqual([3, 3, 3, 3]);
    expect(sides({ padding: [1, 2] })).toEqual([1, 1, 2, 2]);
    const padding = [
      [1, 2],
      [0, 4],
    ] as const;
    expect(zeroPadding2d({ padding, name: "frame" })).toEqual({ type: "zeroPadding2d", name: "frame", padding });
  });

  it("may be changed, lists in lists too, once a model starts with them", async () => {
    const [vertical, horizontal]: [[number, number], [number, number]] = [
      [1, 1],
      [2, 0],
    ];
    const layer = { type: "zeroPadding2d", padding: [vertical, horizontal] } as const;
    const starting = sequential([layer, flatten()], { inputShape: [4, 4, 1], seed: 1, threads: 1, engine: "local" });
    vertical[0] = 9;
    await using model = await starting;
    expect(model.layers[0]?.outputShape).toEqual([6, 6, 1]);
  });

  it("relu, sigmoid and softmax are activations", () => {
    expect([relu(), sigmoid({ name: "squash" }), softmax()]).toEqual([
      { type: "activation", activation: "relu" },
      { type: "activation", name: "squash", activation: "sigmoid" },
      { type: "activation", activation: "softmax" },
    ]);
  });

  it("undefined stands for the default", () => {
    expect(conv2d({ filters: 1, kernelSize: 1, strides: undefined, name: undefined })).toEqual(
      conv2d({ filters: 1, kernelSize: 1 }),
    );
  });

  it("make plain JSON", () => {
    const layers = [
      conv2d({ filters: 32, kernelSize: 3 }),
      batchNormalization(),
      maxPool2d(),
      dense({ units: 10 }),
      relu(),
    ];
    expect(JSON.parse(JSON.stringify(layers))).toEqual(layers);
  });
});
