/** ResNet-20, made of the package's blocks, has the losses of Keras on JAX from the same first weights. */
import {
  batchNormalization,
  conv2d,
  dense,
  flatten,
  type LayerInput,
  maxPooling2d,
  relu,
  rescaling,
  residual,
  sequential,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { differences } from "./closeness.js";
import { golden } from "./fixtures.js";
import { traceOf } from "./replay.js";

const normalised = (filters: number, kernelSize: number, strides = 1): LayerInput[] => [
  conv2d({ filters, kernelSize, strides, padding: "same", useBias: false, kernelInitializer: "heNormal" }),
  batchNormalization(),
];

function block(filters: number, strides: number): LayerInput[] {
  const layers = [...normalised(filters, 3, strides), relu(), ...normalised(filters, 3)];
  return [residual(layers, strides === 1 ? {} : { shortcut: normalised(filters, 1, strides) }), relu()];
}

const stage = (filters: number, strides: number) => [strides, 1, 1].flatMap((each) => block(filters, each));

const resnet20: LayerInput[] = [
  ...[rescaling({ scale: 1 / 255 }), ...normalised(16, 3), relu()],
  ...[...stage(16, 1), ...stage(32, 2), ...stage(64, 2)],
  ...[maxPooling2d({ poolSize: 7 }), flatten(), dense({ units: 10 })],
];

describe("ResNet-20 of residual blocks", () => {
  it("has the first ten losses of Keras", async () => {
    const right = golden("resnet20");
    await using model = await sequential(resnet20, { inputShape: right.inputShape, seed: 1, threads: 1 });
    await model.setWeights(right.initial);
    model.compile({ optimizer: right.optimizer, loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });

    const ours = await traceOf(model, right);

    expect(ours.steps).toHaveLength(10);
    for (const [step, { loss }] of ours.steps.entries()) {
      expect(Math.abs(loss - (right.trace.steps[step]?.loss ?? Number.NaN)), `step ${step + 1}`).toBeLessThan(1e-4);
    }
    expect(differences(ours, right)).toEqual([]);
  });
});
