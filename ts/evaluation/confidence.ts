/**
 * How sure a model is of each image, and whether it is right: what calibration and coverage are made of.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { ClassNumbers } from "./confusion-matrix.js";
import { largestOfRows } from "./largest.js";
import { checkLabelledRows } from "./rows.js";

/** One entry per image. */
export interface Confidences {
  readonly classes: number;
  /** The largest probability. */
  readonly confidence: Float64Array;
  /** 1 where it is the label's; of equal probabilities the first class is the one. */
  readonly right: Uint8Array;
}

/** How far from 1 a row may add up: 16-bit floats are let pass, outputs of ten sigmoids as a rule are not. */
const SUM_TOLERANCE = 1e-2;

/** Checks labels and rows of probabilities, and takes the largest of each row. */
export function confidencesOf(
  where: string,
  labels: ClassNumbers,
  probabilities: ArrayLike<number>,
  classes: unknown,
): Confidences {
  const width = checkLabelledRows(where, labels, "probability", probabilities, classes);
  const predictions = largestOfRows(where, probabilities, width);
  const confidence = new Float64Array(predictions.length);
  const right = new Uint8Array(predictions.length);
  predictions.forEach((prediction, i) => {
    checkProbabilities(where, probabilities, i, width);
    confidence[i] = probabilities[i * width + prediction] ?? 0;
    right[i] = prediction === labels[i] ? 1 : 0;
  });
  return { classes: width, confidence, right };
}

function checkProbabilities(where: string, values: ArrayLike<number>, image: number, width: number): void {
  let sum = 0;
  for (let column = 0; column < width; column++) {
    const value = values[image * width + column] ?? 0;
    if (!(value >= 0 && value <= 1)) {
      throw notProbabilities(where, `probability ${column} of image ${image} is ${show(value)}`, "lie between 0 and 1");
    }
    sum += value;
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw notProbabilities(where, `the probabilities of image ${image} add up to ${sum.toPrecision(4)}`, "add up to 1");
}

function notProbabilities(where: string, received: string, expected: string): FashionWasmError {
  return new FashionWasmError(
    "DATA_MISMATCH",
    `${where}: ${received} → they must ${expected}; classProbabilities() makes them of a model's outputs`,
  );
}
