/**
 * Which class was taken for which. Pure counting on two lists of class numbers.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, isList } from "../options/check.js";
import { show } from "../options/show.js";

/** A matrix of more has no place in memory, and no reader. */
const MAX_CLASSES = 4096;

/** Class numbers, one per image. */
export type ClassNumbers = ArrayLike<number>;

/**
 * Counts images by true and predicted class: `matrix[t][p]` images of class `t` were taken for `p`.
 *
 * `classes`: 1 to 4,096.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for another number of classes, or what is no list; DATA_MISMATCH when the lists
 * differ in length or hold something that is no class number below `classes`.
 * @see scikit-learn `sklearn.metrics.confusion_matrix`
 */
export function confusionMatrix(labels: ClassNumbers, predictions: ClassNumbers, classes: number): number[][] {
  const where = "confusionMatrix";
  if (labels === undefined) {
    const advice =
      'give labels, predictions and the number of classes; as a metric of compile write the word "confusionMatrix"';
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: received nothing → ${advice}`);
  }
  integerOption(where, "classes", classes, { min: 1, max: MAX_CLASSES });
  for (const [what, numbers] of Object.entries({ labels, predictions })) {
    if (isList(numbers)) continue;
    const message = `the ${what} are ${show(numbers)} → give a Uint32Array or an array of class numbers`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${message}`);
  }
  if (labels.length !== predictions.length) {
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: ${labels.length} labels and ${predictions.length} predictions → there must be one prediction a label`,
    );
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = matrix[classAt(where, "label", labels, i, classes)];
    const column = classAt(where, "prediction", predictions, i, classes);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return matrix;
}

/** Returns entry `i` of a list of class numbers; refuses what is none below `classes`. */
export function classAt(where: string, what: string, numbers: ClassNumbers, i: number, classes: number): number {
  const value = numbers[i];
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw new FashionWasmError(
    "DATA_MISMATCH",
    `${where}: ${what} ${i} is ${show(value)} → it must be a class number from 0 to ${classes - 1}`,
  );
}
