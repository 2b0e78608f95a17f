/**
 * What can speak against the measurement of a campaign, as conditions on its numbers.
 */
import type { UpliftMeasurement } from "./uplift-measurement.js";

/** A measurement without its words. */
export type Measured = Omit<UpliftMeasurement, "summary" | "warnings">;

/** Group sizes that fair dealing has with a smaller probability do not look dealt: one false alarm of 1,000 campaigns. */
const FAIR_SHARES = 0.001;
/** The same of scores: one false alarm of 100. */
const FAIR_SCORES = 0.01;
/** With fewer buyers in a group, Welch's interval of amounts was too narrow in simulations (docs/customers/uplift.md). */
export const ENOUGH_BUYERS = 50;

/** Customers of each group whose outcome is not 0. */
export type Buyers = Readonly<Record<"target" | "control", number>>;

/** Counts them; `group`: 1 for target. */
export function buyersOf(outcome: Float64Array, group: Uint8Array): Buyers {
  const buyers = { target: 0, control: 0 };
  outcome.forEach((value, i) => {
    if (value !== 0) buyers[group[i] === 1 ? "target" : "control"] += 1;
  });
  return buyers;
}

/** Whether control is not of the size that was meant. */
export function hasStrangeShare({ controlShare }: Measured): boolean {
  return controlShare !== null && controlShare.pValue < FAIR_SHARES;
}

/** Whether the groups' scores differ more than by chance. */
export function isUnbalanced({ scoreBalance }: Measured): boolean {
  return scoreBalance !== null && scoreBalance.pValue < FAIR_SCORES;
}

/** Whether the interval is narrower than its level says. */
export function isTooNarrow({ outcomeKind, overall }: Measured, buyers: Buyers): boolean {
  return (
    outcomeKind === "amount" && overall.interval !== null && Math.min(buyers.target, buyers.control) < ENOUGH_BUYERS
  );
}
