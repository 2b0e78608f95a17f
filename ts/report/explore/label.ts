/**
 * What the pages say of an image's class; data without labels says nothing.
 */
import type { Dataset } from "../../data/dataset.js";

/** The number and the name of the class of image `i`; null without labels. */
export function labelOf(data: Dataset, i: number): { readonly label: number; readonly name: string } | null {
  if (!data.labelled) return null;
  const label = data.label(i);
  return { label, name: data.classNames[label] ?? String(label) };
}
