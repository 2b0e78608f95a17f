/**
 * From what a model's last layer gives to probabilities of the classes, and to logits that a temperature can divide.
 */
import type { ModelSpec } from "../engine/protocol.js";
import { choiceOption, optionsObject } from "../options/check.js";
import type { FloatArray } from "../platform/array-types.js";
import { checkRows } from "./rows.js";

const OUTPUT_ACTIVATIONS = ["linear", "softmax", "sigmoid"] as const;

/** What a model's outputs are: logits, or what softmax or sigmoid made of them. */
export type OutputActivation = (typeof OUTPUT_ACTIVATIONS)[number];

/** How a model's outputs are to be read. */
export interface OutputOptions {
  /** Number of classes: outputs of one image. */
  readonly classes: number;
  /** `model.outputActivation`. */
  readonly activation: OutputActivation;
}

/** Below this a probability is taken for this before its logarithm becomes a logit; Keras' epsilon. */
const CLIP = 1e-7;

/** What the loss takes for a model's last activation: `softmax` or `sigmoid` of its very last layer, else `linear`. */
export function outputActivationOf({ layers }: ModelSpec): OutputActivation {
  const last = layers.at(-1)?.activation;
  return last === "softmax" || last === "sigmoid" ? last : "linear";
}

/**
 * Returns the probabilities of the classes, `n × classes`, each row adding up to 1, from what `model.predict` gives.
 *
 * By the last activation, as the loss reads it: `linear` → softmax, in double precision, the largest output subtracted
 * first; `softmax` → the outputs themselves; `sigmoid` → `σ[i] / Σ σ[j]`, or `1 / classes` where all are 0.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for outputs that are not
 * finite or no whole rows.
 * @see Keras `keras.losses.SparseCategoricalCrossentropy`, whose meaning of sigmoid's outputs this is
 */
export function classProbabilities(outputs: ArrayLike<number>, options: OutputOptions): FloatArray {
  const { width, activation } = checkOutputs("classProbabilities", outputs, options);
  if (activation === "linear") return softmaxOfRows(outputs, width, 1);
  const probabilities = Float32Array.from(outputs);
  if (activation === "softmax") return probabilities;
  for (let start = 0; start < probabilities.length; start += width) {
    const row = probabilities.subarray(start, start + width);
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, i) => {
      row[i] = sum > 0 ? value / sum : 1 / width;
    });
  }
  return probabilities;
}

/**
 * Returns logits, `n × classes`, whose softmax is {@link classProbabilities}: the outputs themselves after `linear`, else
 * the logarithms of the probabilities, those below 1e-7 taken for 1e-7. Errors as there.
 */
export function classLogits(outputs: ArrayLike<number>, options: OutputOptions): FloatArray {
  const { activation } = checkOutputs("classLogits", outputs, options);
  if (activation === "linear") return Float32Array.from(outputs);
  return classProbabilities(outputs, options).map((value) => Math.log(Math.max(value, CLIP)));
}

/** `softmax(beta · x)` of each row of `width` finite values; `e^(beta · (x − max))` is 1 for the largest, so no sum is 0. */
export function softmaxOfRows(values: ArrayLike<number>, width: number, beta: number): FloatArray {
  const result = new Float32Array(values.length);
  const powers = new Float64Array(width);
  for (let start = 0; start < values.length; start += width) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) largest = Math.max(largest, values[start + i] ?? 0);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const power = Math.exp(beta * ((values[start + i] ?? 0) - largest));
      powers[i] = power;
      sum += power;
    }
    for (let i = 0; i < width; i++) result[start + i] = (powers[i] ?? 0) / sum;
  }
  return result;
}

function checkOutputs(where: string, outputs: ArrayLike<number>, options: OutputOptions) {
  const { classes, activation } = optionsObject(where, options, ["classes", "activation"]);
  const word = choiceOption(where, "activation", activation, OUTPUT_ACTIVATIONS);
  return { width: checkRows(where, "output", outputs, classes), activation: word };
}
