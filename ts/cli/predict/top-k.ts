/**
 * How many classes are told of each photo.
 */
import { UsageError } from "../exit.js";

/** Classes that are told, where a model has so many. */
export const TOP_K = 3;

/** Errors: USAGE for more than the model has classes. */
export function topKOf({ topK }: { readonly topK?: number | undefined }, classes: number): number {
  if (topK === undefined) return Math.min(TOP_K, classes);
  if (topK <= classes) return topK;
  throw new UsageError(`--top-k ${topK}: the model has ${classes} classes → give ${classes} or less`);
}
