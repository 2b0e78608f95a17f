/**
 * The frame of a chart of two numbers: its title, both axes with their words, and lines to read values off.
 */
import { type Content, html, type Markup } from "../html.js";

/** The box that points are drawn in, in units of the chart. */
export const BOX = { left: 50, right: 340, top: 30 } as const;

/** A tick: where it is, and its words. */
export type Tick = readonly [place: number, words: string];

/** The chart as a figure; `bottom` is where the box ends. */
export function plot(
  title: string,
  label: string,
  bottom: number,
  [xName, xTicks]: readonly [string, readonly Tick[]],
  [yName, yTicks]: readonly [string, readonly Tick[]],
  drawn: Content,
): Markup {
  return html`<figure class="chart"><figcaption><h3>${title}</h3></figcaption>
<svg viewBox="0 0 360 ${bottom + 36}" role="img" aria-label="${label}"><title>${label}</title>
<text x="0" y="15">${yName}</text><text class="tick end" x="${BOX.right}" y="${bottom + 33}">${xName}</text>
${yTicks.map(([y, words]) => html`<path class="rule" d="M${BOX.left} ${y}H${BOX.right}"/><text class="tick end" x="${BOX.left - 7}" y="${y + 4}">${words}</text>`)}
${xTicks.map(([x, words]) => html`<text class="tick middle" x="${x}" y="${bottom + 17}">${words}</text>`)}
${drawn}
</svg></figure>`;
}
