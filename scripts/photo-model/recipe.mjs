/**
 * The network of the model for photos and how it is trained: the bench's net D with less dropout, since its examples never
 * repeat often, and an output for what is no garment. On the first 55,000 training images; the last 5,000 are for tuning and
 * calibration. Nothing was chosen by looking at the test images.
 */
import { netD } from "../pretrained/net-d.mjs";

/** Key of all random numbers. */
export const SEED = 1;

/** Images of a step. */
export const BATCH_SIZE = 128;

/** Training images that are learnt from; the others are held out. */
export const LEARNT = 55_000;

/** Images that are no garments, for each image. */
export const STRANGERS = 0.25;

/** Sets of examples that are made, used in turns: one for each epoch. */
export const ROUNDS = 6;

/** Epochs at each learning rate, in this order. */
export const PHASES = [
  { epochs: 17, learningRate: 1e-3 },
  { epochs: 7, learningRate: 2e-4 },
  { epochs: 2, learningRate: 4e-5 },
];

/**
 * @param {typeof import("fashion-wasm")} api
 * @returns {import("fashion-wasm").Layer[]}
 */
export function layers(api) {
  return netD(api, {
    dropoutOfBlocks: 0.1,
    dropoutOfDense: 0.3,
    output: api.dense({ units: 11 }),
  });
}
