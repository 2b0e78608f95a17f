/**
 * Precision, recall and F1 of every class, from labels and predicted classes. Pure; the numbers are scikit-learn's.
 */
import { invalidOption, optionsObject } from "../options/check.js";
import { type ClassNumbers, confusionMatrix } from "./confusion-matrix.js";
import { pairwiseSum } from "./pairwise-sum.js";

/** How well one class, or an average over classes, was recognised. */
export interface Scores {
  /** Share of the images taken for the class that belong to it; 0 when none was. */
  readonly precision: number;
  /** Share of the class' images that were recognised; 0 when it has none. */
  readonly recall: number;
  /** Harmonic mean of both; 0 when both are. */
  readonly f1: number;
  /** Number of images of the class. */
  readonly support: number;
}

/** Scores of a class with its name. */
export interface ClassScores extends Scores {
  readonly name: string;
}

/** What {@link classificationReport} returns. */
export interface ClassificationReport {
  /** Share of all images that were recognised. */
  readonly accuracy: number;
  readonly classes: readonly ClassScores[];
  /** Every class counts the same. */
  readonly macroAverage: Scores;
  /** Every image counts the same. */
  readonly weightedAverage: Scores;
  /** `confusionMatrix[t][p]` images of class `t` were taken for `p`. */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/**
 * Scores predicted classes against labels: with true positives TP, false FP and missed FN of a class
 * `precision = TP / (TP + FP)`, `recall = TP / (TP + FN)`, `f1 = 2 TP / (2 TP + FP + FN)`.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for lists of different
 * lengths or numbers that are no classes.
 * @see scikit-learn `sklearn.metrics.classification_report`, with zero_division=0
 */
export function classificationReport(
  labels: ClassNumbers,
  predictions: ClassNumbers,
  options: { readonly classNames: readonly string[] },
): ClassificationReport {
  const where = "classificationReport";
  const { classNames } = optionsObject(where, options, ["classNames"]);
  if (!Array.isArray(classNames) || classNames.length === 0) {
    throw invalidOption(where, "classNames", classNames, "an array with the name of every class");
  }
  const names: readonly string[] = classNames;
  const matrix = confusionMatrix(labels, predictions, names.length);
  const classes = names.map((name, c) => ({ name, ...scoresOf(matrix, c) }));
  const hits = matrix.reduce((sum, row, c) => sum + (row[c] ?? 0), 0);
  return {
    accuracy: ratio(hits, labels.length),
    classes,
    macroAverage: average(classes, () => 1),
    weightedAverage: average(classes, ({ support }) => support),
    confusionMatrix: matrix,
  };
}

function scoresOf(matrix: readonly (readonly number[])[], c: number): Scores {
  const hits = matrix[c]?.[c] ?? 0;
  const support = matrix[c]?.reduce((sum, count) => sum + count, 0) ?? 0;
  const predicted = matrix.reduce((sum, row) => sum + (row[c] ?? 0), 0);
  return {
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, predicted + support),
    support,
  };
}

function average(classes: readonly Scores[], weight: (scores: Scores) => number): Scores {
  const sumOf = (value: (scores: Scores) => number) => pairwiseSum(classes.map(value));
  const total = sumOf(weight);
  const mean = (value: (scores: Scores) => number) =>
    ratio(
      sumOf((each) => weight(each) * value(each)),
      total,
    );
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
    support: classes.reduce((sum, { support }) => sum + support, 0),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
