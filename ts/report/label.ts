/**
 * What the pages call classes, and say of an image's; data without labels says nothing.
 */
import type { Dataset } from "../data/dataset.js";

/** The name of class `c`; its number where the data has no name for it. */
export function nameOf({ classNames }: Dataset, c: number): string {
  return classNames[c] ?? String(c);
}

/** The number and the name of the class of image `i`; null without labels. */
export function labelOf(data: Dataset, i: number): { readonly label: number; readonly name: string } | null {
  if (!data.labelled) return null;
  const label = data.label(i);
  return { label, name: nameOf(data, label) };
}
