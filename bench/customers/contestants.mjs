/**
 * Who makes profiles of customers, and how one run of each is measured.
 */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { customersPython } from "../install/peers.mjs";
import { machineTimes } from "../measure/processes.mjs";

const start = promisify(execFile);

/** @param {string} name */
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @typedef {object} Contestant
 * @property {string} id
 * @property {string} title
 */

/** @type {readonly Contestant[]} this package first */
export const contestants = [
  { id: "fashion-wasm", title: "fashion-wasm" },
  { id: "pandas", title: "pandas (C engine)" },
  { id: "polars", title: "polars (all cores)" },
];

/**
 * @typedef {{ seconds: number, cpuSeconds: number }} Stage
 * @typedef {object} Run what a contestant says of itself, and whether it was alone
 * @property {string} version
 * @property {number} customers
 * @property {Record<string, Stage>} stages
 * @property {number} seconds
 * @property {number} cpuSeconds
 * @property {number} peakMB maximum resident set of the process
 * @property {boolean} disturbed
 */

/**
 * One run in a process of its own; a disturbed one is repeated.
 * @param {Contestant} contestant
 * @param {object} what
 * @param {string} what.build
 * @param {{ orders: string, catalogue: string }} what.files
 * @param {string} [what.results] a folder for what it finds
 * @param {number} [what.repeats]
 * @param {number} [what.tolerance] share of one core
 * @returns {Promise<Run>}
 */
export async function runOnce({ id }, { build, files, results, repeats = 0, tolerance = 0.05 }) {
  const own = id === "fashion-wasm";
  const program = own ? process.execPath : customersPython();
  const begin = own ? [file("./ours.mjs"), build] : [file(`./${id}_profiles.py`)];
  if (results !== undefined) mkdirSync(results, { recursive: true });
  const args = [...begin, files.orders, files.catalogue, ...(results === undefined ? [] : [results])];
  for (let attempt = 0; ; attempt++) {
    const before = { at: performance.now(), times: machineTimes(), own: process.cpuUsage() };
    const { stdout } = await start(program, args, { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
    const seconds = (performance.now() - before.at) / 1000;
    const run = JSON.parse(stdout);
    const after = machineTimes();
    const used = run.processCpuSeconds;
    const others =
      after === null || before.times === null
        ? 0
        : after.busy + after.stolen - before.times.busy - before.times.stolen - used;
    const disturbed = others / seconds > tolerance;
    if (!disturbed || attempt >= repeats) return { ...run, disturbed };
  }
}
