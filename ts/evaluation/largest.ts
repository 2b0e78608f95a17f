/**
 * The class that outputs point to: the place of the largest value. Everything that says "class" of outputs takes it.
 */
import { FashionWasmError } from "../errors.js";
import type { IndexArray } from "../platform/array-types.js";
import { checkFinite } from "./finite.js";
import type { OutputActivation } from "./probabilities.js";

/**
 * The class of each row of a model's outputs: the place of the largest; of a single output after sigmoid 1 above 0.5, else 0.
 *
 * Errors: INVALID_ARGUMENT for another single output, which is no class; as {@link largestOfRows}.
 */
export function classesOfRows(
  where: string,
  outputs: ArrayLike<number>,
  width: number,
  activation: OutputActivation,
): IndexArray {
  if (width > 1) return largestOfRows(where, outputs, width);
  if (activation !== "sigmoid") {
    const what = `the model has one output, ${activation}, and nobody knows where its classes part`;
    const advice = "take predict(), and compare its values: logits with 0; after sigmoid it is 0.5";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → ${advice}`);
  }
  checkFinite(where, "output", outputs, 1);
  return Uint32Array.from(outputs, (share) => (share > 0.5 ? 1 : 0));
}

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
