/**
 * What a campaign changed: those addressed against those held out, and whether the score found those who were moved.
 */
import { gainCurve } from "../charts/gain-curve.js";
import { html } from "../html.js";
import { count, fixed, percent, short } from "../numbers.js";
import type { Section } from "../page.js";
import { finding, sentence } from "./finding.js";
import type { CampaignView, CustomersPageInput } from "./input.js";
import { table } from "./table.js";
import { range, shareWord } from "./words.js";

/** Verdict, both groups and the curve; null where no campaign was measured. */
export function upliftSection({ uplift }: CustomersPageInput): Section | null {
  if (uplift === null) return null;
  const { outcomeKind, target, control, level, lower, upper, upliftAtK, k, qini, curve, verdict, warnings } = uplift;
  const isBinary = outcomeKind === "binary";
  const isShown = lower !== null && upper !== null && (lower > 0 || upper < 0);
  const mean = (value: number) => (isBinary ? percent(value, 2) : short(value));
  const isCurve = curve.length > 1;
  return {
    id: "uplift",
    title: "What the campaign changed",
    explanation: html`<p><b>Uplift</b>: the ${isBinary ? "share who bought" : "mean outcome"} among those addressed minus that among those held out. Dealt at random, they differ by the message and by chance only.</p>
${isCurve && html`<p>The curve: what was gained among the first customers by score; above the dashed line, more than in random order. The Qini coefficient is 1 for a perfect order.</p>`}`,
    body: html`${finding(!isShown || warnings.length > 0, sentence(verdict), ...warnings.map(sentence))}
${table<readonly string[]>(
  "Target and control",
  [
    ["Group", "", ([name]) => name],
    ["Customers", "number", ([, customers]) => customers],
    [isBinary ? "Bought" : "Mean", "number", ([, , words]) => words],
    [`${percent(level, 0)} interval`, "number", ([, , , interval]) => interval],
  ],
  [
    ["Addressed", count(target.customers), mean(target.mean)],
    ["Held out", count(control.customers), mean(control.mean)],
    [isBinary ? "Uplift, points" : "Uplift", "", upliftWord(uplift, uplift.uplift), upliftRange(uplift)],
  ],
)}
${isCurve && html`<div>${gainCurve("Qini curve", curve)}<p class="note">${qini !== null && `Qini coefficient ${fixed(qini, 3)}. `}${upliftAtK !== null && `Uplift among the first ${shareWord(k)} by score: ${upliftWord(uplift, upliftAtK)}.`}</p></div>`}`,
  };
}

/** `+2.5`: percentage points, or an amount a customer. */
export function upliftWord({ outcomeKind }: CampaignView, uplift: number): string {
  return `${uplift > 0 ? "+" : ""}${outcomeKind === "binary" ? fixed(100 * uplift, 1) : short(uplift)}`;
}

/** Both ends of its interval. */
export function upliftRange({ outcomeKind, lower, upper }: CampaignView): string {
  return range(lower, upper, (value) => (outcomeKind === "binary" ? fixed(100 * value, 1) : short(value)));
}
