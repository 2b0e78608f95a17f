/**
 * What was expected against what came: a dot for each group of customers, on the dashed diagonal when predictions are right.
 *
 * Both axes grow with the square root of the number: most customers buy seldom, and would all lie in one corner.
 */
import { html, type Markup } from "../html.js";
import { counted, short } from "../numbers.js";
import { placeOf } from "./axis.js";
import { BOX, plot } from "./plot.js";

/** One dot: means a customer. */
export interface ExpectedObserved {
  readonly expected: number;
  readonly observed: number;
  readonly customers: number;
}

const BOTTOM = 268;
/** The least distance of two ticks, of an axis of length 1. */
const APART = 0.13;

/** The chart as a figure with its title. */
export function expectedObservedChart(title: string, bins: readonly ExpectedObserved[]): Markup {
  const most = Math.max(1e-6, ...bins.flatMap(({ expected, observed }) => [expected, observed])) * 1.08;
  const root = (value: number) => Math.sqrt(value / most);
  const x = (value: number) => placeOf(root(value), { low: 0, high: 1 }, BOX.left, BOX.right);
  const y = (value: number) => placeOf(root(value), { low: 0, high: 1 }, BOTTOM, BOX.top);
  const largest = Math.max(1, ...bins.map(({ customers }) => customers));
  const ticks = ticksTo(most, root);
  return plot(
    title,
    `${title}: ${counted(bins.length, "group")} of customers; numbers in the table`,
    BOTTOM,
    ["purchases expected, a customer", ticks.map((tick) => [x(tick), short(tick)])],
    ["purchases that came, a customer", ticks.map((tick) => [y(tick), short(tick)])],
    html`<path class="diagonal" d="M${x(0)} ${y(0)}L${x(most)} ${y(most)}"/>
${bins.map(({ expected, observed, customers }) => html`<circle class="point" cx="${x(expected)}" cy="${y(observed)}" r="${Math.round(10 * (3 + 4 * Math.sqrt(customers / largest))) / 10}"/>`)}`,
  );
}

/** 0 and numbers that begin with 1, 2 or 5, from the greatest down, as far apart as can be read. */
function ticksTo(most: number, root: (value: number) => number): number[] {
  const ticks = [0];
  let last = Number.POSITIVE_INFINITY;
  for (let power = Math.floor(Math.log10(most)); root(10 ** (power + 1)) > APART; power--) {
    for (const factor of [5, 2, 1]) {
      const tick = Number(`${factor}e${power}`);
      if (tick > most || root(tick) < APART || last - root(tick) < APART) continue;
      last = root(tick);
      ticks.push(tick);
    }
  }
  return ticks;
}
