/**
 * Small labelled images for tests, the same in every run: a bright bar whose place tells the class, and noise.
 *
 * They can be learnt in a few steps, so a test sees within a second whether training trains.
 */
import { conv2d, type Dataset, dataset, dense, dropout, flatten, type Layer, maxPool2d, rescaling } from "fashion-wasm";

/** Returns `count` images of 28 × 28 bytes in ten classes. */
export function garments(count: number, seed = 1): Dataset {
  const images = new Uint8Array(count * 784);
  const labels = new Uint32Array(count);
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  for (let i = 0; i < count; i++) {
    const label = random() % 10;
    labels[i] = label;
    for (let p = 0; p < 784; p++) images[i * 784 + p] = random() % 60;
    for (let p = 0; p < 56; p++) images[i * 784 + 56 * label + p + 28] = 180 + (random() % 60);
  }
  return dataset.fromArrays({ images, labels, imageShape: [28, 28, 1] });
}

/** The smallest model worth the name. */
export const tiny = (): Layer[] => [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10 })];

/** One convolution of stride 3, two dense layers. */
export const netS = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 32, kernelSize: 3, strides: 3, activation: "relu" }),
  maxPool2d(),
  flatten(),
  dense({ units: 32, activation: "relu" }),
  dense({ units: 10 }),
];

/** Two convolutions, each pooled, and dropout. */
export const netL = (): Layer[] => [
  rescaling({ scale: 1 / 255 }),
  conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
  maxPool2d(),
  conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
  maxPool2d(),
  flatten(),
  dropout({ rate: 0.5 }),
  dense({ units: 10 }),
];

/** How every test model is compiled. */
export const compiled = { optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] } as const;
