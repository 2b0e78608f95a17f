/**
 * The loop: rows are answered, written in their order, counted, and committed now and then.
 */
import type { TableRow } from "../../../data/table/table.js";
import { Incomplete, Interrupted } from "../../exit.js";
import { counted } from "../../format.js";
import { type Failed, isFailed } from "../rows.js";
import type { Sheet } from "../sheet.js";
import type { Tally } from "../tally.js";
import type { Answerer, Item } from "./answerer.js";
import { inOrder } from "./in-order.js";
import { type Journal, partialOf } from "./journal.js";
import type { RowWriter } from "./row-writer.js";
import type { RowsProgress } from "./rows-progress.js";
import type { Sink } from "./sink.js";

/** Between two commits, in milliseconds. */
const COMMIT_EVERY_MS = 1000;

/** What the loop works with. */
export interface Labelling {
  readonly answerer: Answerer;
  readonly writer: RowWriter;
  readonly sink: Sink;
  readonly tally: Tally;
  readonly sheet: Sheet | null;
  readonly progress: RowsProgress;
  readonly signal: AbortSignal;
  readonly strict: boolean;
  /** Rows of the table that an earlier process has done. */
  readonly done: number;
  readonly journal: Journal | null;
  /** The file, for messages; null for stdout. */
  readonly out: string | null;
}

/**
 * Labels all rows; returns the seconds that it took, those of earlier processes too.
 *
 * Errors: Interrupted, which says what is kept; Incomplete for the first row that failed, where `strict`.
 */
export async function labelRows(labelling: Labelling): Promise<number> {
  const { answerer, writer, sink, tally, sheet, progress, signal, strict, journal } = labelling;
  const began = performance.now();
  const seconds = () => (journal?.seconds ?? 0) + (performance.now() - began) / 1000;
  let committed = began;
  let last: TableRow | undefined;
  const commit = async () => {
    committed = performance.now();
    if (last === undefined) return;
    const { read, lineFeeds } = last;
    await sink.commit({ rows: tally.rows, read, lineFeeds, counted: tally.toJSON(), seconds: seconds() });
  };
  try {
    let start = journal === null ? writer.start : "";
    const items = remaining(answerer, labelling.done);
    for await (const [{ rows }, answered] of inOrder(items, answerer.most, (item) => answerer.answer(item))) {
      let text = start;
      start = ""; // written with the first row: what cannot be begun leaves nothing
      let failed: Failed | undefined;
      for (const [i, { row, answer }] of answered.entries()) {
        last = rows[i] as TableRow;
        text += writer.row(last, row);
        tally.add(row);
        sheet?.add(last.number, row, answer);
        if (!strict || !isFailed(row)) continue;
        failed = row;
        break;
      }
      if (!(await sink.write(text))) return seconds(); // nobody reads on
      if (failed !== undefined) throw strictly(tally, failed);
      progress.add(answered.length);
      if (performance.now() - committed >= COMMIT_EVERY_MS) await commit();
      signal.throwIfAborted();
    }
    await sink.write(start);
    await commit();
    await sink.finish();
    return seconds();
  } catch (error) {
    if (error instanceof Incomplete) await commit();
    if (!signal.aborted) throw error;
    await commit();
    throw interrupted(signal.reason as Interrupted, tally, labelling.out);
  } finally {
    progress.stop();
  }
}

/** Without the rows that are done. */
async function* remaining(answerer: Answerer, done: number): AsyncGenerator<Item> {
  for await (const item of answerer.items()) {
    const rows = item.rows.filter(({ number }) => number > done);
    if (rows.length === item.rows.length) yield item;
    else if (rows.length > 0) {
      const size = item.pixels.length / item.rows.length;
      yield { ...item, rows, pixels: item.pixels.subarray((item.rows.length - rows.length) * size) };
    }
  }
}

const done = (rows: number) => `${counted(rows, "row")} ${rows === 1 ? "was" : "were"} done`;

function strictly(tally: Tally, { file, code, error }: Failed): Incomplete {
  const { rows, failed } = tally;
  const what = `${file}: ${error}; ${done(rows - failed)} before it (--strict)`;
  return new Incomplete(code, what, { rows, failed });
}

function interrupted({ signal }: Interrupted, { rows }: Tally, out: string | null): Interrupted {
  const kept = `, and are in ${partialOf(out ?? "").rows} → the same command with --resume goes on`;
  return new Interrupted(signal, `${done(rows)}${out === null ? "" : kept}`, { rows });
}
