/**
 * What was measured of customers' profiles, as Markdown.
 */
import { median, medianInterval } from "../measure/statistics.mjs";
import { table } from "../report/table.mjs";

/** Of fewer rounds there is no interval at 95 %. */
const LEAST_ROUNDS = 6;

/**
 * @typedef {import("./contestants.mjs").Contestant & { version: string, agreement: ReturnType<typeof import("./results.mjs").compare> | null,
 *   runs: import("./contestants.mjs").Run[] }} Result
 * @typedef {{ machine: import("../measure/machine.mjs").Machine, rounds: number, results: readonly Result[],
 *   shop: { lines: number, customers: number, products: number, bytes: number }, twice: import("./contestants.mjs").Run }} Report
 */

/**
 * How many times as fast as another, round by round, with its interval.
 * @param {Result} own
 * @param {Result} other
 * @param {(run: import("./contestants.mjs").Run) => number} seconds
 */
export function timesAsFast(own, other, seconds) {
  const ratios = other.runs.map((run, i) => seconds(run) / seconds(/** @type {any} */ (own.runs[i])));
  const { low, high } = ratios.length < LEAST_ROUNDS ? { low: null, high: null } : medianInterval(ratios);
  return { ratio: median(ratios), low, high };
}

/** @param {import("./contestants.mjs").Run} run */
const statistics = (run) => run.stages.statistics?.seconds ?? Number.NaN;
/** @param {import("./contestants.mjs").Run} run */
const before = (run) => run.seconds - statistics(run);

/** @param {Report} report */
export function markdown({ machine, shop, rounds, results, twice }) {
  const [own, ...others] = results;
  if (own === undefined) return "";
  /** @param {Result} result @param {(run: import("./contestants.mjs").Run) => number} of */
  const middle = ({ runs }, of) => median(runs.map(of));
  const seconds = results.map((result) => [
    result.title,
    ...[/** @param {import("./contestants.mjs").Run} run */ (run) => run.seconds, before, statistics].map((of) =>
      middle(result, of).toFixed(2),
    ),
    middle(result, (run) => run.cpuSeconds).toFixed(2),
    String(Math.round(middle(result, (run) => run.peakMB))),
    String(result.runs.filter(({ disturbed }) => disturbed).length),
  ]);
  /** @param {ReturnType<typeof timesAsFast>} found */
  const shown = ({ ratio, low, high }) =>
    `${ratio.toFixed(2)}${low === null || high === null ? "" : ` (${low.toFixed(2)} – ${high.toFixed(2)})`}`;
  const ratios = others.map((other) => [
    other.title,
    `**${shown(timesAsFast(own, other, (run) => run.seconds))}**`,
    shown(timesAsFast(own, other, before)),
    shown(timesAsFast(own, other, statistics)),
    (middle(own, (run) => run.peakMB) / middle(other, (run) => run.peakMB)).toFixed(2),
    other.agreement?.agree ? "yes" : "**no**",
  ]);
  const flat = twice.peakMB / middle(own, (run) => run.peakMB);
  return [
    `# Profiles of customers, ${machine.date.slice(0, 10)}`,
    `${shop.lines} order lines (${Math.round(shop.bytes / 1e6)} MB of CSV), ${shop.customers} customers, ${shop.products} products; ` +
      `medians of ${rounds} interleaved rounds. ${machine.cpu}, ${machine.cores} cores.`,
    table(["", "seconds", "read and aggregate", "statistics", "CPU seconds", "peak MB", "disturbed"], seconds),
    ...(others.length === 0
      ? []
      : [
          "Times as fast as (median of the rounds' ratios, and its interval at 95 %), and the peak of memory as a part of theirs:",
          table(["fashion-wasm against", "all", "read and aggregate", "statistics", "memory", "same results"], ratios),
        ]),
    `Twice as many lines of the same customers: ${twice.seconds.toFixed(2)} s, ${Math.round(twice.peakMB)} MB, ` +
      `**${flat.toFixed(2)}** times the peak.`,
    [
      ...results.map(({ title, version }) => `- ${title}: ${version}`),
      `- ${machine.system}, ${machine.memoryGB} GB; ${machine.date}; commit ${machine.commit ?? "unknown"}`,
    ].join("\n"),
    "",
  ].join("\n\n");
}
