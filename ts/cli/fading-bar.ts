/**
 * A bar where a person watches, which leaves no trace.
 */
import { SingleBar } from "cli-progress";
import { terminalOf } from "./terminal.js";

/** A bar on the screen. */
export interface FadingBar {
  add(more: number): void;
  /** Takes the bar off the screen and restores the cursor; may be called at any time. */
  stop(): void;
}

/** Shows how much of `total` is done, until it is stopped or `signal` aborts; `line` draws it, `progress` from 0 to 1. */
export function showBar(
  total: number,
  signal: AbortSignal,
  stream: NodeJS.WriteStream,
  line: (progress: number, width: number, coloured: boolean) => string,
): FadingBar {
  const bar = new SingleBar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    format: (_options, { progress }) => {
      const { width, colours } = terminalOf(stream);
      return line(progress, width, colours !== "none");
    },
  });
  const stop = () => {
    process.off("exit", stop);
    signal.removeEventListener("abort", stop);
    bar.stop();
  };
  process.once("exit", stop); // a second signal leaves from within its listener
  signal.addEventListener("abort", stop);
  bar.start(total, 0);
  return { add: (more) => bar.increment(more), stop };
}
