/** The same bits as natively: crates/engine/tests/native.rs trains the same nets on the same images without WebAssembly. */
import { readFileSync } from "node:fs";
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  type Layer,
  maxPool2d,
  rescaling,
  sequential,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { compiled, garments, netL } from "./garments.js";

const file = new URL("./native.json", import.meta.url);
const fingerprints = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;

const normalised = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 8, kernelSize: 3, padding: "same", useBias: false }),
  batchNormalization({ momentum: 0.9 }),
  activation({ activation: "relu" }),
  conv2d({ filters: 32, kernelSize: 3, padding: "same" }),
  maxPool2d(),
  dropout({ rate: 0.3 }),
  flatten(),
  dense({ units: 10 }),
];

/** Kernels of 5 × 5: directly from one channel, through tiles with and without a pooling behind. */
const five = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 8, kernelSize: 5, activation: "relu" }),
  maxPool2d(),
  conv2d({ filters: 12, kernelSize: 5, padding: "same", activation: "relu" }),
  conv2d({ filters: 16, kernelSize: 5, padding: "same", activation: "relu" }),
  maxPool2d(),
  flatten(),
  dense({ units: 10 }),
];

describe("training in WebAssembly", () => {
  it.each([
    ["L", netL],
    ["normalised", normalised],
    ["five", five],
  ])("gives net %s the weights that native code gives it", async (name, layers) => {
    const model = await sequential(layers(), { inputShape: [28, 28, 1], seed: 7 });
    model.compile(compiled);
    await model.fit(garments(100), { epochs: 1, batchSize: 32, shuffle: false });
    expect(await model.weightsSha256()).toBe(fingerprints[name]);
    await model.dispose();
  });
});
