/**
 * The checks of what measures take: a row of values for every image, and its label.
 *
 * A NaN or a wrong length would not crash a measure, it would spoil it; here is the one place that says so.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, isList } from "../options/check.js";
import { show } from "../options/show.js";
import { type ClassNumbers, classAt } from "./confusion-matrix.js";
import { checkFinite, type RowWord } from "./finite.js";

/** Checks rows of `classes` finite values, at least one row, and returns `classes`. */
export function checkRows(where: string, what: RowWord, values: ArrayLike<number>, classes: unknown): number {
  const width = integerOption(where, "classes", classes, { min: 1, max: 100_000 });
  if (!isList(values)) {
    const message = `the ${what} values are ${show(values)} → give a Float32Array or an array of numbers`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${message}`);
  }
  if (values.length === 0 || values.length % width !== 0) {
    throw mismatch(
      where,
      `${values.length} ${what} values → there must be ${width} per image (option "classes"), of at least one image`,
    );
  }
  checkFinite(where, what, values, width);
  return width;
}

/** {@link checkRows}, and that there is a label, a class number below `classes`, for every row. */
export function checkLabelledRows(
  where: string,
  labels: ClassNumbers,
  what: RowWord,
  values: ArrayLike<number>,
  classes: unknown,
): number {
  const width = checkRows(where, what, values, classes);
  const rows = values.length / width;
  if (!isList(labels) || labels.length !== rows) {
    const received = isList(labels) ? `${labels.length} labels` : `the labels are ${show(labels)}`;
    throw mismatch(
      where,
      `${received} for ${rows} images (${values.length} ${what} values) → give one label per image`,
    );
  }
  checkClassNumbers(where, labels, width);
  return width;
}

/** Checks that labels are class numbers below `classes`. */
export function checkClassNumbers(where: string, labels: ClassNumbers, classes: number): void {
  for (let i = 0; i < labels.length; i++) classAt(where, "label", labels, i, classes);
}

function mismatch(where: string, what: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `${where}: ${what}`);
}
