/** Same seed, same bits: any number of threads, both builds, on the net with dropout; and what must change them. */
import {
  adamw,
  batchNormalization,
  type CompileOptions,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  flatten,
  globalAveragePooling2d,
  type Layer,
  normalization,
  oneCycle,
  randomBrightness,
  randomContrast,
  randomErasing,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
  relu,
  rescaling,
  separableConv2d,
  sequential,
  spatialDropout2d,
  zeroPadding2d,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { compiled, garments, netL, netS } from "./garments.js";

const LONG = process.env.FASHION_WASM_LONG === "1";
// The last batch is partial, and does not divide into lanes of eight.
const data = garments(LONG ? 1283 : 203);
const epochs = LONG ? 3 : 1;

/** Zeros around the image and behind a convolution. */
const padded = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  zeroPadding2d({ padding: [1, 2] }),
  conv2d({ filters: 9, kernelSize: 3, strides: 2, activation: "relu" }),
  zeroPadding2d(),
  dropout({ rate: 0.25 }),
  flatten(),
  dense({ units: 10 }),
];

/** What a small CNN may be made of beside. */
const catalogue = (): Layer[] => [
  normalization({ axis: null, mean: 73, variance: 8100 }),
  conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same", activation: "leakyRelu", kernelRegularizer: "l2" }),
  depthwiseConv2d({ kernelSize: 3, padding: "same", depthMultiplier: 2, activation: "silu" }),
  conv2d({ filters: 12, kernelSize: 3, padding: "same", groups: 4, dilationRate: 2 }),
  batchNormalization(),
  relu({ maxValue: 6 }),
  spatialDropout2d({ rate: 0.2 }),
  separableConv2d({ filters: 16, kernelSize: 3, strides: 2, padding: "same", activation: "gelu" }),
  globalAveragePooling2d(),
  dense({ units: 12, activation: "tanh", kernelInitializer: "orthogonal" }),
  dense({ units: 10 }),
];

/** All augmentation, before any of them. */
const augmented = (): Layer[] => [
  randomFlip({ mode: "horizontal" }),
  randomTranslation({ heightFactor: 0.1, widthFactor: 0.1 }),
  randomRotation({ factor: 0.1, fillMode: "wrap" }),
  randomZoom({ heightFactor: 0.1, widthFactor: [-0.2, 0.1], interpolation: "nearest" }),
  randomErasing({ factor: 0.5 }),
  randomContrast({ factor: 0.3 }),
  randomBrightness({ factor: 0.1 }),
];

/** Everything an optimizer can do beside its step, over the three steps of the short run. */
const optioned: CompileOptions = {
  ...compiled,
  optimizer: adamw({
    learningRate: oneCycle({ maxLearningRate: 0.01, totalSteps: 3 }),
    globalClipnorm: 1,
    useEma: true,
    emaMomentum: 0.5,
  }),
};

interface Run {
  readonly layers?: () => Layer[];
  readonly options?: CompileOptions;
  readonly threads: number;
  readonly seed?: number;
  readonly batchSize?: number;
  readonly engine?: "worker" | "local";
}

async function train({ layers = netL, options = compiled, threads, seed = 7, batchSize = 64, engine = "worker" }: Run) {
  const model = await sequential(layers(), { inputShape: [28, 28, 1], seed, threads, engine });
  model.compile(options);
  const { history } = await model.fit(data, { epochs, batchSize, validationSplit: 0.1 });
  const result = { history, sha256: await model.weightsSha256(), outputs: await model.predict(data.take(20)) };
  const { build } = model.engine;
  await model.dispose();
  return { build, threads: model.engine.threads, result };
}

describe("training the net with dropout", () => {
  it.each([
    ["it", netL],
    ["one with zero padding", padded],
    ["the catalogue", catalogue],
    ["the catalogue, with averages, clipping, decay and one cycle,", catalogue, optioned],
    ["the same, augmented,", () => [...augmented(), ...catalogue()], optioned],
  ])("gives %s the same result on 1, 2, 3 and 8 threads and in both builds", async (_, layers, options = compiled) => {
    const runs = [];
    for (const threads of [1, 2, 3, 8]) runs.push(await train({ layers, options, threads }));
    const [first] = runs;
    for (const { result } of runs) expect(result).toEqual(first?.result);
    expect(runs.map(({ threads }) => threads)).toEqual([1, 2, 3, 8]);
    expect(new Set(runs.map(({ build }) => build))).toEqual(new Set(["simd", "threads"]));
  });

  it("gives other weights for another seed or batch size: the comparison can fail", async () => {
    const base = await train({ threads: 2 });
    const others = [await train({ threads: 2, seed: 8 }), await train({ threads: 2, batchSize: 32 })];
    for (const other of others) expect(other.result.sha256).not.toBe(base.result.sha256);
  });
});

describe("a NaN among the weights", () => {
  it.each([
    ["S", netS],
    ["L", netL],
  ])("shows in the loss of net %s, whichever weight it is", async (_, layers) => {
    const model = await sequential(layers(), { inputShape: [28, 28, 1], seed: 7 });
    model.compile(compiled);
    const weights = await model.getWeights();
    const few = data.take(16);
    for (const broken of weights) {
      const values = broken.data.slice();
      values[values.length >> 1] = Number.NaN;
      await model.setWeights(weights.map((weight) => (weight === broken ? { ...weight, data: values } : weight)));
      expect((await model.evaluate(few)).loss, broken.name).toBeNaN();
      expect((await model.trainOnBatch(few, few.labels)).loss, broken.name).toBeNaN();
    }
    await model.dispose();
  });
});
