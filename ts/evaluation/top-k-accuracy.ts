/**
 * How often the right class is among the first k that a model names. Pure.
 */
import { integerOption, optionsObject } from "../options/check.js";
import type { ClassNumbers } from "./confusion-matrix.js";
import { checkLabelledRows } from "./rows.js";

/** How rows of values are to be read. */
export interface RowOptions {
  /** Number of classes: values of one image. */
  readonly classes: number;
}

/**
 * Returns the share of images whose label is among the `k` classes with the largest outputs.
 *
 * `outputs`: `n × classes`, row by row, logits or probabilities. A label counts when fewer than `k` classes have a larger
 * output or, standing before it, the same one: of equals the first, as in `predictClasses`, so that for k = 1 it is the
 * accuracy. scikit-learn takes of equals the last.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for `k` below 1 or above `classes`, or an option that is not allowed;
 * DATA_MISMATCH for lengths that do not fit, labels that are no classes, and outputs that are not finite.
 * @see scikit-learn `sklearn.metrics.top_k_accuracy_score`, with labels=range(classes)
 */
export function topKAccuracy(labels: ClassNumbers, outputs: ArrayLike<number>, k: number, options: RowOptions): number {
  const where = "topKAccuracy";
  const { classes } = optionsObject(where, options, ["classes"]);
  const width = checkLabelledRows(where, labels, "output", outputs, classes);
  integerOption(where, "k", k, { min: 1, max: width });
  let hits = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0;
    const own = outputs[i * width + label] ?? 0;
    let before = 0;
    for (let column = 0; column < width; column++) {
      const value = outputs[i * width + column] ?? 0;
      if (value > own || (value === own && column < label)) before += 1;
    }
    if (before < k) hits += 1;
  }
  return hits / labels.length;
}
