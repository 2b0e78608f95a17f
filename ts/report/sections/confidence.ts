/**
 * How sure the model is of what it says: the probability it gives to the class it names.
 */
import type { Evaluation } from "../../evaluation/evaluate-classifier.js";

/** The confidence of image `i`, 0 to 1; NaN where it has no probabilities. */
export function confidenceOf({ predictions, probabilities }: Evaluation, i: number): number {
  const classes = predictions.length > 0 ? probabilities.length / predictions.length : 0;
  return probabilities[i * classes + (predictions[i] as number)] ?? Number.NaN;
}
