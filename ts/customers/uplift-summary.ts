/**
 * The measurement of a campaign in a sentence that says no more than was shown.
 */
import { figure, levelText, percent } from "./figures.js";
import { type Buyers, hasStrangeShare, isTooNarrow, isUnbalanced, type Measured } from "./uplift-doubts.js";
import type { UpliftEstimate, UpliftGroup } from "./uplift-measurement.js";

/** The sentence, and one for each doubt that takes its ground away. */
export function summaryOf(measured: Measured, buyers: Buyers): string {
  const { overall, outcomeKind } = measured;
  const sentences = [`${verdict(overall)}: ${comparison(overall, outcomeKind)}.`];
  if (hasStrangeShare(measured) || isUnbalanced(measured)) {
    sentences.push("The groups do not look randomly dealt: the difference may have another cause than the campaign.");
  }
  if (overall.effect !== "not shown" && isTooNarrow(measured, buyers)) {
    sentences.push("Too few customers bought for the interval to hold its level: do not rely on the effect.");
  }
  return sentences.join(" ");
}

function verdict({ effect }: UpliftEstimate): string {
  return effect === "not shown" ? "No effect was shown" : `The campaign ${effect} the outcome`;
}

/** `12.3 % of 900 target customers against 9.8 % of 100 control customers, 2.5 percentage points (90 % interval 0.3 to 4.6)`. */
export function comparison(estimate: UpliftEstimate, kind: Measured["outcomeKind"]): string {
  const { target, control, uplift } = estimate;
  const groups = `${mean(target, kind)} target customers against ${mean(control, kind)} control customers`;
  const difference = kind === "binary" ? `${figure(uplift * 100)} percentage points` : `${figure(uplift)} per customer`;
  return `${groups}, a difference of ${difference}${intervalText(estimate, kind)}`;
}

function mean({ mean, customers }: UpliftGroup, kind: Measured["outcomeKind"]): string {
  const count = customers.toLocaleString("en-US");
  return kind === "binary" ? `${percent(mean)} of ${count}` : `a mean of ${figure(mean)} of ${count}`;
}

function intervalText({ interval, effect }: UpliftEstimate, kind: Measured["outcomeKind"]): string {
  if (interval === null) return ", for which there is no interval";
  const scale = kind === "binary" ? 100 : 1;
  const bounds = `${figure(interval.low * scale)} to ${figure(interval.high * scale)}`;
  const name = `${levelText(interval.level)} interval`;
  return effect === "not shown" ? `; the ${name}, ${bounds}, holds 0` : ` (${name} ${bounds})`;
}
