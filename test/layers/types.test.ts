/** What TypeScript itself refuses: every `@ts-expect-error` is an error of the compiler unless the line below is one. */
import {
  activation,
  adam,
  adamw,
  type BatchLogs,
  type BatchNormalizationSpec,
  batchNormalization,
  type Conv2dSpec,
  categoricalCrossentropy,
  conv2d,
  cosineDecay,
  dense,
  dropout,
  type EpochLogs,
  flatten,
  type History,
  type Layer,
  lion,
  METRICS,
  type Model,
  maxPool2d,
  precision,
  rescaling,
  sequential,
  sgd,
} from "fashion-wasm";
import { describe, expectTypeOf, it } from "vitest";

/** Never called: the compiler reads it. */
async function refusedByTheCompiler(model: Model): Promise<void> {
  // @ts-expect-error kernelSize is missing
  conv2d({ filters: 32 });
  // @ts-expect-error no such padding
  conv2d({ filters: 32, kernelSize: 3, padding: "full" });
  // @ts-expect-error no such option
  conv2d({ filters: 32, kernelSize: 3, kernel_size: 3 });
  // @ts-expect-error a pair has two entries
  conv2d({ filters: 32, kernelSize: [3, 3, 3] });
  // @ts-expect-error no such option: the axis is always the last
  batchNormalization({ axis: 1 });
  // @ts-expect-error a number
  batchNormalization({ momentum: "0.99" });
  // @ts-expect-error true or false
  batchNormalization({ center: 1 });
  // @ts-expect-error no such initializer
  batchNormalization({ gammaInitializer: "one" });
  // @ts-expect-error options are an object
  dense(10);
  // @ts-expect-error no such activation
  dense({ units: 10, activation: "than" });
  // @ts-expect-error rate is missing
  dropout({});
  // @ts-expect-error scale is a number
  rescaling({ scale: "1/255" });
  // @ts-expect-error no such option
  maxPool2d({ size: 2 });
  // @ts-expect-error no such option
  flatten({ units: 1 });
  // @ts-expect-error no such activation
  activation({ activation: { type: "gelu", alpha: 1 } });
  // @ts-expect-error no such option
  conv2d({ filters: 1, kernelSize: 1, kernelInitializer: { type: "constant", gain: 1 } });
  // @ts-expect-error no such option
  adam({ lr: 0.1 });
  // @ts-expect-error true or false
  sgd({ nesterov: 1 });
  sgd({ learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 }), weightDecay: null });
  // @ts-expect-error no such option: Lion divides by nothing
  lion({ epsilon: 1e-7 });
  // @ts-expect-error names are in an array
  adamw({ excludeFromWeightDecay: "bias" });
  // @ts-expect-error a schedule is made by its function
  sgd({ learningRate: "cosineDecay" });
  // @ts-expect-error decaySteps is missing
  cosineDecay({ initialLearningRate: 0.1 });
  // @ts-expect-error no such option: the loss sees what the last layer is
  categoricalCrossentropy({ fromLogits: true });
  // @ts-expect-error no such average
  precision({ average: "samples" });
  // @ts-expect-error inputShape is missing
  await sequential([flatten()], {});
  // @ts-expect-error a layer must be called
  await sequential([flatten], { inputShape: [28, 28, 1] });
  // @ts-expect-error an image has three sides
  await sequential([flatten()], { inputShape: [28, 28] });
  // @ts-expect-error no such engine
  await sequential([flatten()], { inputShape: [28, 28, 1], engine: "main" });
  // @ts-expect-error no such layer
  await sequential([{ type: "conv3d" }], { inputShape: [28, 28, 1] });
  // @ts-expect-error no such optimizer
  model.compile({ optimizer: "adamm", loss: "sparseCategoricalCrossentropy" });
  // @ts-expect-error no such loss
  model.compile({ optimizer: "adam", loss: "msle" });
  model.compile({ optimizer: adamw(), loss: categoricalCrossentropy({ labelSmoothing: 0.1 }), metrics: ["f1Score"] });
  model.compile({
    optimizer: "lion",
    loss: "mse",
    weightedMetrics: [precision({ classId: 1 }), METRICS.confusionMatrix()],
  });
  model.compile({ optimizer: "sgd", loss: (outputs) => ({ loss: 0, gradient: new Float32Array(outputs.length) }) });
  // @ts-expect-error a loss returns its gradient, too
  model.compile({ optimizer: "sgd", loss: () => ({ loss: 0 }) });
  // @ts-expect-error a loss is not asynchronous
  model.compile({ optimizer: "sgd", loss: async () => ({ loss: 0, gradient: new Float32Array(1) }) });
  // @ts-expect-error no such metric
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["f1"] });
  const data = { images: new Uint8Array(784), labels: [0] };
  // @ts-expect-error no such option
  await model.fit(data, { epoch: 1 });
  // @ts-expect-error labels are missing
  await model.fit({ images: new Uint8Array(784) });
  // @ts-expect-error no such hook
  await model.fit(data, { callbacks: [{ onEpochFinish() {} }] });
  await model.fit(data, { callbacks: [{ onProgress: (steps, { loss }) => steps + loss }] });
  // @ts-expect-error words are no images
  await model.predict("image.png");
  // @ts-expect-error no such option
  await model.predict(new Uint8Array(784), { batch: 1 });
  // @ts-expect-error a path is text
  await model.save(1);
  // @ts-expect-error a history is read, not written
  (await model.fit(data)).history.loss = [];
}

describe("types", () => {
  it("are narrow", () => {
    expectTypeOf(refusedByTheCompiler).returns.resolves.toBeVoid();
    expectTypeOf(conv2d({ filters: 1, kernelSize: 1 })).toEqualTypeOf<Conv2dSpec>();
    expectTypeOf<Conv2dSpec>().toExtend<Layer>();
    expectTypeOf(batchNormalization()).toEqualTypeOf<BatchNormalizationSpec>();
    expectTypeOf<Layer["type"]>().toEqualTypeOf<
      | "randomFlip"
      | "randomTranslation"
      | "randomRotation"
      | "randomZoom"
      | "randomErasing"
      | "randomContrast"
      | "randomBrightness"
      | "rescaling"
      | "normalization"
      | "conv2d"
      | "depthwiseConv2d"
      | "separableConv2d"
      | "batchNormalization"
      | "maxPooling2d"
      | "averagePooling2d"
      | "globalAveragePooling2d"
      | "globalMaxPooling2d"
      | "zeroPadding2d"
      | "flatten"
      | "reshape"
      | "dropout"
      | "spatialDropout2d"
      | "dense"
      | "activation"
      | "add"
      | "concatenate"
    >();
    expectTypeOf<Awaited<ReturnType<Model["fit"]>>>().toEqualTypeOf<History>();
    expectTypeOf<Awaited<ReturnType<Model["predict"]>>>().toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf<Awaited<ReturnType<Model["evaluate"]>>>().toEqualTypeOf<BatchLogs>();
    expectTypeOf<BatchLogs["loss"]>().toEqualTypeOf<number>();
    expectTypeOf<EpochLogs["learningRate"]>().toEqualTypeOf<number>();
  });
});
