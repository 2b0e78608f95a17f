/**
 * Curves over epochs: up to two lines, one solid with dots, one dashed with squares, told apart without colour.
 *
 * A value that is not finite is a gap in its line, and said below the chart. A single epoch is a single mark. Of more than
 * 500 epochs a line shows the ends of every stretch (thinned.ts).
 */
import { html, type Markup } from "../html.js";
import { count, counted, list, percent, short } from "../numbers.js";
import { type Axis, axisOf, placeOf, wholeTicks } from "./axis.js";
import { thinned } from "./thinned.js";

/** One line: a value an epoch, the first of epoch 1. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** What a chart of curves shows. */
export interface LineChart {
  readonly title: string;
  readonly series: readonly Series[];
  readonly unit: "number" | "percent";
  /** True: the vertical axis begins at 0. */
  readonly fromZero?: boolean;
}

const WIDTH = 360;
const HEIGHT = 220;
const LEFT = 50;
const RIGHT = 346;
const TOP = 32;
const BOTTOM = 184;
const MOST_MARKS = 30;
const MOST_POINTS = 500;

/** The chart as a figure with its title. */
export function lineChart({ title, series, unit, fromZero = false }: LineChart): Markup {
  const epochs = Math.max(...series.map(({ values }) => values.length));
  const vertical = axisOf([...series.flatMap(({ values }) => values), ...(fromZero ? [0] : [])], 4, unit);
  const horizontal = epochs === 1 ? { low: 0.5, high: 1.5 } : { low: 1, high: epochs };
  const x = (epoch: number) => placeOf(epoch, horizontal, LEFT, RIGHT);
  const y = (value: number) => placeOf(value, vertical, BOTTOM, TOP);
  const word = unit === "percent" ? percent : short;
  const ends = series.map(({ name, values }) => `${name} ${word(values.at(-1) ?? Number.NaN)}`);
  const label = `${title} over ${counted(epochs, "epoch")}; last: ${list(ends)}`;
  return html`<figure class="chart"><figcaption><h3>${title}</h3></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title>
${grid(vertical, y)}
${wholeTicks(epochs).map((epoch) => html`<text class="tick middle" x="${x(epoch)}" y="${BOTTOM + 17}">${epoch}</text>`)}
<text class="tick end" x="${RIGHT}" y="${HEIGHT - 3}">epoch</text>
${series.map((line, i) => [key(line, i, word), curve(line, i, x, y)])}
</svg>${series.map((line) => gaps(line))}${epochs > MOST_POINTS && html`<p class="note">Of ${count(epochs)} epochs at most ${MOST_POINTS} points a line, with the least and the greatest value of every stretch.</p>`}</figure>`;
}

function grid({ ticks, word }: Axis, y: (value: number) => number): Markup[] {
  return ticks.map(
    (tick) =>
      html`<path class="rule" d="M${LEFT} ${y(tick)}H${RIGHT}"/><text class="tick end" x="${LEFT - 7}" y="${y(tick) + 4}">${word(tick)}</text>`,
  );
}

/** Name and last value, with a piece of the line. */
function key({ name, values }: Series, i: number, word: (value: number) => string): Markup {
  const left = LEFT + 150 * i;
  return html`<g class="line${i}"><path d="M${left} 11h26"/>${mark(left + 13, 11, i)}</g>
<text class="key" x="${left + 33}" y="15">${name} <tspan class="strong">${word(values.at(-1) ?? Number.NaN)}</tspan></text>`;
}

function curve({ values }: Series, i: number, x: (epoch: number) => number, y: (value: number) => number): Markup {
  const points = thinned(values, MOST_POINTS).map((epoch) => ({ epoch, value: values[epoch] as number }));
  const isThere = (point: number) => Number.isFinite(points[point]?.value);
  const steps = points.map(({ epoch, value }, point) =>
    isThere(point) ? `${isThere(point - 1) ? "L" : "M"}${x(epoch + 1)} ${y(value)}` : "",
  );
  const path = steps.join("");
  const isMarked = (point: number) =>
    isThere(point) && (values.length <= MOST_MARKS || !(isThere(point - 1) || isThere(point + 1)));
  const marks = points.map(({ epoch, value }, point) => isMarked(point) && mark(x(epoch + 1), y(value), i));
  return html`<g class="line${i}"><path d="${path}"/>${marks}</g>`;
}

function mark(x: number, y: number, i: number): Markup {
  return i === 0
    ? html`<circle cx="${x}" cy="${y}" r="3.2"/>`
    : html`<rect x="${x - 3}" y="${y - 3}" width="6" height="6"/>`;
}

function gaps({ name, values }: Series): Markup | null {
  const missing = values.flatMap((value, epoch) => (Number.isFinite(value) ? [] : [epoch + 1]));
  if (missing.length === 0) return null;
  const some = missing.slice(0, 8).map(String);
  const epochs = `${missing.length === 1 ? "epoch" : "epochs"} ${list(missing.length > 8 ? [...some, "more"] : some)}`;
  const isThinned = values.length > MOST_POINTS; // then a short gap is bridged
  return html`<p class="note">${name}: no finite value in ${epochs}${!isThinned && ", so there is a gap"}.</p>`;
}
