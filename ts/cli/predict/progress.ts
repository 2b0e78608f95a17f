/**
 * Progress while photos are classified: a bar where a person watches, which leaves no trace; a log gets a line now and then.
 */
import { showBar } from "../fading-bar.js";
import { photosBar, photosLine } from "../progress-lines.js";
import { terminalOf } from "../terminal.js";

/** Progress of one command. */
export interface PhotosProgress {
  /** One more photo is done. */
  add(): void;
  /** Takes the bar off the screen and restores the cursor; may be called at any time. */
  stop(): void;
}

/** Between two lines in a log, in milliseconds. */
const LOG_EVERY_MS = 10_000;

/** Shows how many of `photos` are done, until it is stopped or `signal` aborts. */
export function showPhotos(
  photos: number,
  signal: AbortSignal,
  stream: NodeJS.WriteStream = process.stderr,
): PhotosProgress {
  const began = performance.now();
  let done = 0;
  let logged = began;
  const state = () => ({ done, photos, seconds: (performance.now() - began) / 1000 });
  if (!terminalOf(stream).interactive || signal.aborted) {
    return {
      add() {
        done += 1;
        if (done === photos || performance.now() - logged < LOG_EVERY_MS) return;
        logged = performance.now();
        stream.write(`${photosLine(state())}\n`);
      },
      stop() {},
    };
  }
  const bar = showBar(photos, signal, stream, (_, width, coloured) => photosBar(state(), width, coloured));
  return {
    add() {
      done += 1;
      bar.add(1);
    },
    stop: bar.stop,
  };
}
