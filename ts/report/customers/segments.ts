/**
 * Segments by recency, frequency and monetary value, and a map of the customers by the first two.
 */
import { type HeatCell, heatMap } from "../charts/heat-map.js";
import { html, type Markup } from "../html.js";
import { count, counted, percent } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";
import { cut } from "../words.js";
import type { CustomersPageInput } from "./input.js";
import { named, table } from "./table.js";

/** What the usual names mean (crates/customers/src/activity/segments.rs). */
const MEANINGS: Readonly<Record<string, string>> = {
  Champions: "just now, often, for much",
  "Potential Loyalist": "lately, more than once, for a good sum",
  "Loyal Customers": "regularly",
  Promising: "not long ago, seldom, for a good sum",
  "New Customers": "just now, seldom",
  "Can't Lose Them": "often and for much, long ago",
  "At Risk": "for much, long ago",
  "Need Attention": "often enough, not lately",
  "About To Sleep": "seldom, not lately",
  Lost: "longest ago",
};

/** The table and the map; null without segments. */
export function segmentsSection({ segments, rfm, shop: { customers, currency } }: CustomersPageInput): Section | null {
  if (segments.length === 0) return null;
  const isPriced = segments.some(({ spend }) => spend !== null);
  const meaning = (name: string) => Object.hasOwn(MEANINGS, name) && html`<small>${MEANINGS[name]}</small>`;
  return {
    id: "segments",
    title: "Segments",
    explanation: html`<p>Customers are scored from 1 to 5, against each other, by the time since they last ordered (<b>recency</b>), how often (<b>frequency</b>) and for how much (<b>monetary value</b>); the scores give the segment its usual name.</p>
<p><b>Days since</b>: the median. <b>Favourite</b>: the first choice of most.</p>`,
    body: html`${scrollBox(
      "Segments",
      table(
        "Segments",
        [
          ["Segment", "", ({ name }) => html`${named(name)}${meaning(name)}`],
          ["Customers", "number", (segment) => count(segment.customers)],
          ["Of all", "number", (segment) => customers > 0 && percent(segment.customers / customers)],
          ["Favourite", "aside", ({ topClass }) => (topClass === null ? "–" : named(topClass))],
          ["Days since", "number", ({ recencyDays }) => count(recencyDays)],
          ["Orders", "number", ({ orders }) => count(orders)],
          isPriced && [
            currency === null ? "Spend" : html`Spend, <bdi>${cut(currency, 8)}</bdi>`,
            "number",
            ({ spend }) => (spend === null ? "–" : count(spend)),
          ],
        ],
        segments,
      ),
    )}${isPriced && currency === null && html`<p class="note">The files name no currency: spend is in their unit.</p>`}
${map(rfm)}`,
  };
}

/** Customers by recency and frequency, the latest on top. */
function map(rfm: CustomersPageInput["rfm"]): Markup | null {
  const total = rfm.flat().reduce((sum, one) => sum + one, 0);
  if (total === 0) return null;
  const most = Math.max(...rfm.flat());
  const cells = rfm.map((row, r) =>
    row.map(
      (customers, f): HeatCell => ({
        word: count(customers),
        strength: Math.sqrt(customers / most),
        kind: "right",
        title: `recency ${r + 1}, frequency ${f + 1}: ${counted(customers, "customer")}, ${percent(customers / total)}`,
      }),
    ),
  );
  const ends = (words: readonly [string, string], length: number) =>
    Array.from({ length }, (_, i) => `${i + 1}${i === 0 ? ` ${words[0]}` : i === length - 1 ? ` ${words[1]}` : ""}`);
  const label = "Customers by scores of recency and frequency";
  return html`<div><h3>${label}</h3>${scrollBox(
    label,
    heatMap({
      label,
      corner: "recency ↓ frequency →",
      rows: ends(["long ago", "latest"], rfm.length).reverse(),
      columns: ends(["seldom", "often"], rfm[0]?.length ?? 0),
      cells: cells.reverse(),
      upright: false,
    }),
  )}<p class="note">Colour grows with the square root. Equal customers have equal scores, so cells can be empty.</p></div>`;
}
