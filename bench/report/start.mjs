/**
 * Starts in the report: milliseconds to the first prediction, where other modes have images per second.
 */
import { median, summarize } from "../measure/statistics.mjs";
import { short } from "./numbers.mjs";
import { disturbance, othersCpu, table } from "./table.mjs";

/** @typedef {import("../measure/section.mjs").Result} Result */
/** @typedef {import("../measure/statistics.mjs").Round} Round */

/** Of the part of a start that begins with the import of the package. */
export const INSIDE = "from the import on";

/** @param {readonly Result[]} results */
export function startTable(results) {
  const head = ["", "ms to the first prediction", "min – max", INSIDE, "others' CPU", "notes"];
  const fastestFirst = [...results].sort((a, b) => b.summary.median - a.summary.median);
  const rows = fastestFirst.map((result) => {
    const { title, rounds } = result;
    const whole = milliseconds(rounds);
    return [
      title,
      `**${short(median(whole))}**`,
      `${short(Math.min(...whole))} – ${short(Math.max(...whole))}`,
      short(median(milliseconds(insideRounds(result).rounds))),
      othersCpu(rounds),
      disturbance(result).join(", "),
    ];
  });
  return table(head, rows);
}

/**
 * Of a start, the mean of each round.
 * @param {readonly Round[]} rounds
 */
function milliseconds(rounds) {
  return rounds.map(({ images, seconds }) => (1000 * seconds) / images);
}

/**
 * The same starts, timed from the import of the package on.
 * @template {Pick<Result, "rounds" | "summary">} T
 * @param {T} result
 * @returns {T}
 */
export function insideRounds(result) {
  const rounds = result.rounds.map((round) => {
    const { images, insideSeconds: seconds } = round;
    if (seconds === undefined) throw new Error("insideRounds: received a round without insideSeconds, expected starts");
    return { ...round, seconds, imagesPerSecond: images / seconds };
  });
  return { ...result, rounds, summary: summarize(rounds) };
}
