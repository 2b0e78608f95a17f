/**
 * What the pages call classes, and say of an image's; data without labels says nothing.
 */
import type { Dataset } from "../data/dataset.js";
import { html, type Markup } from "./html.js";
import { inAttribute, inText } from "./words.js";

/** The name of class `c`; its number where the data has no name for it. */
export function nameOf({ classNames }: Dataset, c: number): string {
  return classNames[c] ?? String(c);
}

/** ` (Bag/7.png)`: the name of the file of image `i`, for an attribute; nothing where the images are no files. */
export function fileInAttribute({ fileNames }: Dataset, i: number): string {
  const name = fileNames?.[i];
  return name === undefined ? "" : ` (${inAttribute(name)})`;
}

/** The same as a line of a caption. */
export function fileCaption({ fileNames }: Dataset, i: number): Markup | null {
  const name = fileNames?.[i];
  return name === undefined ? null : html`<span class="name soft" title="${inAttribute(name)}">${inText(name)}</span>`;
}

/** The number and the name of the class of image `i`; null without labels. */
export function labelOf(data: Dataset, i: number): { readonly label: number; readonly name: string } | null {
  if (!data.labelled) return null;
  const label = data.label(i);
  return { label, name: nameOf(data, label) };
}
