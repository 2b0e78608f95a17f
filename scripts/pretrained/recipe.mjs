/**
 * The network of the pretrained checkpoint and how it is trained: the bench's net D, 20 epochs on all 60,000 images,
 * with a learning rate that falls twice. Nothing was chosen by looking at the test images.
 */
import { netD } from "./net-d.mjs";

/** Key of all random numbers. */
export const SEED = 1;

/** Images of a step. */
export const BATCH_SIZE = 128;

/** Epochs at each learning rate, in this order. */
export const PHASES = [
  { epochs: 14, learningRate: 1e-3 },
  { epochs: 3, learningRate: 2e-4 },
  { epochs: 3, learningRate: 4e-5 },
];

/**
 * @param {typeof import("fashion-wasm")} api
 * @returns {import("fashion-wasm").Layer[]}
 */
export function layers(api) {
  return netD(api, {
    dropoutOfBlocks: 0.25,
    dropoutOfDense: 0.5,
    output: api.dense({ units: 10, activation: "softmax" }),
  });
}
