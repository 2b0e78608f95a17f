/**
 * Progress while a model is tested: a bar where a person watches, which leaves no trace; elsewhere a line if it takes long.
 */
import { SingleBar } from "cli-progress";
import { sayUnlessSoon } from "./patience.js";
import { testingLine } from "./progress-lines.js";
import { terminalOf } from "./terminal.js";

/** Progress of one test. */
export interface TestingProgress {
  /** Images that were predicted. */
  add(images: number): void;
  /** Takes the bar off the screen and restores the cursor; may be called at any time. */
  stop(): void;
}

/** Shows how many of `images` predictions are done, until it is stopped or `signal` aborts; a log gets the line `what`. */
export function showTesting(
  what: string,
  images: number,
  signal: AbortSignal,
  stream: NodeJS.WriteStream = process.stderr,
): TestingProgress {
  if (signal.aborted) return { add() {}, stop() {} };
  if (!terminalOf(stream).interactive) return { add() {}, stop: sayUnlessSoon(what) };
  const bar = new SingleBar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    format: (_options, { progress }) => {
      const { width, colours } = terminalOf(stream);
      return testingLine(progress, width, colours !== "none");
    },
  });
  const stop = () => {
    process.off("exit", stop);
    signal.removeEventListener("abort", stop);
    bar.stop();
  };
  process.once("exit", stop); // a second signal leaves from within its listener
  signal.addEventListener("abort", stop);
  bar.start(images, 0);
  return { add: (more) => bar.increment(more), stop };
}
