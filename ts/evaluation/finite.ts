/**
 * Outputs that are no numbers have no class: the one check of all that reads rows of outputs.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";

/** What a value of a row is called in messages. */
export type RowWord = "output" | "logit" | "probability";

/** Refuses NaN, infinite values and what is no number, in rows of `width`: DATA_MISMATCH, with the place. */
export function checkFinite(where: string, what: RowWord, values: ArrayLike<unknown>, width: number): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: ${what} ${i % width} of image ${Math.floor(i / width)} is ${show(values[i])} → it must be a finite number; pixels that are NaN or infinite give others, and so does a model whose training diverged`,
    );
  }
}
