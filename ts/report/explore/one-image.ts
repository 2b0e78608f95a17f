/**
 * One image large, and the same image as the numbers it is made of, each on its own grey.
 *
 * Of a colour image the numbers are the mean over its channels. Of an image too large for a table its middle is shown.
 */
import type { Dataset } from "../../data/dataset.js";
import { pixels } from "../data-uri.js";
import { html, type Markup } from "../html.js";
import type { ExploreInput } from "../input.js";
import { labelOf } from "../label.js";
import { count, counted, fixed } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";
import { imagePainter, toneOf, tonesOf } from "../pictures.js";
import { shrinkNote } from "../shrink.js";
import { inAttribute, inText } from "../words.js";

const LARGEST = 32;
const CUT = 28;
const SIDE = 256;
const DARK = 118; // below it white text has more contrast, above it black: 4.5 or more on either side

/** The image of position `sample`. */
export function oneImageSection({ data, sample, png }: ExploreInput): Section {
  const known = labelOf(data, sample);
  const number = `Image ${count(sample)}`;
  const alt = known === null ? number : `${number}: ${inAttribute(known.name)}`;
  const [height, width, channels] = data.imageShape;
  const rows = middle(height);
  const columns = middle(width);
  const isCut = rows.length < height || columns.length < width;
  return {
    id: "one-image",
    title: "One image as numbers",
    wide: true,
    explanation: html`<p>To a computer this ${known === null ? "image" : html`“${inText(known.name)}”`} is ${counted(height * width, "number")}: small ones are dark, large ones light.</p>
${channels > 1 && html`<p>Each number is the mean over the ${channels} channels of its pixel.</p>`}
${isCut && html`<p>The image is too large for a table, so the numbers are those of its middle, ${rows.length} × ${columns.length}.</p>`}`,
    body: html`<div class="sample"><figure>${pixels(png, imagePainter(data, SIDE)(sample), alt)}<figcaption class="caption">${number}${known && html`: ${inText(known.name)} (label ${known.label})`}${shrinkNote({ height, width }, SIDE)}</figcaption></figure>
${scrollBox("Pixel values", valueTable(data, sample, rows, columns))}</div>`,
  };
}

function valueTable(data: Dataset, sample: number, rows: readonly number[], columns: readonly number[]): Markup {
  const [, width, channels] = data.imageShape;
  const image = data.image(sample);
  const tones = tonesOf(data);
  const isBytes = image instanceof Uint8Array;
  const cell = (row: number, column: number): Markup => {
    const start = (row * width + column) * channels;
    let value = 0;
    for (let channel = 0; channel < channels; channel++) value += (image[start + channel] as number) / channels;
    const tone = toneOf(value, tones);
    const word = isBytes ? fixed(value, 0) : fixed(value, tones.high > 9 ? 0 : 2);
    return tone < DARK
      ? html`<td class="w" style="--v:${tone}">${word}</td>`
      : html`<td style="--v:${tone}">${word}</td>`;
  };
  return html`<table class="values ${!isBytes && "fine"}" aria-label="Pixel values by row and column">
<thead><tr><td></td>${columns.map((column) => html`<th scope="col">${column + 1}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row + 1}</th>${columns.map((column) => cell(row, column))}</tr>`)}</tbody></table>`;
}

/** All places of a side, or those in its middle where it is too long. */
function middle(length: number): number[] {
  if (length <= LARGEST) return Array.from({ length }, (_, i) => i);
  const start = Math.floor((length - CUT) / 2);
  return Array.from({ length: CUT }, (_, i) => start + i);
}
