/**
 * Progress while a table is read: a bar where a person watches; a log gets a line now and then.
 */
import { createColors } from "picocolors";
import { showBar } from "../../fading-bar.js";
import { rowsBar, rowsLine } from "../../progress-lines.js";
import { terminalOf } from "../../terminal.js";

/** Progress of one command. */
export interface RowsProgress {
  /** So many more rows are done. */
  add(rows: number): void;
  /** Takes the bar off the screen and restores the cursor; may be called at any time. */
  stop(): void;
}

/** Between two lines in a log, in milliseconds. */
const LOG_EVERY_MS = 10_000;
/** Steps of the bar. */
const STEPS = 1000;

/** What is known of a table that is read. */
export interface ReadTable {
  /** Bytes of the file; null where it has no size. */
  readonly size: number | null;
  /** Bytes that were read before. */
  readonly from: number;
  /** Bytes of it that were read since. */
  position(): number;
}

/** Shows how many rows are done, until it is stopped or `signal` aborts. */
export function showRows(
  table: ReadTable,
  signal: AbortSignal,
  stream: NodeJS.WriteStream = process.stderr,
): RowsProgress {
  const began = performance.now();
  let rows = 0;
  let logged = began;
  const state = () => {
    const seconds = (performance.now() - began) / 1000;
    const { size, from } = table;
    if (size === null || size === 0) return { rows, seconds, share: null, secondsLeft: Number.NaN };
    const position = table.position();
    const secondsLeft = position === 0 ? Number.NaN : (seconds * (size - from - position)) / position;
    return { rows, seconds, share: Math.min(1, (from + position) / size), secondsLeft };
  };
  if (!terminalOf(stream).interactive || signal.aborted) {
    return {
      add(more) {
        rows += more;
        if (performance.now() - logged < LOG_EVERY_MS) return;
        logged = performance.now();
        stream.write(`${rowsLine(state())}\n`);
      },
      stop() {},
    };
  }
  const bar = showBar(STEPS, signal, stream, (_, width, coloured) => rowsBar(state(), width, createColors(coloured)));
  return {
    add(more) {
      rows += more;
      bar.add(0);
    },
    stop: bar.stop,
  };
}
