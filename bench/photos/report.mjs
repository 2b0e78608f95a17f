/**
 * What was measured of photos, as Markdown and JSON: this package against each of the others first, then everybody.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median, pairedRatio, verdict } from "../measure/statistics.mjs";
import { percent, short } from "../report/numbers.mjs";
import { disturbance, othersCpu, table } from "../report/table.mjs";

/** Of fewer rounds there is no interval at 95 %. */
const LEAST_ROUNDS = 6;

/**
 * @typedef {object} Result what one contestant reached
 * @property {string} id
 * @property {string} title
 * @property {string} version
 * @property {number | null} peakMemoryMB
 * @property {readonly number[]} labels
 * @property {import("../measure/statistics.mjs").Summary} summary photos per second
 * @property {import("../measure/statistics.mjs").Round[]} rounds
 */

/**
 * @typedef {object} Report
 * @property {import("../measure/machine.mjs").Machine} machine
 * @property {Pick<import("./options.mjs").Options, "processes" | "underWay" | "rounds" | "repeats" | "tolerance"> & { peerModel: string }} options
 * @property {{ count: number, bytes: number, labels: (number | null)[] | null }} photos
 * @property {{ title: string, reason: string }[]} missing not installed, or failed
 * @property {Pick<import("../report/baseline.mjs").Comparison, "name" | "build" | "ownBuild" | "same"> | null} baseline
 * @property {Result[]} results
 */

/**
 * This package against each of the others, the fastest first.
 * @param {readonly Result[]} results
 */
export function ratiosOf(results) {
  const own = results.find(({ id }) => id === "fashion-wasm");
  if (own === undefined || own.rounds.length < LEAST_ROUNDS) return [];
  return fastestFirst(results)
    .filter((other) => other !== own)
    .map((other) => ({ title: other.title, ...pairedRatio(measured(own), measured(other)) }));
}

/** @param {Result} result */
const measured = ({ id, summary, rounds }) => ({ id, family: "", summary, rounds });

/** @param {readonly Result[]} results */
const fastestFirst = (results) => [...results].sort((a, b) => b.summary.median - a.summary.median);

/**
 * CPU time of a photo, in ms: the median round's; null where it was not measured.
 * @param {Result} result
 * @param {string} [stage] all by default, as the operating system counts it
 */
export function cpuMs({ rounds }, stage) {
  const times = rounds.map(({ images, cpuSeconds, stageSeconds }) => {
    const seconds = stage === undefined ? cpuSeconds : stageSeconds?.[stage];
    return seconds === undefined || seconds === null ? Number.NaN : (seconds / images) * 1000;
  });
  return times.some(Number.isNaN) ? null : median(times);
}

/**
 * Share of photos with equal labels; null when there are none to compare.
 * @param {readonly number[]} labels
 * @param {readonly (number | null)[] | null | undefined} expected
 */
export function agreement(labels, expected) {
  const known = labels.flatMap((label, i) => (expected?.[i] == null ? [] : [label === expected[i]]));
  return known.length === 0 ? null : known.filter(Boolean).length / known.length;
}

/** @param {Report} report */
export function markdown(report) {
  const { machine, options, photos, baseline, missing, results } = report;
  const parts = [
    `# Photos per second, ${machine.date.slice(0, 10)}`,
    `${photos.count} JPEG files, ${short(photos.bytes / photos.count / 1000)} kB each on average, from file to label; ` +
      `medians of ${options.rounds} interleaved rounds. fashion-wasm with ${options.underWay} calls under way at ` +
      `once, peers with ${options.processes} processes and the network of ${options.peerModel}. ${machine.cpu}, ${machine.cores} cores.`,
    ...(baseline ? [`${baseline.name}, build ${baseline.build}; this build: ${baseline.ownBuild}.`] : []),
    ...(baseline?.same ? ["**Both are the same build: what is measured here is the noise.**"] : []),
    ...ratioPart(results),
    "## Everybody",
    "CPU time is that of a photo, in ms: all of it as the operating system counts it, waiting for tasks and all, and what " +
      `the peers measure of their stages. A round is disturbed when others use more than ${percent(options.tolerance)} ` +
      "of a core.",
    resultTable(results, photos.labels),
    "## Measured with",
    [
      ...results.map(({ title, version }) => `- ${title}: ${version}`),
      `- Node ${machine.node}${machine.python ? `, ${machine.python}` : ""}, ${machine.system}, ${machine.memoryGB} GB`,
      `- ${machine.date}; commit ${machine.commit ?? "unknown"}`,
      ...missing.map(({ title, reason }) => `- left out: ${title}: ${reason.split("\n")[0]}`),
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {readonly Result[]} results */
function ratioPart(results) {
  const ratios = ratiosOf(results);
  const [first] = ratios;
  if (first === undefined) return [`**No ratios: fashion-wasm, another and ${LEAST_ROUNDS} rounds are needed.**`];
  const head = ["fashion-wasm against", "medians divided", "median of the rounds' ratios", "interval", "disturbed", ""];
  const rows = ratios.map((row) => [
    row.title,
    row.ratio.toFixed(2),
    `**${row.pairedMedian.toFixed(2)}**`,
    `${row.low.toFixed(2)} – ${row.high.toFixed(2)}`,
    `${row.disturbedRounds} of ${row.rounds}`,
    verdict(row),
  ]);
  const explained = `The fastest first. The interval holds the true ratio in ${percent(first.coverage)} of such runs.`;
  return ["## Times as fast", explained, table(head, rows)];
}

/**
 * @param {readonly Result[]} results
 * @param {readonly (number | null)[] | null} truth
 */
function resultTable(results, truth) {
  const own = results.find(({ id }) => id === "fashion-wasm");
  const stages = ["decode", "prepare", "network"];
  const head = [
    "",
    "photos/s",
    "min – max",
    "CPU ms",
    ...stages,
    "right",
    "as fashion-wasm",
    "MB",
    "others' CPU",
    "notes",
  ];
  /** @param {number | null} value */
  const share = (value) => (value === null ? "–" : percent(value));
  /** @param {number | null} value */
  const ms = (value) => (value === null ? "–" : value.toFixed(2));
  const rows = fastestFirst(results).map((result) => [
    result.title,
    `**${short(result.summary.median)}**`,
    `${short(result.summary.min)} – ${short(result.summary.max)}`,
    ms(cpuMs(result)),
    ...stages.map((stage) => ms(cpuMs(result, stage))),
    share(agreement(result.labels, truth)),
    share(result === own ? null : agreement(result.labels, own?.labels)),
    result.peakMemoryMB === null ? "–" : result.peakMemoryMB.toFixed(0),
    othersCpu(result.rounds),
    disturbance(/** @type {any} */ (result)).join(", "),
  ]);
  return table(head, rows);
}

/**
 * Writes both forms under the time of the start.
 * @param {string} folder
 * @param {Report} report
 * @returns {string[]} the files' paths
 */
export function writeReport(folder, report) {
  mkdirSync(folder, { recursive: true });
  const name = `${report.machine.date.slice(0, 16).replace(/[T:]/g, "-")}-photos`;
  const contents = {
    json: `${JSON.stringify({ ...report, ratios: ratiosOf(report.results) }, null, 2)}\n`,
    md: markdown(report),
  };
  return Object.entries(contents).map(([ending, content]) => {
    const path = join(folder, `${name}.${ending}`);
    writeFileSync(path, content);
    return path;
  });
}
