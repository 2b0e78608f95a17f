/**
 * A curve of what is gained when a campaign goes to the first customers by score alone, against the straight line of a random
 * order.
 */
import { html, type Markup } from "../html.js";
import { count } from "../numbers.js";
import { axisOf, placeOf } from "./axis.js";
import { BOX, plot } from "./plot.js";
import { thinned } from "./thinned.js";

const BOTTOM = 190;
const MOST_POINTS = 300;

/** The chart as a figure with its title; both ends of the curve are those of the straight line. */
export function gainCurve(title: string, curve: readonly (readonly [number, number])[]): Markup {
  const [customers, gain] = curve.at(-1) ?? [0, 0];
  const gains = curve.map(([, y]) => y);
  const vertical = axisOf([0, ...gains]);
  const at = (customer: number, value: number) =>
    `${placeOf(customer, { low: 0, high: customers || 1 }, BOX.left, BOX.right)} ${placeOf(value, vertical, BOTTOM, BOX.top)}`;
  const points = thinned(gains, MOST_POINTS).map((i) => curve[i] as readonly [number, number]);
  return plot(
    title,
    `${title}: ${count(gain)} gained when all ${count(customers)} customers are addressed`,
    BOTTOM,
    ["customers, highest score first", [0, 0.5, 1].map((x) => [BOX.left + 290 * x, count(customers * x)])],
    [
      "gained by the campaign",
      vertical.ticks.map((tick) => [placeOf(tick, vertical, BOTTOM, BOX.top), vertical.word(tick)]),
    ],
    html`<path class="diagonal" d="M${at(0, 0)}L${at(customers, gain)}"/>
<g class="line0"><path d="M${points.map(([customer, value]) => at(customer, value)).join("L")}"/></g>`,
  );
}
