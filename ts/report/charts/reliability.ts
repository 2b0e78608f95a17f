/**
 * The reliability diagram: what the model claims to be sure of against how often it is right.
 *
 * Bars on the dashed diagonal are honest, below it boastful, above it modest. Under each bar stands the number of its
 * images, since a bar of three images says little.
 */

import type { Calibration } from "../../evaluation/calibration.js";
import { html, type Markup } from "../html.js";
import { count, counted, percent } from "../numbers.js";
import { placeOf } from "./axis.js";

const LEFT = 50;
const RIGHT = 340;
const TOP = 30;
const BOTTOM = 214;
const COUNTS = 290;
const SHARE = { low: 0, high: 1 };

/** The diagram as a figure with its title. */
export function reliabilityChart(title: string, { ece, bins }: Calibration): Markup {
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const most = bins.reduce((largest, bin) => Math.max(largest, bin.count), 1);
  const x = (share: number) => placeOf(share, SHARE, LEFT, RIGHT);
  const y = (share: number) => placeOf(share, SHARE, BOTTOM, TOP);
  const label = `${title}: expected calibration error ${percent(ece, 2)} over ${counted(total, "image")}`;
  return html`<figure class="chart"><figcaption><h3>${title}</h3></figcaption>
<svg viewBox="0 0 360 330" role="img" aria-label="${label}"><title>${label}</title>
${[0, 0.25, 0.5, 0.75, 1].map(
  (share) => html`<path class="rule" d="M${LEFT} ${y(share)}H${RIGHT}"/>
<text class="tick end" x="${LEFT - 7}" y="${y(share) + 4}">${percent(share, 0)}</text><text class="tick middle" x="${x(share)}" y="${COUNTS + 17}">${percent(share, 0)}</text>`,
)}
<text class="key" x="0" y="15">share right</text>
<g class="claims"><path d="M208 11h16"/></g><text class="key" x="230" y="15">mean confidence</text>
${bins
  .filter((bin) => bin.count > 0)
  .map(({ low, high, count: images, accuracy, confidence }) => {
    const left = x(low) + 1;
    const width = Math.round(10 * (x(high) - x(low) - 2)) / 10;
    const tall = Math.round(((COUNTS - 232) * images) / most);
    const middle = (x(low) + x(high)) / 2 + 3.5;
    return html`<g><title>${binWords(low, high)}: ${counted(images, "image")}, ${percent(accuracy)} right, mean confidence ${percent(confidence)}</title>
<rect class="bar" x="${left}" y="${y(accuracy)}" width="${width}" height="${Math.max(0.5, BOTTOM - y(accuracy))}"/>
<path class="halo" d="M${left} ${y(confidence)}h${width}"/><path class="claim" d="M${left} ${y(confidence)}h${width}"/>
<rect class="count" x="${left}" y="${COUNTS - Math.max(1, tall)}" width="${width}" height="${Math.max(1, tall)}"/>
<text class="tick strong" transform="translate(${middle} ${COUNTS - 4}) rotate(-90)">${count(images)}</text></g>`;
  })}
<path class="diagonal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
<text class="tick end" x="${LEFT - 7}" y="${COUNTS - 22}">images</text>
<text class="tick end" x="${RIGHT}" y="327">confidence</text>
</svg></figure>`;
}

/** Both ends of a bin. */
export function binWords(low: number, high: number): string {
  const edge = (share: number) => Number((100 * share).toFixed(1));
  return `${edge(low)} to ${edge(high)}\u00A0%`;
}
