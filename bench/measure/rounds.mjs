/**
 * The rounds: one of every contestant, then again one of every contestant, so that what slows the machine for a
 * while meets all of them. One contestant computes, the others wait; a round in which anything else computed is
 * repeated.
 *
 * Two builds that are compared take their turns side by side, in the other order every other round, so that neither
 * gains by its place. They get new processes for every round: two processes of one build differ by where memory and
 * compiled code happen to lie, and rounds of one process have that in common.
 */
import { machineTimes, treeTimes } from "./processes.mjs";
import { calmest, cpuTimes, isDisturbed } from "./statistics.mjs";

/** After a round threads spin for a moment, and engines may go on compiling for seconds: a round begins when all are quiet. */
const QUIET_MS = 300;
const QUIET_SECONDS_OF_CPU = 0.01;
const LONGEST_WAIT_SECONDS = 30;

/** A round of a slow peer that took longer is not repeated. */
const TOO_LONG_TO_REPEAT_SECONDS = 30;

/** How long a step may take beside the round's own time. */
const PATIENCE_SECONDS = 1200;

/** @typedef {import("./statistics.mjs").Round} Round */

/**
 * @typedef {object} Runner what takes turns: of runner.mjs, or of ../photos/runner.mjs
 * @property {string} id
 * @property {string | undefined} [pair]
 * @property {string} unit
 * @property {string} failure
 * @property {Round[]} rounds
 * @property {import("./child.mjs").Child} child
 * @property {() => Promise<void>} restart
 */

/**
 * Runs all rounds; a contestant that fails gets its `failure` and takes no further part.
 * @param {Runner[]} runners
 * @param {{ rounds: number, seconds: number, repeats: number, tolerance: number }} options
 * @param {(text: string) => void} say
 */
export async function runRounds(runners, options, say) {
  for (let number = 1; number <= options.rounds; number++) {
    const turns = inTurn(runners, number);
    for (const runner of turns) {
      if (number > 1 && runner.pair !== undefined && runner.failure === "") await runner.restart();
    }
    for (const runner of turns) {
      if (runner.failure !== "") continue;
      try {
        const round = await undisturbedRound(runner, runners, options);
        runner.rounds.push(round);
        const rate = round.imagesPerSecond.toLocaleString("en", { maximumSignificantDigits: 4 });
        const mark = round.disturbed ? `, disturbed in ${round.attempts} attempts` : "";
        say(`round ${number} of ${options.rounds}: ${runner.id}: ${rate} ${runner.unit}${mark}`);
      } catch (error) {
        runner.failure = error instanceof Error ? error.message : String(error);
        say(`round ${number} of ${options.rounds}: ${runner.id}: failed: ${runner.failure}`);
      }
    }
  }
}

/**
 * The order of a round: as given, and in even rounds with the two of each pair, which are neighbours, exchanged. All
 * others keep their places, so each of a pair follows every other contestant equally often.
 * @template {{ pair?: string | undefined }} T
 * @param {readonly T[]} runners
 * @param {number} number of the round, from 1
 * @returns {T[]}
 */
export function inTurn(runners, number) {
  if (number % 2 === 1) return [...runners];
  /** @param {number} i @param {number} j */
  const paired = (i, j) => runners[i]?.pair !== undefined && runners[i]?.pair === runners[j]?.pair;
  return runners.map((runner, i) => {
    const partner = paired(i, i + 1) ? runners[i + 1] : paired(i, i - 1) ? runners[i - 1] : undefined;
    return partner ?? runner;
  });
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
    await quiet(runners);
    const round = await oneRound(runner, runners, seconds, tolerance);
    attempts.push(round);
    if (!round.disturbed || attempts.length > repeats || round.wallSeconds > TOO_LONG_TO_REPEAT_SECONDS) break;
  }
  return { ...calmest(attempts), attempts: attempts.length };
}

/**
 * Waits until no contestant computes any more.
 * @param {Runner[]} runners
 */
async function quiet(runners) {
  const end = performance.now() + LONGEST_WAIT_SECONDS * 1000;
  for (let before = total(runners); ; ) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const now = total(runners);
    if (now - before <= QUIET_SECONDS_OF_CPU || performance.now() > end) return;
    before = now;
  }
}

/** @param {Runner[]} runners */
function total(runners) {
  return treeTimes(runners.map(({ child }) => child.pid)).reduce((sum, one) => sum + one, 0);
}

/**
 * @param {Runner} runner
 * @param {Runner[]} runners
 * @param {number} seconds
 * @param {number} tolerance
 * @returns {Promise<Round>}
 */
async function oneRound(runner, runners, seconds, tolerance) {
  const pids = runners.map(({ child }) => child.pid);
  const own = runners.indexOf(runner);
  // The machine's times are read innermost, for reading those of processes is work, too.
  const treesBefore = treeTimes(pids);
  const before = { at: performance.now() / 1000, machine: machineTimes() };
  const answer = await runner.child.ask({ cmd: "round", seconds }, seconds + PATIENCE_SECONDS);
  const after = { at: performance.now() / 1000, machine: machineTimes() };
  const trees = treeTimes(pids).map((time, i) => Math.max(0, time - (treesBefore[i] ?? 0)));

  const times = { wallSeconds: after.at - before.at, ...cpuTimes(before.machine, after.machine, trees, own) };
  const { images, seconds: measured, insideSeconds, stageSeconds } = answer;
  const disturbed = isDisturbed(times, tolerance);
  const inside = insideSeconds === undefined ? {} : { insideSeconds };
  const stages = stageSeconds === undefined ? {} : { stageSeconds };
  return {
    images,
    seconds: measured,
    ...inside,
    ...stages,
    imagesPerSecond: images / measured,
    ...times,
    disturbed,
    attempts: 1,
  };
}
