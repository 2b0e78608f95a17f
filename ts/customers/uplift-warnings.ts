/**
 * What speaks against the measurement of a campaign, each with its numbers and what to do.
 */
import { figure, percent } from "./figures.js";
import {
  type Buyers,
  ENOUGH_BUYERS,
  hasStrangeShare,
  isTooNarrow,
  isUnbalanced,
  type Measured,
} from "./uplift-doubts.js";
import type { UpliftAtK } from "./uplift-measurement.js";

/** Share of the customers looked at that may be exchanged for others of equal score without a word. */
const MANY_TIED = 0.01;

/** One sentence each. */
export function warningsOf(measured: Measured, buyers: Buyers): string[] {
  return [
    ...shareWarning(measured),
    ...balanceWarning(measured),
    ...intervalWarnings(measured, buyers),
    ...tieWarnings(measured),
  ];
}

function shareWarning(measured: Measured): string[] {
  const { controlShare } = measured;
  if (controlShare === null || !hasStrangeShare(measured)) return [];
  const { expected, observed, chiSquare, pValue } = controlShare;
  const what = `control has ${percent(observed)} of the customers where ${percent(expected)} were meant`;
  const advice = "find out who is missing or was dealt twice before the result is believed";
  return [`sample ratio mismatch: ${what} (chi-square ${figure(chiSquare)}, p = ${figure(pValue)}) → ${advice}`];
}

function balanceWarning(measured: Measured): string[] {
  const { scoreBalance } = measured;
  if (scoreBalance === null || !isUnbalanced(measured)) return [];
  const { target, control, standardizedDifference, pValue } = scoreBalance;
  const size = standardizedDifference === null ? "" : `${figure(standardizedDifference)} standard deviations, `;
  const what = `the mean score is ${figure(target)} in target and ${figure(control)} in control (${size}p = ${figure(pValue)})`;
  return [`${what} → the groups do not look randomly dealt: they differed before the campaign`];
}

function intervalWarnings(measured: Measured, buyers: Buyers): string[] {
  const { overall, outcomeKind } = measured;
  if (overall.interval === null) {
    return ["all outcomes of each group are equal: their spread is unknown, and there is no interval"];
  }
  if (outcomeKind !== "amount") return [];
  const warnings = (["target", "control"] as const).flatMap((name) => {
    const { standardDeviation, customers, mean } = overall[name];
    if (standardDeviation !== 0) return [];
    const what = `all ${customers} outcomes of ${name} are ${figure(mean)}`;
    return [`${what}: their spread is unknown, and the interval takes it for 0`];
  });
  if (isTooNarrow(measured, buyers)) {
    const what = `${buyers.target} customers of target and ${buyers.control} of control have an outcome above 0`;
    const why = `with fewer than ${ENOUGH_BUYERS} in a group the interval of an amount is too narrow`;
    warnings.push(`${what}: ${why} → measure whether they bought, 0 or 1, too`);
  }
  return warnings;
}

function tieWarnings({ ranking }: Measured): string[] {
  if (ranking === null) return [];
  const { k, upliftAtK } = ranking;
  const of = (name: string, { tied, target, control }: UpliftAtK): string[] => {
    if (tied <= MANY_TIED * (target.customers + control.customers)) return [];
    const others = tied === 1 ? "1 customer has" : `${tied.toLocaleString("en-US")} customers have`;
    const what = `the first ${percent(k)} ${name} end among equal scores: ${others} the score of the last one taken`;
    return [`${what}, and the order of the list decided (the later first) → take another k, or scores that differ`];
  };
  return [...of("of all customers", upliftAtK.overall), ...of("of each group", upliftAtK.byGroup)];
}
