/** `numerics`: a model has that of the last change of the order of additions that touches it. */
import { conv2d, dense, flatten, type Layer, loadModel, maxPool2d, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "../golden/safetensors.js";

async function writtenUnder(layers: Layer[]): Promise<string | undefined> {
  await using model = await sequential([...layers, flatten(), dense({ units: 10 })], {
    inputShape: [20, 20, 4],
    seed: 1,
  });
  const file = await model.serialize();
  await using again = await loadModel(file);
  expect(await again.weightsSha256()).toBe(await model.weightsSha256());
  return readSafetensors(file).metadata.numerics;
}

describe("numerics in a checkpoint", () => {
  it.each<[string, Layer[]]>([
    ["without a convolution", []],
    ["3 × 3", [conv2d({ filters: 8, kernelSize: 3 }), maxPool2d()]],
    ["5 × 5 at stride 2, directly", [conv2d({ filters: 8, kernelSize: 5, strides: 2 })]],
    ["5 × 5 of 3 filters, directly", [conv2d({ filters: 3, kernelSize: 5 })]],
  ])("is 4: %s", async (_, layers) => {
    expect(await writtenUnder(layers)).toBe("4");
  });

  it.each<[string, Layer[]]>([
    ["5 × 5", [conv2d({ filters: 8, kernelSize: 5 })]],
    ["5 × 5 and a pooling", [conv2d({ filters: 8, kernelSize: 5, activation: "relu" }), maxPool2d()]],
  ])("is 5 where tiles compute %s", async (_, layers) => {
    expect(await writtenUnder(layers)).toBe("5");
  });
});
