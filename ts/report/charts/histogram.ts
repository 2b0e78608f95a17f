/**
 * How often each tone occurs, as one filled outline: 256 bars side by side would be 256 elements.
 *
 * A background of one tone can outnumber all others many times over. Such a bar is cut, and the chart says so: the rest
 * would be a flat line otherwise.
 */
import { html, type Markup } from "../html.js";
import { percent } from "../numbers.js";
import { axisOf, placeOf } from "./axis.js";

/** Counts of equal steps from `low` to `high`. */
export interface Histogram {
  readonly counts: readonly number[];
  readonly low: number;
  readonly high: number;
}

const LEFT = 50;
const RIGHT = 344;
const TOP = 26;
const BOTTOM = 186;

/** The chart; `edges` are the words of both ends, `mean` is marked. */
export function histogramChart(
  title: string,
  { counts, low, high }: Histogram,
  edges: readonly string[],
  mean: { readonly value: number; readonly word: string },
): Markup {
  const total = counts.reduce((sum, one) => sum + one, 0) || 1;
  const shares = counts.map((one) => one / total);
  const [most = 0, second = 0] = [...shares].sort((a, b) => b - a);
  const cut = second > 0 && most > 4 * second;
  const axis = axisOf([0, cut ? 1.15 * second : most], 4, "percent");
  const x = (i: number) => placeOf(i, { low: 0, high: counts.length }, LEFT, RIGHT);
  const y = (share: number) => placeOf(Math.min(share, axis.high), axis, BOTTOM, TOP);
  const outline = shares.map((share, i) => `L${x(i)} ${y(share)}H${x(i + 1)}`).join("");
  const tallest = shares.indexOf(most);
  const middle = placeOf(mean.value, { low, high }, LEFT, RIGHT);
  const label = `${title}: ${percent(most)} at the most frequent, mean ${mean.word}`;
  return html`<figure class="chart"><figcaption><h3>${title}</h3></figcaption>
<svg viewBox="0 0 360 220" role="img" aria-label="${label}"><title>${label}</title>
${axis.ticks.map((tick) => html`<path class="rule" d="M${LEFT} ${y(tick)}H${RIGHT}"/><text class="tick end" x="${LEFT - 7}" y="${y(tick) + 4}">${axis.word(tick)}</text>`)}
<path class="area" d="M${LEFT} ${BOTTOM}${outline}V${BOTTOM}Z"/>
${cut && html`<path class="cut" d="M${x(tallest) - 5} ${TOP + 12}l12 -5M${x(tallest) - 5} ${TOP + 17}l12 -5"/><text class="key" x="${Math.min(x(tallest) + 10, 230)}" y="15">${percent(most)}, bar cut</text>`}
${Number.isFinite(middle) && html`<path class="mean" d="M${middle} ${TOP}V${BOTTOM}"/><text class="key ${middle > 250 ? "end" : ""}" x="${middle > 250 ? middle - 5 : middle + 5}" y="${TOP + 10}">mean ${mean.word}</text>`}
${edges.map((edge, i) => html`<text class="tick middle" x="${LEFT + ((RIGHT - LEFT) * i) / (edges.length - 1)}" y="${BOTTOM + 17}">${edge}</text>`)}
</svg></figure>`;
}
