/**
 * One net, trained or inferring: all contestants are started and prepared, run their rounds in turns, and end.
 */
import { Child } from "./child.mjs";
import { peakMemory } from "./processes.mjs";
import { runRounds } from "./rounds.mjs";
import { batchOf, commandOf, netBatch, settingsOf, writeModel } from "./start.mjs";
import { summarize } from "./statistics.mjs";

/** Slow peers take minutes for the first step, and compilers for the first call. */
const PREPARE_SECONDS = 1200;

/**
 * @typedef {object} Result what one contestant reached
 * @property {string} id
 * @property {string} title
 * @property {string} family
 * @property {string} version
 * @property {number} threads
 * @property {number} batch images a step
 * @property {number} prepareSeconds from the start of its process to the end of warm-up
 * @property {number | null} peakMemoryMB
 * @property {import("./statistics.mjs").Summary} summary
 * @property {import("./statistics.mjs").Round[]} rounds
 */

/**
 * @typedef {object} Section
 * @property {string} net
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
  const takingPart = entries.filter(({ modes }) => modes === undefined || modes.includes(mode));
  const runners = [];
  try {
    for (const entry of takingPart) {
      const started = performance.now();
      const child = new Child(commandOf(entry, entry.threads ?? options.threads));
      const runner = { id: entry.id, entry, child, rounds: [], failure: "", version: "", prepareSeconds: 0 };
      runners.push(runner);
      try {
        const settings = settingsOf(entry, { net, mode, threads: options.threads, data, model });
        const { trainable, version } = await child.ask({ cmd: "prepare", ...settings }, PREPARE_SECONDS);
        runner.version = version;
        if (trainable !== settings.trainable) {
          throw new Error(`has ${trainable} trainable parameters, expected ${settings.trainable}: not the same net`);
        }
      } catch (error) {
        runner.failure = error instanceof Error ? error.message : String(error);
        await child.quit();
      }
      runner.prepareSeconds = (performance.now() - started) / 1000;
      say(`${entry.id}: ${runner.failure ? `failed: ${runner.failure}` : `ready, ${runner.version}`}`);
    }
    await runRounds(runners, options, say);
    const measured = runners.filter(({ failure }) => failure === "");
    const results = measured.map(({ id, entry, child, rounds, version, prepareSeconds }) => ({
      id,
      title: entry.title,
      family: entry.family,
      version,
      threads: entry.threads ?? options.threads,
      batch: batchOf(entry, net, mode),
      prepareSeconds,
      peakMemoryMB: peakMemory(child.pid),
      summary: summarize(rounds),
      rounds,
    }));
    const failed = runners
      .filter(({ failure }) => failure !== "")
      .map(({ id, entry, failure }) => ({ id, title: entry.title, reason: failure }));
    return { net, mode, batch: netBatch(net, mode), results, failed };
  } finally {
    for (const { child } of runners) await child.quit();
  }
}
