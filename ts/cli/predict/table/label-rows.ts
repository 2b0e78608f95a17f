/**
 * The loop: rows are answered, written in their order, counted, and committed now and then.
 */
import { createHash } from "node:crypto";
import type { TableRow } from "../../../data/table/table.js";
import { FashionWasmError } from "../../../index.js";
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
  /** Whether the rows would have to be read again, and are hashed for it. */
  readonly hashed: boolean;
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
  let last: { readonly row: TableRow; readonly digest: string } | undefined;
  const commit = async () => {
    committed = performance.now();
    if (last === undefined) return;
    const { row, digest } = last;
    const { read, lineFeeds } = row;
    await sink.commit({ rows: tally.rows, read, lineFeeds, counted: tally.toJSON(), seconds: seconds(), digest });
  };
  try {
    let start = journal === null ? writer.start : "";
    const items = remaining(labelling);
    for await (const [{ rows, digests }, answered] of inOrder(items, answerer.most, (item) => answerer.answer(item))) {
      let text = start;
      start = ""; // written with the first row: what cannot be begun leaves nothing
      let failed: Failed | undefined;
      for (const [i, { row, answer }] of answered.entries()) {
        if (strict && isFailed(row)) {
          failed = row; // not written: whoever mends it goes on here
          break;
        }
        const own = rows[i] as TableRow;
        last = { row: own, digest: digests?.[i] ?? "" };
        text += writer.row(own, row);
        tally.add(row);
        sheet?.add(own.number, row, answer);
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
    await commit();
    if (signal.aborted) throw interrupted(signal.reason as Interrupted, labelling);
    throw tally.rows > 0 && error instanceof FashionWasmError ? withCount(error, tally) : error;
  } finally {
    progress.stop();
  }
}

/** Without the rows that are done; those that cannot be written have an error. Errors: DATA_MISMATCH for other rows than were done. */
async function* remaining(labelling: Labelling): AsyncGenerator<Item & { readonly digests: readonly string[] | null }> {
  const { answerer, writer, done, hashed, journal } = labelling;
  let [digest, seen] = ["", 0];
  for await (const { rows, pixels, photo } of answerer.items()) {
    const size = pixels.length / rows.length;
    const digests = rows.map((row, i) => {
      if (!hashed) return "";
      digest = hashOf(digest, row, pixels.subarray(i * size, (i + 1) * size));
      if (row.number === done && journal !== null && digest !== journal.digest) throw otherRows(labelling);
      return digest;
    });
    seen = rows.at(-1)?.number ?? seen;
    const from = rows.findIndex(({ number }) => number > done);
    if (from < 0) continue;
    const left = rows.slice(from).map((row) => {
      const fault = row.error === null ? writer.fault(row) : null;
      return fault === null ? row : { ...row, error: fault };
    });
    yield { rows: left, pixels: pixels.subarray(from * size), photo, digests: digests.slice(from) };
  }
  if (seen < done) throw otherRows(labelling);
}

function hashOf(before: string, { cells, text, error }: TableRow, pixels: Uint8Array): string {
  const row = JSON.stringify([cells, text, error]);
  return createHash("sha256").update(before).update(row).update(pixels).digest("hex");
}

function otherRows({ out }: Labelling): FashionWasmError {
  const what = `${partialOf(out ?? "").rows} was made of other rows than those that are read now`;
  return new FashionWasmError("DATA_MISMATCH", `${what} → give the same table again, or begin anew with --force`);
}

const doneOf = (rows: number) => `${counted(rows, "row")} ${rows === 1 ? "was" : "were"} done`;

function withCount({ code, message }: FashionWasmError, { rows }: Tally): FashionWasmError {
  return new FashionWasmError(code, `${message}; ${doneOf(rows)}`);
}

function strictly({ rows, failed }: Tally, { file, code, error }: Failed): Incomplete {
  const what = `${file}: ${error}; ${doneOf(rows)} before it (--strict)`;
  return new Incomplete(code, what, { rows, failed });
}

function interrupted({ signal }: Interrupted, { tally: { rows }, out, sheet }: Labelling): Interrupted {
  const advice = sheet === null ? "the same command with --resume goes on" : "--resume goes on without --page";
  const kept = out === null || rows === 0 ? "" : `, and are in ${partialOf(out).rows} → ${advice}`;
  return new Interrupted(signal, `${doneOf(rows)}${kept}`, { rows });
}
