/**
 * From a model's outputs to words: the classes it gives the most to.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, isList } from "../options/check.js";
import { show } from "../options/show.js";
import { checkFinite } from "./finite.js";

/** A class and what the model gives it. */
export interface ScoredClass {
  /** Its place among the outputs. */
  readonly index: number;
  /** Its name; its number as text where the model has no names. */
  readonly className: string;
  /** The output: a probability after `softmax`, a logit after a `linear` layer. */
  readonly score: number;
}

/** The `k` largest of one image's `outputs`, the largest first; of equals the one that stands before. NaN has no rank. */
export function topK(
  where: string,
  outputs: ArrayLike<number>,
  k: number,
  { classes, classNames }: { readonly classes: number; readonly classNames: readonly string[] | null },
): ScoredClass[] {
  if (classes === 1) {
    const advice = "a single output has no classes to choose from; predictOne() gives it";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: the model has one output → ${advice}`);
  }
  if (!isList(outputs) || outputs.length !== classes) {
    throw new FashionWasmError(
      "SHAPE_MISMATCH",
      `${where}: the outputs are ${show(outputs)} → expected those of one image, ${classes} numbers, as predictOne() gives them`,
    );
  }
  checkFinite(where, "output", outputs, classes);
  integerOption(where, "k", k, { min: 1, max: classes });
  return Array.from(outputs, (score, index) => ({ index, className: classNames?.[index] ?? String(index), score }))
    .sort((a, b) => b.score - a.score)
    .slice(0, k);
}
