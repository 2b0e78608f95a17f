/**
 * Progress while a model is tested: a bar where a person watches, which leaves no trace; elsewhere a line if it takes long.
 */
import { showBar } from "./fading-bar.js";
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
  return showBar(images, signal, stream, testingLine);
}
