/**
 * Where a training tells how far it is: standard output, with a bar where a person watches. The twin of browser/console.ts.
 *
 * The bar is one line that is written over. It takes the longest form that fits the terminal, so that nothing wraps, and
 * leaves no trace.
 */
import { bar, longestThatFits } from "../../options/line.js";
import type { ProgressBar } from "../progress-bar.js";

const BAR_MIN = 8;
const BAR_MAX = 30;
/** Carriage return, and "erase the line from here". */
const ANEW = "\r\x1b[K";

/** Whether a person watches the standard output. */
export function isWatched(): boolean {
  return process.stdout.isTTY === true;
}

/** Writes a line to standard output. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Columns of the terminal; infinite where there is none. */
export function lineWidth(): number {
  return (isWatched() && process.stdout.columns) || Number.POSITIVE_INFINITY;
}

/** A bar on the terminal, or null where there is none whose cursor can move. */
export function progressBar(): ProgressBar | null {
  if (!isWatched() || process.env.TERM === "dumb") return null;
  const colour = (text: string, code: number) => (process.env.NO_COLOR ? text : `\x1b[${code}m${text}\x1b[39m\x1b[22m`);
  let shown = false;
  return {
    draw(share, head, parts) {
      const width = process.stdout.columns || 80; // asked every time: the window may have been resized
      const room = width - 1 - head.length - parts.join("  ").length - 3;
      const [full, empty] = bar(share, Math.min(BAR_MAX, room));
      const drawn = `${head} ${colour(full, 36)}${colour(empty, 2)}  ${parts.join("  ")}`;
      shown = true;
      process.stdout.write(ANEW + (room >= BAR_MIN ? drawn : longestThatFits([head, ...parts], width - 1)));
    },
    clear() {
      if (shown) process.stdout.write(ANEW);
      shown = false;
    },
  };
}
