/**
 * How often a classifier takes which class for which.
 */
import { invalidOption } from "../../options/check.js";

/** As `evaluate` and `fashion-wasm eval --json` tell it: counts on images the classifier was not trained on. */
export interface ConfusionCounts {
  /** Names of the classes, in the order of the matrix. */
  readonly classNames: readonly string[];
  /** True classes in rows, predicted ones in columns. */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** What a label of a classifier is worth. */
export interface CheckedConfusion extends ConfusionCounts {
  /** Of an item with that label: how probable each class is, were all equally frequent. */
  column(label: number): Float64Array;
}

/** So many images are added to each cell: what was never seen is rare, not impossible. */
const ADDED = 0.5;

/** Errors: INVALID_ARGUMENT for what is no square matrix of counts. */
export function checkedConfusion(where: string, given: ConfusionCounts | undefined): CheckedConfusion | undefined {
  if (given === undefined) return undefined;
  const { classNames, confusionMatrix } = given ?? {};
  const isMatrix =
    Array.isArray(classNames) &&
    Array.isArray(confusionMatrix) &&
    classNames.length > 1 &&
    new Set(classNames).size === classNames.length &&
    classNames.every((name) => typeof name === "string") &&
    confusionMatrix.length === classNames.length &&
    confusionMatrix.every(
      (row) =>
        Array.isArray(row) &&
        row.length === classNames.length &&
        row.every((count) => Number.isFinite(count) && count >= 0),
    );
  if (!isMatrix) {
    const expected =
      "{ classNames, confusionMatrix }: different names, and for each true class how often it was taken for which, as eval --json writes it";
    throw invalidOption(where, "confusion", given, expected);
  }
  return {
    classNames,
    confusionMatrix,
    column(label) {
      const likelihoods = confusionMatrix.map((row: readonly number[]) => {
        const all = row.reduce((sum, count) => sum + count + ADDED, 0);
        return ((row[label] ?? 0) + ADDED) / all;
      });
      const sum = likelihoods.reduce((all, one) => all + one, 0);
      return Float64Array.from(likelihoods, (one) => one / sum);
    },
  };
}
