/**
 * Did predictions come true: made as of a day in the past, against what was bought after it.
 *
 * The result in words comes first, also where a simple rule did as well.
 */
import { expectedObservedChart } from "../charts/expected-observed.js";
import { html, type Markup } from "../html.js";
import { count, counted, percent, short } from "../numbers.js";
import type { Section } from "../page.js";
import { finding, sentence } from "./finding.js";
import type { CalibrationBin, CustomersPageInput } from "./input.js";
import { standingOf } from "./standing.js";
import { liftColumns, named, table } from "./table.js";
import { day, shareWord } from "./words.js";

/** Verdict, lifts of all methods, of classes, and calibration; that nothing was tested where nothing was. */
export function backtestSection({ backtest, level }: CustomersPageInput): Section {
  const id = "backtest";
  const title = "Did predictions come true?";
  if (backtest === null) {
    return {
      id,
      title,
      explanation: html`<p>A test hides the last orders, predicts them from those before, and compares.</p>`,
      body: finding(true, "Not tested. How far the predictions on this page can be trusted is unknown."),
    };
  }
  const { cutoff, days, customers, purchases, k, methods, perClass = [], calibration, verdict } = backtest;
  const standing = standingOf(methods);
  return {
    id,
    title,
    explanation: html`<p>Everything was computed as of <b>${day(cutoff)}</b>, as if nothing later were known. In the ${counted(days, "day")} after it, the ${counted(customers, "customer")} of that time made ${counted(purchases, "purchase")}.</p>
<p><b>Lift</b>: purchases of the <b>${shareWord(k)} of customers</b> that a method puts first, over those of as many random ones (the orange line), with a ${percent(level, 0)} interval.</p>`,
    body: html`${finding(standing?.isClear !== true, sentence(verdict), standing?.sentence)}
${table("Lift of every method", [["Method", "", ({ name }) => named(name)], ...liftColumns(methods, (method) => (method === methods[0] ? "bar" : "pale"))], methods)}
${
  perClass.length > 0 &&
  html`<details><summary>Class by class</summary>${table("Lift of every class", [["Class", "", ({ name }) => named(name)], ["Purchases", "number", ({ purchases }) => count(purchases)], ...liftColumns(perClass, () => "bar")], perClass)}</details>`
}
${calibration.length > 0 && expectations(calibration)}`,
  };
}

function expectations(bins: readonly CalibrationBin[]): Markup {
  const sum = (of: "expected" | "observed") => bins.reduce((total, bin) => total + bin[of] * bin.customers, 0);
  const [expected, observed] = [sum("expected"), sum("observed")];
  const more = observed / expected - 1;
  const off = Number.isFinite(more) && `, ${percent(Math.abs(more), 0)} ${more < 0 ? "fewer" : "more"}`;
  const title = "Expected and observed";
  return html`<div class="multiples">${expectedObservedChart(title, bins)}
${table(
  title,
  [
    ["Expected", "", (bin) => short(bin.expected)],
    ["Came", "number", (bin) => short(bin.observed)],
    ["Pairs", "number", (bin) => count(bin.customers)],
  ],
  bins,
)}</div>
<p class="note">${count(expected)} purchases were expected, ${count(observed)} came${off}. Pairs of a customer and a class, in groups by what was expected of them; means of each. Below the dashed line predictions were too high; both axes grow with the square root.</p>`;
}
