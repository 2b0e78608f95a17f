/**
 * Trains a golden case with the package, through what users call, and keeps the trace.
 */
import {
  activation,
  add,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  flatten,
  globalAveragePooling2d,
  globalMaxPooling2d,
  type Layer,
  type Model,
  maxPooling2d,
  normalization,
  rescaling,
  reshape,
  separableConv2d,
  sequential,
  zeroPadding2d,
} from "fashion-wasm";
import { sampled } from "./first-weights.js";
import type { CaseLayer, Golden, Score, Tensors, Trace } from "./fixtures.js";
import { floats, readSafetensors } from "./safetensors.js";

const PREDICTED = 8; // images whose outputs are in the fixture
const PIXELS = 784;
const make = {
  activation,
  add,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  flatten,
  globalAveragePooling2d,
  globalMaxPooling2d,
  maxPooling2d,
  normalization,
  rescaling,
  reshape,
  separableConv2d,
  zeroPadding2d,
};

/** What a model is made of, and how it is trained. */
export type Recipe = Pick<Golden, "layers" | "inputShape" | "optimizer" | "initial">;

/** The model of a case with its first weights, compiled. */
export async function modelOf({ layers, inputShape, optimizer, initial }: Recipe): Promise<Model> {
  // One thread: more give the same bits, which other tests hold, and would only crowd the tests beside this one.
  const model = await sequential(layers.map(layerOf), { inputShape, seed: 1, threads: 1 });
  await model.setWeights(initial);
  model.compile({ optimizer, loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

/** Trains step by step and answers with what happened. */
export async function replay(golden: Golden): Promise<Trace> {
  await using model = await modelOf(golden);
  return await traceOf(model, golden);
}

/** The same with a compiled model that has the case's first weights. */
export async function traceOf(model: Model, golden: Golden): Promise<Trace> {
  const { images, labels, checkpointStep } = golden;
  const predicted = images.subarray(0, PREDICTED * PIXELS);
  const before = await model.predict(predicted);
  const steps: Score[] = [];
  let checkpoint: Tensors = new Map();
  for (const [start, end] of batchesOf(golden)) {
    const { loss, accuracy } = await model.trainOnBatch(
      images.subarray(start * PIXELS, end * PIXELS),
      labels.subarray(start, end),
    );
    steps.push({ loss, correct: Math.round(accuracy * (end - start)) });
    if (steps.length === checkpointStep) checkpoint = await weightsOf(model, golden);
  }
  const after = await model.predict(predicted);
  const { loss, accuracy } = await model.testOnBatch(images, labels);
  return {
    steps,
    checkpoint,
    final: await weightsOf(model, golden),
    outputs: new Map([
      ["before", before],
      ["after", after],
    ]),
    slots: await slotsOf(model),
    evaluated: { loss, correct: Math.round(accuracy * labels.length) },
  };
}

/** First and last + 1 image of each step: in order, over and over, a smaller batch at the end of each pass. */
export function batchesOf({ trace, batchSize, labels }: Golden): [start: number, end: number][] {
  const count = labels.length;
  const perPass = Math.ceil(count / batchSize);
  return trace.steps.map((_, step) => {
    const start = (step % perPass) * batchSize;
    return [start, Math.min(start + batchSize, count)];
  });
}

function layerOf({ type, ...options }: CaseLayer): Layer {
  if (!(type in make)) throw new TypeError(`no function makes the layer "${type}"`);
  return (make[type as keyof typeof make] as (options: unknown) => Layer)(options);
}

/** The model's weights, or samples of them. */
export async function weightsOf(model: Model, { samples }: Pick<Golden, "samples">): Promise<Tensors> {
  return new Map((await model.getWeights()).map(({ name, data }) => [name, sampled(data, samples)]));
}

/** The optimizer's state from the model's file: `optimizer.momentum.dense.kernel` as `momentum/dense.kernel`. */
export async function slotsOf(model: Model): Promise<Tensors> {
  const { tensors } = readSafetensors(await model.serialize());
  const slots = new Map<string, Float32Array>();
  for (const [name, tensor] of tensors) {
    const [, slot, weight] = /^optimizer\.([^.]+)\.(.+)$/.exec(name) ?? [];
    if (slot !== undefined) slots.set(`${slot}/${weight}`, floats(tensor));
  }
  return slots;
}
