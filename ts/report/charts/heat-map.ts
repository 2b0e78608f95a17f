/**
 * A table of numbers on colour: every number can be read and heard, colour only helps to find the strong ones.
 *
 * Text turns over to its opposite where the colour gets strong. The few strengths at which neither has enough contrast
 * are moved aside: around 0.55 in the dark, around 0.7 in the light (style/figures.ts has the colours).
 */
import { type Content, html, type Markup } from "../html.js";
import { cut, inAttribute } from "../words.js";

/** One cell; null stands for nothing to say. */
export interface HeatCell {
  readonly word: string;
  /** Strength of the colour, 0 to 1. */
  readonly strength: number;
  /** Of what it is the strength: right is blue, wrong is orange. */
  readonly kind: "right" | "wrong";
  /** What the cell says, for whoever points at it. */
  readonly title: string;
}

/** A table of cells with names of rows and columns. */
export interface HeatMap {
  readonly label: string;
  /** What stands in the corner. */
  readonly corner: Content;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly (HeatCell | null)[])[];
  /** True: names of columns stand upright, so that columns can be narrow. */
  readonly upright: boolean;
}

/** The map as a table. */
export function heatMap({ label, corner, rows, columns, cells, upright }: HeatMap): Markup {
  const head = columns.map((name) => html`<th scope="col" title="${inAttribute(name)}"><span>${cut(name)}</span></th>`);
  const body = rows.map(
    (name, r) =>
      html`<tr><th scope="row" title="${inAttribute(name)}"><span>${cut(name)}</span></th>${cells[r]?.map(drawn)}</tr>`,
  );
  const size = columns.length > 12 ? "small" : "large";
  return html`<table class="heat ${size} ${upright && "upright"}" aria-label="${label}">
<thead><tr><td class="corner">${corner}</td>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** What the colours mean, as a row of examples. */
export function heatKey(
  steps: readonly { readonly word: string; readonly strength: number }[],
  kind: "right" | "wrong",
): Markup {
  return html`<span class="heat-key">${steps.map(({ word, strength }) => html`<span class="${classOf(kind, strength)}" style="--s:${readable(strength)}">${word}</span>`)}</span>`;
}

function drawn(cell: HeatCell | null): Markup {
  if (cell === null) return html`<td class="empty"></td>`;
  const { word, strength, kind, title } = cell;
  if (strength <= 0) return html`<td class="zero" title="${title}">${word}</td>`;
  return html`<td class="${classOf(kind, strength)}" style="--s:${readable(strength)}" title="${title}">${word}</td>`;
}

function classOf(kind: "right" | "wrong", strength: number): string {
  const readableStrength = readable(strength);
  return `${kind} ${readableStrength > 0.7 ? "deep" : readableStrength > 0.55 ? "mid" : "pale"}`;
}

/** The nearest strength with enough contrast for text, two decimals. */
function readable(strength: number): number {
  const s = Math.min(1, Math.max(0, strength));
  if (s > 0.5 && s < 0.6) return s < 0.55 ? 0.5 : 0.6;
  if (s > 0.65 && s < 0.78) return s < 0.71 ? 0.65 : 0.78;
  return Math.round(100 * s) / 100;
}
