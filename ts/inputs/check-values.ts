/**
 * Values that only a model can refuse: labels beyond its outputs, and pixels of bare arrays, which no dataset has checked (a
 * NaN would ruin every weight in one step). What labels are is in data/labels.ts.
 */
import { firstNotFinite } from "../data/finite.js";
import { FashionWasmError } from "../errors.js";

/** Refuses NaN and infinite pixels in the rows of `count` images: INVALID_ARGUMENT, as `dataset.fromArrays` does. */
export function checkPixels(where: string, rows: Uint8Array | Float32Array, count: number): void {
  if (rows instanceof Uint8Array) return;
  const wrong = firstNotFinite(rows);
  if (wrong < 0) return;
  const size = rows.length / count;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: value ${wrong % size} of image ${Math.floor(wrong / size)} is ${rows[wrong]} → every pixel must be a finite number`,
  );
}

/** Refuses labels of classes that `units` outputs do not tell apart; `at` picks the labels that are used. */
export function checkLabels(
  where: string,
  labels: Uint32Array,
  at: Uint32Array,
  classes: number,
  units = classes,
): void {
  for (const index of at) {
    const label = labels[index] ?? 0;
    if (label < classes) continue;
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: label ${label} (image ${index}) → the model has ${units} ${units === 1 ? "output" : "outputs"}, so labels go from 0 to ${classes - 1}; give its last layer ${label + 1} units or correct the labels`,
    );
  }
}
