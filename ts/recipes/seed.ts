/**
 * The network of the notebook this project began with, unchanged, with its rescaling made a layer.
 */

import { conv2d } from "../layers/conv2d.js";
import { dense } from "../layers/dense.js";
import { flatten } from "../layers/flatten.js";
import { maxPooling2d } from "../layers/max-pooling2d.js";
import { rescaling } from "../layers/rescaling.js";
import { adam } from "../optimizers/adam.js";
import { classesOf, type Recipe } from "./recipe.js";

/** One convolution of stride 3, ten sigmoid outputs; 48,000 images to train on, 12,000 to validate with. */
export const seed: Recipe = {
  name: "seed",
  description: "The original notebook's network: one convolution of stride 3, sigmoid outputs, 50 epochs.",
  inputShape: [28, 28, 1],
  layers: (options) => [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 32, kernelSize: 3, strides: 3, activation: "relu" }),
    maxPooling2d(),
    flatten(),
    dense({ units: 32, activation: "relu" }),
    dense({ units: classesOf("seed", options), activation: "sigmoid" }),
  ],
  compile: {
    optimizer: adam({ learningRate: 1e-3 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  },
  epochs: 50,
  batchSize: 512,
  validationSplit: 0.2,
};
