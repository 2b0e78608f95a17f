/**
 * Progress while a model trains: a bar for the running epoch where a person watches, then a line per epoch. A log gets a line
 * now and then of an epoch that takes long.
 *
 * It listens to the training as any caller could, through callbacks of `fit`. All of it goes to stderr;
 * stdout is for results.
 */
import { SingleBar } from "cli-progress";
import type { Callback, TrainInfo } from "../index.js";
import { barLine, epochLine, runningLine, validationLine } from "./progress-lines.js";
import { terminalOf } from "./terminal.js";
import { TrainingClock } from "./training-clock.js";

/** Sizes of a run on data that is there as a whole. */
type HeldInfo = TrainInfo & { readonly trainImages: number; readonly batchSize: number };

/** Progress of one run. */
export interface Progress {
  readonly callback: Callback;
  /** The clock and the sizes of the run; absent until training begins. */
  readonly training: { readonly clock: TrainingClock; readonly info: HeldInfo } | undefined;
  /** Takes the bar off the screen and restores the cursor; may be called at any time. */
  stop(): void;
}

/** Between two lines in a log, in milliseconds. */
const LOG_EVERY_MS = 30_000;

/** Prepares to show the progress of one training run on `stream`. */
export function showProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const bar = terminalOf(stream).interactive ? epochBar(stream) : undefined;
  const stopBar = () => bar?.stop();
  let training: Progress["training"];
  let running = 0;
  let epochBegan = 0;
  let logged = 0;
  let firstRate: number | undefined;
  process.once("exit", stopBar); // a second Ctrl-C leaves from within a signal listener

  const callback: Callback = {
    onTrainBegin(begun) {
      // The command line trains on data that is there as a whole.
      const { trainImages, batchSize } = begun;
      if (trainImages === null || batchSize === null) return;
      const info = { ...begun, trainImages, batchSize };
      training = { info, clock: new TrainingClock({ epochs: info.epochs, images: info.trainImages }) };
    },
    onEpochBegin(epoch) {
      if (training === undefined) return;
      const { clock, info } = training;
      running = epoch;
      epochBegan = performance.now();
      logged = epochBegan;
      clock.epochBegins();
      const unknown = { loss: Number.NaN, accuracy: Number.NaN, pace: 0, left: clock.secondsLeft };
      const { epochs, validationImages } = info;
      bar?.start(info.trainImages, 0, { epoch, epochs, validationImages, ...unknown });
    },
    onProgress(steps, { loss, accuracy }) {
      if (training === undefined) return;
      const { clock, info } = training;
      const done = Math.min(info.trainImages, steps * info.batchSize);
      clock.stepEnds(done);
      const [pace, left] = [clock.epochImagesPerSecond, clock.secondsLeft];
      bar?.update(done, { loss, accuracy, pace, left });
      if (bar !== undefined || done === info.trainImages || performance.now() - logged < LOG_EVERY_MS) return;
      logged = performance.now();
      const state = { epoch: running, epochs: info.epochs, share: done / info.trainImages, loss, accuracy };
      stream.write(`${runningLine({ ...state, imagesPerSecond: pace, secondsLeft: left })}\n`);
    },
    onEpochEnd(epoch, { learningRate, ...logs }) {
      if (training === undefined) return;
      firstRate ??= learningRate;
      const rate = learningRate === firstRate ? {} : { learningRate };
      const { clock, info } = training;
      clock.epochEnds();
      bar?.stop();
      const seconds = (performance.now() - epochBegan) / 1000;
      const { interactive, width } = terminalOf(stream);
      const line = {
        epoch,
        epochs: info.epochs,
        seconds,
        imagesPerSecond: clock.epochImagesPerSecond,
        ...logs,
        ...rate,
      };
      stream.write(`${epochLine(line, interactive ? width : Number.POSITIVE_INFINITY)}\n`);
    },
  };
  return {
    callback,
    get training() {
      return training;
    },
    stop() {
      process.off("exit", stopBar);
      stopBar();
    },
  };
}

/** What the bar is given beside its value. */
interface BarPayload {
  readonly epoch: number;
  readonly epochs: number;
  readonly validationImages: number;
  readonly pace: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly left: number;
}

function epochBar(stream: NodeJS.WriteStream): SingleBar {
  return new SingleBar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    format: (_options, { progress }, payload) => {
      const { epoch, epochs, validationImages, pace, loss, accuracy, left } = payload as BarPayload;
      const { width, colours } = terminalOf(stream); // asked every time: the window may have been resized
      if (progress >= 1 && validationImages > 0) return validationLine({ epoch, epochs, validationImages }, width);
      const state = { epoch, epochs, share: progress, imagesPerSecond: pace, loss, accuracy, secondsLeft: left };
      return barLine(state, width, colours !== "none");
    },
  });
}
