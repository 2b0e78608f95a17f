/**
 * Pairs of classes, true and predicted, by how many mistakes they account for.
 */
import type { ClassificationReport } from "../../evaluation/classification-report.js";

/** Images of class `truth` that were taken for class `taken`. */
export interface Pair {
  readonly truth: number;
  readonly taken: number;
  readonly images: number;
}

/** The `limit` pairs with most mistakes, most first; of equals the one that stands before in the matrix. */
export function pairsOf({ confusionMatrix }: ClassificationReport, limit: number): Pair[] {
  const pairs = confusionMatrix.flatMap((row, truth) =>
    row.flatMap((images, taken) => (taken !== truth && images > 0 ? [{ truth, taken, images }] : [])),
  );
  return pairs.sort((a, b) => b.images - a.images).slice(0, limit);
}
