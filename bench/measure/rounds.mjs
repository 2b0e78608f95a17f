/**
 * The rounds: one of every contestant, then again one of every contestant, so that what slows the machine for a
 * while meets all of them. One contestant computes, the others wait; a round in which anything else computed is
 * repeated.
 */
import { machineTimes, treeTimes } from "./processes.mjs";
import { calmest, isDisturbed } from "./statistics.mjs";

/** After a round threads may spin for a moment before they sleep. */
const PAUSE_MS = 500;

/** A round of a slow peer that took longer is not repeated. */
const TOO_LONG_TO_REPEAT_SECONDS = 30;

/** How long a step may take beside the round's own time. */
const PATIENCE_SECONDS = 1200;

/** @typedef {import("./statistics.mjs").Round} Round */
/** @typedef {{ id: string, child: import("./child.mjs").Child, rounds: Round[], failure: string }} Runner */

/**
 * Runs all rounds; a contestant that fails gets its `failure` and takes no further part.
 * @param {Runner[]} runners
 * @param {{ rounds: number, seconds: number, repeats: number, tolerance: number }} options
 * @param {(text: string) => void} say
 */
export async function runRounds(runners, options, say) {
  for (let number = 1; number <= options.rounds; number++) {
    for (const runner of runners) {
      if (runner.failure !== "") continue;
      try {
        const round = await undisturbedRound(runner, runners, options);
        runner.rounds.push(round);
        const rate = round.imagesPerSecond.toLocaleString("en", { maximumSignificantDigits: 4 });
        const mark = round.disturbed ? `, disturbed in ${round.attempts} attempts` : "";
        say(`round ${number} of ${options.rounds}: ${runner.id}: ${rate} images/s${mark}`);
      } catch (error) {
        runner.failure = error instanceof Error ? error.message : String(error);
        say(`round ${number} of ${options.rounds}: ${runner.id}: failed: ${runner.failure}`);
      }
    }
  }
}

/**
 * @param {Runner} runner
 * @param {Runner[]} runners
 * @param {{ seconds: number, repeats: number, tolerance: number }} options
 * @returns {Promise<Round>}
 */
async function undisturbedRound(runner, runners, { seconds, repeats, tolerance }) {
  /** @type {Round[]} */
  const attempts = [];
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const round = await oneRound(runner, runners, seconds, tolerance);
    attempts.push(round);
    if (!round.disturbed || attempts.length > repeats || round.wallSeconds > TOO_LONG_TO_REPEAT_SECONDS) break;
  }
  return { ...calmest(attempts), attempts: attempts.length };
}

/**
 * @param {Runner} runner
 * @param {Runner[]} runners
 * @param {number} seconds
 * @param {number} tolerance
 * @returns {Promise<Round>}
 */
async function oneRound(runner, runners, seconds, tolerance) {
  const before = sample(runner, runners);
  const answer = await runner.child.ask({ cmd: "round", seconds }, seconds + PATIENCE_SECONDS);
  const after = sample(runner, runners);
  const cpuSeconds = difference(before.own, after.own);
  const busy = difference(before.busy, after.busy);
  const times = {
    wallSeconds: after.at - before.at,
    cpuSeconds,
    othersCpuSeconds: busy === null || cpuSeconds === null ? null : Math.max(0, busy - cpuSeconds),
    stolenSeconds: difference(before.stolen, after.stolen),
    waitingCpuSeconds: difference(before.waiting, after.waiting),
  };
  const { images, seconds: measured } = answer;
  const disturbed = isDisturbed(times, tolerance);
  return { images, seconds: measured, imagesPerSecond: images / measured, ...times, disturbed, attempts: 1 };
}

/**
 * @param {Runner} runner
 * @param {Runner[]} runners
 */
function sample(runner, runners) {
  const machine = machineTimes();
  const trees = treeTimes(runners.map(({ child }) => child.pid));
  const own = trees[runners.indexOf(runner)] ?? 0;
  const all = trees.reduce((total, one) => total + one, 0);
  return {
    at: performance.now() / 1000,
    busy: machine === null ? null : machine.busy + machine.stolen,
    stolen: machine === null ? null : machine.stolen,
    own: machine === null ? null : own,
    waiting: machine === null ? null : all - own,
  };
}

/**
 * @param {number | null} before
 * @param {number | null} after
 */
function difference(before, after) {
  return before === null || after === null ? null : Math.max(0, after - before);
}
