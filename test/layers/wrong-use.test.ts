/** Wrong options of layers and optimizers: the message names what was received, what is allowed, what was meant. */
import * as api from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

// Untyped on purpose: TypeScript would not let most of these through.
// biome-ignore lint/suspicious/noExplicitAny: the checks are for callers without types
const untyped = api as any;
const {
  conv2d,
  batchNormalization,
  dense,
  dropout,
  rescaling,
  maxPooling2d,
  zeroPadding2d,
  flatten,
  activation,
  relu,
  softmax,
  adam,
  sgd,
} = untyped;

const WRONG: [call: () => unknown, named: string[]][] = [
  [() => conv2d(), ["conv2d", '"filters"', "undefined", "≥ 1"]],
  [() => conv2d(32, 3), ["conv2d", "32", "filters, kernelSize"]],
  [() => conv2d(null), ["conv2d", "null", "an object of options"]],
  [() => conv2d([32, 3]), ["conv2d", "[32, 3]", "an object of options"]],
  [() => conv2d({ kernelSize: 3 }), ["conv2d", '"filters"', "undefined"]],
  [() => conv2d({ filters: 32 }), ["conv2d", '"kernelSize"', "undefined", "pair [height, width]"]],
  [() => conv2d({ filters: 0, kernelSize: 3 }), ['"filters"', "is 0", "≥ 1"]],
  [() => conv2d({ filters: 1.5, kernelSize: 3 }), ['"filters"', "1.5", "whole number"]],
  [() => conv2d({ filters: "32", kernelSize: 3 }), ['"filters"', '"32"', "whole number"]],
  [() => conv2d({ filters: Number.NaN, kernelSize: 3 }), ['"filters"', "NaN"]],
  [() => conv2d({ filters: 2 ** 40, kernelSize: 3 }), ['"filters"', "1099511627776"]],
  [() => conv2d({ filters: 32, kernelSize: 0 }), ['"kernelSize"', "is 0"]],
  [() => conv2d({ filters: 32, kernelSize: [3] }), ['"kernelSize"', "[3]", "pair"]],
  [() => conv2d({ filters: 32, kernelSize: [3, 3, 3] }), ['"kernelSize"', "[3, 3, 3]"]],
  [() => conv2d({ filters: 32, kernelSize: [3, -1] }), ['"kernelSize"', "[3, -1]"]],
  [() => conv2d({ filters: 32, kernelSize: 3, strides: 0 }), ['"strides"', "is 0"]],
  [() => conv2d({ filters: 32, kernelSize: 3, strides: null }), ['"strides"', "null"]],
  [
    () => conv2d({ filters: 32, kernelSize: 3, padding: "smae" }),
    ['"padding"', '"smae"', '"valid" or "same"', 'mean "same"'],
  ],
  [() => conv2d({ filters: 32, kernelSize: 3, padding: 1 }), ['"padding"', "is 1", '"valid" or "same"']],
  [() => conv2d({ filters: 32, kernelSize: 3, activation: "rleu" }), ['"activation"', '"rleu"', 'mean "relu"']],
  [
    () => conv2d({ filters: 32, kernelSize: 3, activation: "tanh" }),
    ['"activation"', '"tanh"', '"sigmoid" or "softmax"'],
  ],
  [() => conv2d({ filters: 32, kernelSize: 3, activation: relu }), ['"activation"', "the function relu"]],
  [() => conv2d({ filters: 32, kernelSize: 3, useBias: 1 }), ['"useBias"', "is 1", "true or false"]],
  [
    () => conv2d({ filters: 32, kernelSize: 3, kernelInitializer: "glorot_uniform" }),
    ['"kernelInitializer"', '"glorot_uniform"', 'mean "glorotUniform"'],
  ],
  [() => conv2d({ filters: 32, kernelSize: 3, biasInitializer: "zero" }), ['"biasInitializer"', 'mean "zeros"']],
  [() => conv2d({ filters: 32, kernel_size: 3 }), ['"kernel_size"', 'mean "kernelSize"', "allowed: filters"]],
  [
    () => conv2d({ filters: 32, kernelSize: 3, dilationRate: 2 }),
    ['unknown option "dilationRate"', "allowed: filters"],
  ],
  [() => conv2d({ filters: 32, kernelSize: 3, name: "" }), ['"name"', '""', "letters"]],
  [() => conv2d({ filters: 32, kernelSize: 3, name: "a.b" }), ['"name"', '"a.b"', "letters"]],
  [() => conv2d({ filters: 32, kernelSize: 3, name: "x".repeat(65) }), ['"name"', "1 to 64"]],
  [() => conv2d({ filters: 32, kernelSize: 3, name: 7 }), ['"name"', "is 7"]],
  [() => batchNormalization(0.9), ["batchNormalization", "0.9", "momentum, epsilon"]],
  [() => batchNormalization({ axis: -1 }), ['"axis"', "allowed: momentum"]],
  [() => batchNormalization({ momentum: 1.01 }), ['"momentum"', "1.01", "≥ 0 and ≤ 1"]],
  [() => batchNormalization({ momentum: "0.9" }), ['"momentum"', '"0.9"']],
  [() => batchNormalization({ epsilon: 0 }), ['"epsilon"', "is 0", "> 0"]],
  [() => batchNormalization({ center: 0 }), ['"center"', "is 0", "true or false"]],
  [() => batchNormalization({ scale: "yes" }), ['"scale"', '"yes"', "true or false"]],
  [() => batchNormalization({ gammaInitializer: "one" }), ['"gammaInitializer"', '"one"', 'mean "ones"']],
  [() => batchNormalization({ moving_mean_initializer: "zeros" }), ['"moving_mean_initializer"', 'mean "movingMean']],
  [() => batchNormalization({ movingVarianceInitializer: 1 }), ['"movingVarianceInitializer"', "is 1"]],
  [() => batchNormalization({ name: "a b" }), ['"name"', '"a b"']],
  [() => dense(10), ["dense", "10", "an object of options"]],
  [() => dense({}), ['"units"', "undefined"]],
  [() => dense({ units: -10 }), ['"units"', "-10", "≥ 1"]],
  [() => dense({ units: 10n }), ['"units"', "10n"]],
  [() => dense({ unit: 10 }), ['"unit"', 'mean "units"']],
  [() => dense({ units: 10, activation: "Softmax" }), ['"Softmax"', 'mean "softmax"']],
  [() => dense({ units: 10, activation: null }), ['"activation"', "null"]],
  [() => dropout(0.5), ["dropout", "0.5", "rate"]],
  [() => dropout({ rate: 1 }), ['"rate"', "is 1", "≥ 0 and < 1"]],
  [() => dropout({ rate: -0.1 }), ['"rate"', "-0.1"]],
  [() => dropout({ rate: "0.5" }), ['"rate"', '"0.5"']],
  [() => dropout({ rate: 0.5, seed: 1 }), ['"seed"', "allowed: rate, name"]],
  [() => rescaling(1 / 255), ["rescaling", "scale, offset"]],
  [() => rescaling({}), ['"scale"', "undefined", "finite number"]],
  [() => rescaling({ scale: Number.POSITIVE_INFINITY }), ['"scale"', "Infinity"]],
  [() => rescaling({ scale: 1, offset: "0" }), ['"offset"', '"0"']],
  [() => maxPooling2d(2), ["maxPooling2d", "2", "poolSize"]],
  [() => maxPooling2d({ poolSize: [2, 0] }), ['"poolSize"', "[2, 0]"]],
  [() => maxPooling2d({ strides: 0.5 }), ['"strides"', "0.5"]],
  [() => maxPooling2d({ pool_size: 2 }), ['"pool_size"', 'mean "poolSize"']],
  [() => zeroPadding2d(1), ["zeroPadding2d", "received 1", "padding"]],
  [() => zeroPadding2d({ padding: -1 }), ['"padding"', "is -1", "≥ 0", "[[top, bottom], [left, right]]"]],
  [() => zeroPadding2d({ padding: 0.5 }), ['"padding"', "is 0.5"]],
  [() => zeroPadding2d({ padding: 2 ** 31 }), ['"padding"', "2147483648"]],
  [() => zeroPadding2d({ padding: "same" }), ['"padding"', '"same"', "[vertical, horizontal]"]],
  [() => zeroPadding2d({ padding: null }), ['"padding"', "null"]],
  [() => zeroPadding2d({ padding: [] }), ['"padding"', "[]"]],
  [() => zeroPadding2d({ padding: [1] }), ['"padding"', "[1]"]],
  [() => zeroPadding2d({ padding: [1, 1, 1] }), ['"padding"', "[1, 1, 1]"]],
  [() => zeroPadding2d({ padding: [1, [1, 1]] }), ['"padding"', "[vertical, horizontal]"]],
  [() => zeroPadding2d({ padding: [[1, 1], [1]] }), ['"padding"', "[[top, bottom], [left, right]]"]],
  [() => zeroPadding2d({ paddings: 1 }), ['"paddings"', 'mean "padding"']],
  [() => flatten({ units: 1 }), ["flatten", '"units"', "allowed: name"]],
  [() => flatten(dense), ["flatten", "the function dense"]],
  [() => activation("relu"), ["activation", '"relu"', "an object of options"]],
  [() => activation({ activation: "gelu" }), ['"gelu"', '"linear", "relu", "sigmoid" or "softmax"']],
  [() => relu({ maxValue: 6 }), ["relu", '"maxValue"']],
  [() => softmax({ axis: 1 }), ["softmax", '"axis"']],
  [() => adam(0.001), ["adam", "0.001", "learningRate"]],
  [() => adam({ learningRate: -1 }), ['"learningRate"', "-1", "≥ 0"]],
  [() => adam({ lr: 0.1 }), ['"lr"', "allowed: learningRate"]],
  [() => adam({ learning_rate: 0.1 }), ['"learning_rate"', 'mean "learningRate"']],
  [() => adam({ beta1: 1 }), ['"beta1"', "is 1", "< 1"]],
  [() => adam({ beta2: Number.NaN }), ['"beta2"', "NaN"]],
  [() => adam({ epsilon: 0 }), ['"epsilon"', "is 0", "> 0"]],
  [() => sgd({ momentum: 1.1 }), ['"momentum"', "1.1", "≤ 1"]],
  [() => sgd({ nesterov: "yes" }), ['"nesterov"', '"yes"']],
  [() => sgd({ nestrov: true }), ['"nestrov"', 'mean "nesterov"']],
  [() => sgd(new Map()), ["sgd", "an object of class Map"]],
];

describe("wrong options", () => {
  it.each(WRONG.map(([call, named]) => ({ use: String(call).slice(6), call, named })))("$use", ({ call, named }) =>
    expectRefusal(call, "INVALID_ARGUMENT", named),
  );

  it("come with messages of one line and bearable length", () => {
    for (const [call] of WRONG) {
      try {
        call();
      } catch (error) {
        expect((error as Error).message.length).toBeLessThan(280);
      }
    }
  });
});
