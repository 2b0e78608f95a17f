/**
 * How the predictions stand against simple rules, from the numbers alone: the words of a verdict can be kind, these cannot.
 */
import { html, type Markup } from "../html.js";
import { inText } from "../words.js";
import type { MethodView } from "./input.js";
import { times } from "./words.js";

/** Whether the first method is clearly the best, and a sentence on it; null with nothing to compare. */
export function standingOf([ours, ...rules]: readonly MethodView[]): {
  readonly isClear: boolean;
  readonly sentence: Markup;
} | null {
  const known = (method: MethodView | undefined) => method?.lift ?? Number.NEGATIVE_INFINITY;
  const best = rules.reduce<MethodView | undefined>((a, b) => (known(b) > known(a) ? b : a), undefined);
  if (ours === undefined || ours.lift === null || best === undefined) return null;
  const isAbove = ours.lift > known(best);
  const isClear = isAbove && ours.lower !== null && ours.lower > (best.upper ?? known(best));
  const words = isClear
    ? "The intervals do not overlap."
    : isAbove
      ? "The intervals overlap: the advantage may be chance."
      : "The simple rule is at least as good: here the predictions add nothing to it.";
  return {
    isClear,
    sentence: html`Lift ${times(ours.lift)} by <b>${inText(ours.name)}</b>, ${times(best.lift)} by the best of the others, <b>${inText(best.name)}</b>. ${words}`,
  };
}
