/**
 * The data as a table, first and last rows and columns, as pandas shows a frame: one row per image.
 */
import { html, type Markup } from "../html.js";
import type { ExploreInput } from "../input.js";
import { labelOf } from "../label.js";
import { count, counted, short } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";
import { cut } from "../words.js";

const ROWS = 5;
const COLUMNS = 5;

/** Head and tail. */
export function rowsSection({ data }: ExploreInput): Section {
  const [images, height, width, channels] = data.shape;
  const values = height * width * channels;
  const columns = ends(values, COLUMNS);
  const rows = ends(images, ROWS);
  const gap = html`<td>…</td>`;
  const row = (i: number | null): Markup => {
    if (i === null)
      return html`<tr class="gap"><td>…</td>${data.labelled && html`<td>…</td><td class="name">…</td>`}${columns.map(() => gap)}</tr>`;
    const image = data.image(i);
    const known = labelOf(data, i);
    const cells = columns.map((c) => (c === null ? gap : html`<td>${short(image[c] as number)}</td>`));
    return html`<tr><th scope="row">${count(i)}</th>${known && html`<td>${known.label}</td><td class="name">${cut(known.name)}</td>`}${cells}</tr>`;
  };
  const heads = columns.map((c) => html`<th scope="col">${c === null ? "…" : `pixel${c + 1}`}</th>`);
  return {
    id: "rows",
    title: "Head and tail",
    wide: true,
    explanation: html`<p>Every image is a row of numbers: its ${data.labelled && "label, then its "}${counted(values, "value")} from the top left to the bottom right.</p>`,
    body: html`${scrollBox("First and last rows", html`<table class="frame" aria-label="First and last rows"><thead><tr><td></td>${data.labelled && html`<th scope="col">label</th><th scope="col" class="name">class</th>`}${heads}</tr></thead><tbody>${rows.map(row)}</tbody></table>`)}
<p class="note">${counted(images, "row")} × ${counted(values + (data.labelled ? 1 : 0), "column")}: ${data.labelled && "the label and "}the pixels.</p>`,
  };
}

/** The first and last `each` of 0 … length − 1, with null for what is left out between. */
function ends(length: number, each: number): (number | null)[] {
  const all = Array.from({ length: Math.min(length, 2 * each) }, (_, i) => (i < each ? i : length - 2 * each + i));
  if (length <= 2 * each) return Array.from({ length }, (_, i) => i);
  return [...all.slice(0, each), null, ...all.slice(each)];
}
