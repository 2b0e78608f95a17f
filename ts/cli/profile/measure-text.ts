/**
 * The measurement of a campaign as a person reads it: what was read, the sentence, a table of estimates, what speaks against it.
 */
import { figure, levelText, percent } from "../../customers/figures.js";
import type { CampaignOutcomes } from "../../customers/outcomes.js";
import type { UpliftEstimate, UpliftMeasurement } from "../../index.js";
import { counted } from "../format.js";
import { printable } from "../printable.js";

/** What is told. */
export interface Told {
  readonly outcomes: string;
  readonly audience: string | null;
  readonly read: CampaignOutcomes;
  readonly measured: UpliftMeasurement;
}

/** Lines, the last with its end. */
export function measureText(told: Told): string {
  const { measured } = told;
  const lines = [
    ...readLines(told),
    "",
    measured.summary,
    "",
    ...estimateLines(measured),
    ...rankingLines(measured),
    ...dealingLines(measured),
    ...measured.warnings.map((warning) => `warning: ${warning}`),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function readLines({ outcomes, audience, read, measured }: Told): string[] {
  const { columns, withoutOutcome, leftOut, summed } = read;
  const kind = measured.outcomeKind === "binary" ? "0 or 1" : "an amount";
  const score = columns.score === null ? "no score" : `score: ${columns.score}`;
  const lines = [`${counted(measured.customers, "customer")}; outcome: ${columns.outcome}, ${kind}; ${score}`];
  if (audience !== null) {
    lines.push(`${counted(withoutOutcome, "customer")} of ${audience} not in ${outcomes}: their outcome is 0`);
    lines.push(`${counted(leftOut, "customer")} of ${outcomes} not in ${audience}: left out`);
  }
  if (columns.id === null) lines.push("no column of customer ids: each row is taken for a customer");
  if (summed > 0) lines.push(`${counted(summed, "row")} added to that of the same customer before`);
  return lines;
}

const HEAD = ["", "target", "control", "uplift", "interval", "relative lift"];

function estimateLines(measured: UpliftMeasurement): string[] {
  const { overall, ranking, outcomeKind } = measured;
  const isBinary = outcomeKind === "binary";
  const mean = isBinary ? percent : figure;
  const difference = (value: number) => figure(isBinary ? value * 100 : value);
  const row = (name: string, { target, control, uplift, interval, relativeLift, effect }: UpliftEstimate): string[] => [
    name,
    `${mean(target.mean)} of ${target.customers.toLocaleString("en-US")}`,
    `${mean(control.mean)} of ${control.customers.toLocaleString("en-US")}`,
    difference(uplift),
    interval === null ? "none" : `${difference(interval.low)} to ${difference(interval.high)}`,
    `${relativeLift === null ? "-" : percent(relativeLift)}${effect === "not shown" ? ", not shown" : ""}`,
  ];
  const level = overall.interval === null ? "" : ` (${levelText(overall.interval.level)})`;
  const head = HEAD.map((name) =>
    name === "uplift" && isBinary ? "points" : `${name}${name === "interval" ? level : ""}`,
  );
  const rows = [head, row("all customers", overall)];
  if (ranking !== null) {
    rows.push(row(`first ${percent(ranking.k)} by score`, ranking.upliftAtK.overall));
    rows.push(row(`first ${percent(ranking.k)} of each group`, ranking.upliftAtK.byGroup));
  }
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => (cells[column] as string).length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join("  ")
      .trimEnd(),
  );
}

function rankingLines({ ranking, outcomeKind }: UpliftMeasurement): string[] {
  if (ranking === null) return [];
  const { qini, upliftCurve, weightedAverageUplift } = ranking;
  const lines = [""];
  if (outcomeKind === "binary") {
    const [one, other] = [qini.coefficient, upliftCurve.coefficient].map(orNone);
    lines.push(`Qini coefficient ${one}, AUUC ${other} (0: a random order, 1: the perfect one)`);
  } else lines.push("Qini coefficient and AUUC are defined for outcomes of 0 and 1 only");
  const unit = outcomeKind === "binary" ? "percentage points" : "per customer";
  const [all, each] = [weightedAverageUplift.overall, weightedAverageUplift.byGroup].map((value) =>
    orNone(value === null || outcomeKind !== "binary" ? value : value * 100),
  );
  lines.push(`weighted average uplift of tenths by score, ${unit}: ${all} of all customers, ${each} of each group`);
  return lines;
}

function orNone(value: number | null | undefined): string {
  return value === null || value === undefined ? "none" : figure(value);
}

function dealingLines({ controlShare, scoreBalance }: UpliftMeasurement): string[] {
  const lines: string[] = [];
  if (controlShare !== null) {
    const { observed, expected, pValue } = controlShare;
    lines.push(
      `control is ${percent(observed)} of the customers, ${percent(expected)} were meant (p = ${figure(pValue)})`,
    );
  }
  if (scoreBalance !== null) {
    const { target, control, pValue } = scoreBalance;
    lines.push(`mean score ${figure(target)} in target, ${figure(control)} in control (p = ${figure(pValue)})`);
  }
  return lines.length === 0 ? [] : ["", ...lines];
}
