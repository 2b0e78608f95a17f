/** Probabilities and logits by each last activation, against hand-worked rows. */
import {
  classLogits,
  classProbabilities,
  conv2d,
  dense,
  flatten,
  type Layer,
  type OutputActivation,
  relu,
  sequential,
  sigmoid,
  softmax,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const rows = (values: Float32Array) => Array.from(values, (value) => Number(value.toFixed(6)));

describe("classProbabilities", () => {
  it("is softmax of logits, without overflow", () => {
    const outputs = [Math.log(1), Math.log(2), Math.log(5), 1000, 1000, -1000];
    const probabilities = classProbabilities(outputs, { classes: 3, activation: "linear" });
    expect(rows(probabilities)).toEqual([0.125, 0.25, 0.625, 0.5, 0.5, 0]);
  });

  it("leaves what softmax gave, as a copy", () => {
    const outputs = Float32Array.of(0.25, 0.75);
    const probabilities = classProbabilities(outputs, { classes: 2, activation: "softmax" });
    expect(probabilities).toEqual(outputs);
    expect(probabilities.buffer).not.toBe(outputs.buffer);
  });

  it("divides sigmoids by their sum, and has no preference where all are 0", () => {
    const outputs = [0.5, 0.25, 0.25, 0.9, 0.9, 0.2, 0, 0, 0];
    const probabilities = classProbabilities(outputs, { classes: 3, activation: "sigmoid" });
    expect(rows(probabilities)).toEqual([0.5, 0.25, 0.25, 0.45, 0.45, 0.1, 0.333333, 0.333333, 0.333333]);
  });

  it("refuses outputs that are not finite, no rows, and unknown words", async () => {
    const read = { classes: 2, activation: "linear" } as const;
    const untyped = classProbabilities as (...args: unknown[]) => unknown;
    const nan = () => classProbabilities([1, 2, 3, Number.NaN], read);
    await expectRefusal(nan, "DATA_MISMATCH", ["classProbabilities", "output 1 of image 1 is NaN", "diverged"]);
    await expectRefusal(() => classProbabilities([1, 2, 3], read), "DATA_MISMATCH", ["3 output values", "2 per image"]);
    await expectRefusal(() => classProbabilities([], read), "DATA_MISMATCH", ["at least one"]);
    await expectRefusal(() => untyped("12", read), "INVALID_ARGUMENT", ['"12"', "Float32Array"]);
    await expectRefusal(() => untyped([1, 2], { ...read, activation: "relu" }), "INVALID_ARGUMENT", ['"softmax"']);
    await expectRefusal(() => untyped([1, 2], { ...read, class: 2 }), "INVALID_ARGUMENT", ['did you mean "classes"']);
  });
});

describe("classLogits", () => {
  it("are outputs after linear, else logarithms, the smallest of 1e-7", () => {
    expect(classLogits([3, -4], { classes: 2, activation: "linear" })).toEqual(Float32Array.of(3, -4));
    expect(rows(classLogits([1, 0], { classes: 2, activation: "softmax" }))).toEqual(
      rows(Float32Array.of(0, Math.log(1e-7))),
    );
    expect(rows(classLogits([0.9, 0.3], { classes: 2, activation: "sigmoid" }))).toEqual(
      rows(Float32Array.of(Math.log(0.75), Math.log(0.25))),
    );
  });
});

describe("model.outputActivation", () => {
  const last: [OutputActivation, () => Layer[]][] = [
    ["linear", () => [flatten(), dense({ units: 3 })]],
    ["linear", () => [flatten(), dense({ units: 3, activation: "relu" })]],
    ["linear", () => [flatten(), dense({ units: 3 }), relu()]],
    ["softmax", () => [flatten(), dense({ units: 3, activation: "softmax" })]],
    ["softmax", () => [flatten(), dense({ units: 3 }), softmax()]],
    ["sigmoid", () => [flatten(), dense({ units: 3 }), sigmoid()]],
    // As the loss has it: what stands behind the softmax is taken for logits.
    ["linear", () => [conv2d({ filters: 3, kernelSize: 2, activation: "softmax" }), flatten()]],
  ];

  it("is what the loss takes the last layer for", async () => {
    for (const [expected, layers] of last) {
      await using model = await sequential(layers(), { inputShape: [2, 2, 1], threads: 1 });
      expect(model.outputActivation).toBe(expected);
      model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
      const images = Float32Array.of(0.1, -0.4, 0.9, 0.3);
      const outputs = await model.predict(images);
      const probabilities = classProbabilities(outputs, { classes: 3, activation: model.outputActivation });
      for (const label of [0, 1, 2]) {
        const { loss } = await model.testOnBatch(images, [label]);
        expect(-Math.log(probabilities[label] ?? 0)).toBeCloseTo(loss, 5);
      }
    }
  });
});
