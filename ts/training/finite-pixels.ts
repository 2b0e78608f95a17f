/**
 * Pixels that come in bare arrays, which no dataset has checked: a NaN would ruin every weight in one step.
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
