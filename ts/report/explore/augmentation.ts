/**
 * Images as a training that augments them would see them, a row for each.
 */
import { pixels } from "../data-uri.js";
import { html } from "../html.js";
import type { ExploreInput } from "../input.js";
import { labelOf } from "../label.js";
import type { Section } from "../page.js";
import { imagePainter } from "../pictures.js";
import { inAttribute, inText } from "../words.js";

const SIDE = 64;

/** The rows; null where nothing was augmented. */
export function augmentationSection({ augmented, png }: ExploreInput): Section | null {
  if (augmented === undefined) return null;
  const { data, columns, layers } = augmented;
  const paint = imagePainter(data, SIDE);
  const tile = (i: number) => {
    const name = labelOf(data, i)?.name;
    const isItself = i % columns === 0;
    const what = isItself ? "as it is" : `drawn ${i % columns}`;
    const picture = pixels(png, paint(i), name === undefined ? what : `${inAttribute(name)}, ${what}`);
    const caption = isItself ? html`<strong>${name === undefined ? "as it is" : inText(name)}</strong>` : html`&nbsp;`;
    return html`<li>${picture}<span class="caption">${caption}</span></li>`;
  };
  // A list a row: where the screen is narrow, none begins in the middle of a line.
  const rows = Array.from({ length: Math.ceil(data.length / columns) }, (_, row) =>
    Array.from({ length: Math.min(columns, data.length - row * columns) }, (_, i) => tile(row * columns + i)),
  );
  return {
    id: "augmentation",
    title: "As training sees them",
    wide: true,
    explanation: html`<p>The first of each row is the image itself, the others what training makes of it, anew in every step. By ${layers}.</p>`,
    body: html`${rows.map((tiles) => html`<ul class="grid many" style="--columns:${columns}">${tiles}</ul>`)}`,
  };
}
