/**
 * `verbose`: how far a training or an evaluation is, and what came of it.
 *
 * A callback like any other, of whole epochs and `onProgress`, so that it costs no time. A bar is drawn at most every 50 ms and
 * only on a terminal (`#platform/console`); the line of an epoch stays. Any named values are told.
 */
import { isWatched, lineWidth, printLine, progressBar } from "#platform/console";
import { invalidOption } from "../options/check.js";
import { count, decimals, duration, epochNumber, longestThatFits } from "../options/line.js";
import { kerasName } from "../options/spelling.js";
import type { Callback, TrainInfo } from "./callbacks.js";
import type { BatchLogs } from "./history.js";

/** `"auto"`: 1 where a person watches a terminal, else 0. 0: nothing. 1: a bar, then a line. 2: the line. */
export type Verbose = "auto" | 0 | 1 | 2;

/** Checks `verbose`; returns what "auto" means here. */
export function verboseOption(where: string, received: Verbose): 0 | 1 | 2 {
  if (received === "auto") return isWatched() ? 1 : 0;
  if (received === 0 || received === 1 || received === 2) return received;
  throw invalidOption(where, "verbose", received, '"auto", 0 (silent), 1 (a bar, then a line) or 2 (a line)');
}

/** Progress of one run. */
export interface Progress {
  readonly callback: Callback;
  /** Takes the bar off the terminal; may be called at any time. */
  stop(): void;
}

/** Between two drawings of the bar, in milliseconds. */
const EVERY_MS = 50;

/** Shows the progress of one `fit`; `isValidated` says which epochs end with a validation. */
export function fitProgress(verbose: 1 | 2, isValidated: (epoch: number) => boolean = () => true): Progress {
  const line = runningLine(verbose);
  let info: TrainInfo;
  let [epoch, began, firstRate, done]: (number | undefined)[] = [];
  // Of batches that come until there are no more: those of the epoch before.
  let perEpoch: number | null = null;
  const head = () => `epoch ${epochNumber({ epoch: epoch ?? 0, epochs: info.epochs })}`;
  const callback: Callback = {
    onTrainBegin: (given) => {
      info = given;
      began = performance.now();
    },
    onEpochBegin: (number) => {
      epoch = number;
      done = 0;
      line.begin();
    },
    onProgress: (steps, logs) => {
      const { initialEpoch, epochs, validationImages } = info;
      done = steps;
      const all = info.steps ?? perEpoch;
      if (steps === all && validationImages > 0 && isValidated(epoch ?? 0)) {
        line.draw(1, head(), [`validating with ${count(validationImages)} images`], true);
        return;
      }
      const { batchSize, trainImages } = info;
      const isCounted = batchSize !== null && trainImages !== null;
      const pace = isCounted ? line.pace(Math.min(steps * batchSize, trainImages)) : `${count(steps)} steps`;
      if (all === null || steps > all) {
        line.draw(null, head(), [...texts(logs), pace]);
        return;
      }
      const share = (epoch ?? 0) - initialEpoch + steps / all;
      const left = ((performance.now() - (began ?? 0)) / 1000) * ((epochs - initialEpoch) / share - 1);
      line.draw(steps / all, head(), [...texts(logs), pace, `${duration(left)} left`]);
    },
    onEpochEnd: (_, { learningRate, ...logs }) => {
      firstRate ??= learningRate;
      perEpoch = done ?? null;
      const rate = learningRate === firstRate ? [] : [`learning rate ${Number(learningRate.toPrecision(4))}`];
      line.end([head(), ...texts(logs), ...rate]);
    },
  };
  return { callback, stop: line.stop };
}

/** Shows the progress of an evaluation of `images` images; null: nobody knows how many there are. */
export function evaluationProgress(verbose: 1 | 2, images: number | null) {
  const line = runningLine(verbose);
  let seen = images ?? 0;
  line.begin();
  return {
    onProgress: (done: number, logs: BatchLogs) => {
      if (images === null) seen = done;
      line.draw(images === null ? null : done / images, "evaluate", [...texts(logs), line.pace(done)]);
    },
    end: (logs: BatchLogs) => line.end(["evaluate", ...texts(logs), line.pace(seen)]),
    stop: line.stop,
  };
}

/** A bar that becomes a line. */
function runningLine(verbose: 1 | 2) {
  const bar = verbose === 1 ? progressBar() : null;
  let [began, drawn] = [0, 0];
  const seconds = () => (performance.now() - began) / 1000;
  return {
    begin() {
      began = performance.now();
    },
    pace: (images: number) => `${count(images / seconds())} images/s`,
    draw(share: number | null, head: string, parts: readonly string[], always = false) {
      if (bar === null || !(always || performance.now() - drawn >= EVERY_MS)) return;
      drawn = performance.now();
      const percent = share === null ? [] : [`${String(Math.floor(share * 100)).padStart(3)} %`];
      bar.draw(share ?? 0, head, [...percent, ...parts]);
    },
    end(parts: readonly string[]) {
      bar?.clear();
      printLine(longestThatFits([...parts, duration(seconds())], lineWidth()));
    },
    stop: () => bar?.clear(),
  };
}

/** `val loss 0.5312` of each value that is one number. */
function texts(logs: Readonly<Record<string, unknown>>): string[] {
  const numbers = Object.entries(logs).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return numbers.map(([name, value]) => `${kerasName(name).replaceAll("_", " ")} ${shortNumber(value)}`);
}

function shortNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(4) : decimals(value);
}
