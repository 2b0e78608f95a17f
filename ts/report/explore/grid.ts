/**
 * Many images with their labels, to get a feeling for the data, and to see labels that are wrong.
 */
import { pixels } from "../data-uri.js";
import { html, type Markup } from "../html.js";
import type { ExploreInput } from "../input.js";
import { labelOf } from "../label.js";
import { count, counted } from "../numbers.js";
import type { Section } from "../page.js";
import { imagePainter } from "../pictures.js";
import { shrinkNote } from "../shrink.js";
import { inAttribute, inText } from "../words.js";

const MOST = 900;
const SIDE = 64;

/** The grid; null when no position was given. */
export function gridSection({ data, grid, png }: ExploreInput): Section | null {
  const { columns } = grid;
  if (grid.positions.length === 0) return null;
  const positions = grid.positions.slice(0, MOST);
  const paint = imagePainter(data, SIDE);
  const [height, width] = data.imageShape;
  const tile = (i: number): Markup => {
    const known = labelOf(data, i);
    if (known === null) return html`<li>${pixels(png, paint(i), `Image ${i}`)}</li>`;
    const { name } = known;
    return html`<li>${pixels(png, paint(i), `Image ${i}: ${inAttribute(name)}`)}<span class="caption" title="${inAttribute(name)}">${inText(name)}</span></li>`;
  };
  return {
    id: "grid",
    title: "A look around",
    wide: true,
    explanation: html`<p>${counted(positions.length, "image")} of ${count(data.length)}${data.labelled && `, ${positions.length > 1 ? "each " : ""}with the class its label names`}.</p>${shrinkNote({ height, width }, SIDE)}`,
    body: html`<ul class="grid many" style="--columns:${Math.max(1, Math.round(columns)) || 1}">${positions.map(tile)}</ul>
${positions.length < grid.positions.length && html`<p class="note">The first ${MOST} of ${count(grid.positions.length)} images asked for.</p>`}`,
  };
}
