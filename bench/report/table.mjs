/**
 * Tables in Markdown, and how much other processes disturbed.
 */
import { othersShare } from "../measure/statistics.mjs";
import { percent } from "./numbers.mjs";

/** @param {readonly import("../measure/statistics.mjs").Round[]} rounds */
export function othersCpu(rounds) {
  const others = rounds.map((round) => othersShare(round) ?? Number.NaN);
  return known(others, (values) => `at most ${percent(Math.max(...values))}`);
}

/** @param {import("../measure/section.mjs").Section["results"][number]} result */
export function disturbance({ summary: { disturbedRounds }, rounds }) {
  return disturbedRounds === 0 ? [] : [`${disturbedRounds} of ${rounds.length} rounds disturbed`];
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * @param {number[]} values NaN where not measured
 * @param {(values: number[]) => string} show
 */
export function known(values, show) {
  return values.some(Number.isNaN) ? "not measured" : show(values);
}
