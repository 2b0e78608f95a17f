/**
 * One net, trained or inferring, or one entry of the package, started: all contestants are started and prepared, run their rounds in turns, and end.
 */
import { takesPart } from "../contestants.mjs";
import { runRounds } from "./rounds.mjs";
import { Runner } from "./runner.mjs";
import { batchOf, netBatch, writeModel } from "./start.mjs";
import { summarize } from "./statistics.mjs";

/**
 * @typedef {object} Result what one contestant reached
 * @property {string} id
 * @property {string} title
 * @property {string} family
 * @property {string | null} pair shared by a contestant of this build and its twin of the baseline
 * @property {string} version
 * @property {number} threads
 * @property {number} batch images a step
 * @property {number} prepareSeconds from the start of its first process to the end of warm-up
 * @property {number | null} peakMemoryMB null where /proc is missing, and of starts
 * @property {import("./statistics.mjs").Summary} summary
 * @property {import("./statistics.mjs").Round[]} rounds
 */

/**
 * @typedef {object} Section
 * @property {string} net of a start the entry
 * @property {import("../contestants.mjs").Mode} mode
 * @property {number} batch
 * @property {Result[]} results
 * @property {{ id: string, title: string, reason: string }[]} failed
 */

/**
 * @param {readonly import("../contestants.mjs").Entry[]} entries
 * @param {{ net: string, mode: import("../contestants.mjs").Mode, data: string }} what
 * @param {import("../options.mjs").Options} options
 * @param {(text: string) => void} say
 * @returns {Promise<Section>}
 */
export async function measureSection(entries, { net, mode, data }, options, say) {
  const model = mode === "infer" ? writeModel(net) : "";
  const takingPart = entries.filter((entry) => takesPart(entry, mode));
  const section = { net, mode, threads: options.threads, data, model };
  const runners = takingPart.map((entry) => new Runner(entry, section));
  try {
    for (const runner of runners) {
      await runner.start();
      say(`${runner.id}: ${runner.failure ? `failed: ${runner.failure}` : `ready, ${runner.version}`}`);
    }
    await runRounds(runners, options, say);
    const measured = runners.filter(({ failure }) => failure === "");
    const results = measured.map((runner) => ({
      id: runner.id,
      title: runner.entry.title,
      family: runner.entry.family,
      pair: runner.pair ?? null,
      version: runner.version,
      threads: runner.entry.threads ?? options.threads,
      batch: batchOf(runner.entry, net, mode),
      prepareSeconds: runner.prepareSeconds,
      // Those that start are gone, and what is left only waited for them.
      peakMemoryMB: mode === "start" ? null : runner.peakMemoryMB(),
      summary: summarize(runner.rounds),
      rounds: runner.rounds,
    }));
    const failed = runners
      .filter(({ failure }) => failure !== "")
      .map(({ id, entry, failure }) => ({ id, title: entry.title, reason: failure }));
    return { net, mode, batch: netBatch(net, mode), results, failed };
  } finally {
    for (const runner of runners) await runner.quit();
  }
}
