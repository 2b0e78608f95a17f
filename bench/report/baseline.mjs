/**
 * This build against the baseline: a row per net and mode, from rounds side by side; two for a start, with and without
 * the start of the process or page.
 */
import { pairedRatio, verdict } from "../measure/statistics.mjs";
import { percent } from "./numbers.mjs";
import { INSIDE, insideRounds } from "./start.mjs";
import { table } from "./table.mjs";
import { sectionTitle } from "./titles.mjs";

/** @typedef {import("../measure/section.mjs").Section} Section */

/**
 * @typedef {{ mode: import("../contestants.mjs").Mode, net: string, inside?: true } & import("../measure/statistics.mjs").PairedRatio} PairedRow
 *   `inside`: of a start, without that of the process or page
 */

/**
 * @typedef {object} Comparison
 * @property {string} name of the baseline
 * @property {string} build its fingerprint
 * @property {string} ownBuild
 * @property {boolean} same whether both are the same build
 * @property {PairedRow[]} rows
 */

/**
 * A pair of which one has failed has no row.
 * @param {readonly Section[]} sections
 * @returns {PairedRow[]}
 */
export function pairedRows(sections) {
  return sections.flatMap(({ mode, net, results }) =>
    results
      .filter(({ id, pair }) => id === pair)
      .flatMap((own) => {
        const twin = results.find(({ id, pair }) => pair === own.id && id !== own.id);
        if (twin === undefined) return [];
        const whole = { mode, net, ...pairedRatio(own, twin) };
        if (mode !== "start") return [whole];
        const inside = pairedRatio(insideRounds(own), insideRounds(twin));
        return [whole, { mode, net, inside: /** @type {const} */ (true), ...inside }];
      }),
  );
}

/** @param {Comparison | null} comparison */
export function baselinePart(comparison) {
  if (comparison === null) return [];
  const { name, build, ownBuild, same, rows } = comparison;
  const [first] = rows;
  const explained =
    first &&
    "A ratio is of two rounds side by side, in alternating order, each in a new process. The interval is that of the " +
      `ratios' median: number ${first.rank} to number ${first.rounds + 1 - first.rank} of ${first.rounds} in order of ` +
      `size, which holds the true one in ${percent(first.coverage)} of such runs.`;
  const head = ["", "medians divided", "median of the rounds' ratios", "interval", "disturbed", ""];
  const cells = rows.map((row) => [
    `${sectionTitle(row)}${row.of === "fashion-wasm" ? "" : `: ${row.of}`}${row.inside ? `, ${INSIDE}` : ""}`,
    row.ratio.toFixed(3),
    `**${row.pairedMedian.toFixed(3)}**`,
    `${row.low.toFixed(3)} – ${row.high.toFixed(3)}`,
    `${row.disturbedRounds} of ${row.rounds}`,
    verdict(row),
  ]);
  return [
    "## This build against the baseline",
    `${name}, build ${build}; this build: ${ownBuild}. Above 1 this build is faster.`,
    ...(same ? ["**Both are the same build: what is measured here is the noise.**"] : []),
    ...(explained ? [explained, table(head, cells)] : ["No figures: one of the two has failed."]),
  ];
}
