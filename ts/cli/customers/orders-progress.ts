/**
 * Progress while files of orders are read: one bar, or lines in a log, of all of them together.
 */
import { stat } from "node:fs/promises";
import { showRows } from "../predict/table/rows-progress.js";

/** What was read of which file. */
interface Read {
  readonly file: string;
  readonly read: number;
  readonly rows: number;
}

/** Progress of one reading. */
export interface OrdersProgress {
  tell(told: Read): void;
  /** Takes the bar off the screen; may be called at any time. */
  stop(): void;
}

/** Shows it until it is stopped, or `signal` aborts. */
export async function ordersProgress(files: readonly string[], signal: AbortSignal): Promise<OrdersProgress> {
  const sizes = await Promise.all(files.map(sizeOf));
  const before = new Map(files.map((file, i) => [file, sumOf(sizes.slice(0, i))]));
  let [position, rows] = [0, 0];
  const shown = showRows({ size: sumOf(sizes), from: 0, position: () => position }, signal);
  return {
    tell({ file, read, rows: now }) {
      position = (before.get(file) ?? 0) + read;
      // Files that are read a second time begin with no rows.
      shown.add(now < rows ? now : now - rows);
      rows = now;
    },
    stop: () => shown.stop(),
  };
}

/** 0 of what has no size. */
async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
