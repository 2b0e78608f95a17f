/**
 * The three networks that are measured: small, large, deep. All with Adam, on images of 28 × 28 × 1 bytes.
 *
 * They are no recipes: they stand for what there is to compute, not for the best accuracy.
 */
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  type Layer,
  maxPool2d,
  relu,
  rescaling,
} from "../../index.js";

/** A network and the number of images of a training step. */
export interface Net {
  /** For people, in a few words. */
  readonly description: string;
  readonly batchSize: number;
  layers(): readonly Layer[];
}

const S: Net = {
  description: "one convolution of stride 3, two dense layers, batches of 512",
  batchSize: 512,
  layers: () => [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 32, kernelSize: 3, strides: 3, activation: "relu" }),
    maxPool2d(),
    flatten(),
    dense({ units: 32, activation: "relu" }),
    dense({ units: 10 }),
  ],
};

const L: Net = {
  description: "two convolutions with pooling, dropout, batches of 128",
  batchSize: 128,
  layers: () => [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    maxPool2d(),
    conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    maxPool2d(),
    flatten(),
    dropout({ rate: 0.5 }),
    dense({ units: 10 }),
  ],
};

const D: Net = {
  description: "four convolutions and a dense layer with batch normalization, batches of 128",
  batchSize: 128,
  layers: () => [
    rescaling({ scale: 1 / 255 }),
    ...[32, 64].flatMap((filters) => [
      ...normalisedConvolution(filters),
      ...normalisedConvolution(filters),
      maxPool2d(),
      dropout({ rate: 0.25 }),
    ]),
    flatten(),
    dense({ units: 128 }),
    batchNormalization(),
    relu(),
    dropout({ rate: 0.5 }),
    dense({ units: 10 }),
  ],
};

function normalisedConvolution(filters: number): Layer[] {
  return [conv2d({ filters, kernelSize: 3, padding: "same" }), batchNormalization(), relu()];
}

/** The networks by name, in the order in which they are measured. */
export const nets: Readonly<Record<"S" | "L" | "D", Net>> = { S, L, D };

/** Name of a network. */
export type NetName = keyof typeof nets;
