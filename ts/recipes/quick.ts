/**
 * Two convolutions, pooled, with dropout before the logits: about 90 % on the test images within minutes.
 */
import { conv2d } from "../layers/conv2d.js";
import { dense } from "../layers/dense.js";
import { dropout } from "../layers/dropout.js";
import { flatten } from "../layers/flatten.js";
import { maxPooling2d } from "../layers/max-pooling2d.js";
import { rescaling } from "../layers/rescaling.js";
import { adam } from "../optimizers/adam.js";
import { classesOf, type Recipe } from "./recipe.js";

/** The recipe of `npm start`; the last 5,000 images are held out, to validate with and to fit a temperature on. */
export const quick: Recipe = {
  name: "quick",
  description: "Two convolutions with pooling, dropout before the logits, 10 epochs.",
  inputShape: [28, 28, 1],
  layers: (options) => [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    maxPooling2d(),
    conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    maxPooling2d(),
    flatten(),
    dropout({ rate: 0.5 }),
    dense({ units: classesOf("quick", options) }),
  ],
  compile: {
    optimizer: adam({ learningRate: 1e-3 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  },
  epochs: 10,
  batchSize: 128,
  validationSplit: 1 / 12,
};
