/**
 * The class that outputs point to: the place of the largest value. Everything that says "class" of outputs takes it.
 */
import type { IndexArray } from "../platform/array-types.js";
import { checkFinite } from "./finite.js";

/**
 * The place of the largest value in each row of `width` outputs; of equals the first.
 *
 * Errors: DATA_MISMATCH for a value that is not finite; `where` opens the message.
 */
export function largestOfRows(where: string, values: ArrayLike<number>, width: number): IndexArray {
  checkFinite(where, "output", values, width);
  const largest = new Uint32Array(values.length / width);
  for (let row = 0; row < largest.length; row++) {
    let best = 0;
    for (let column = 1; column < width; column++) {
      if ((values[row * width + column] ?? 0) > (values[row * width + best] ?? 0)) best = column;
    }
    largest[row] = best;
  }
  return largest;
}
