/**
 * What an earlier review has left in its journal (journal.ts), and whether the table is still the one it was made on.
 */
import { readFile } from "node:fs/promises";
import { ioError } from "#platform/io-error";
import { FashionWasmError } from "../../index.js";
import { counted } from "../format.js";

/** What a person said of a row; null: nothing. */
export interface Decision {
  readonly row: number;
  readonly label: string | null;
  /** What was said before. */
  readonly was: string | null;
  /** Whether it takes back the last one. */
  readonly undo: boolean;
  /** What the table names as the photo, for people who read the journal. */
  readonly image: string;
}

/** A state of the table, and how many decisions of the journal it holds. */
export interface Mark {
  readonly sha256: string;
  readonly decisions: number;
}

/** A process that has the table under review. */
export interface Running {
  readonly session: string;
  readonly port: number;
}

/** What an earlier review left. */
export interface Left {
  readonly rows: number;
  readonly decisions: readonly Decision[];
  readonly marks: readonly Mark[];
  /** The last process that wrote it. */
  readonly running: Running | null;
}

/** Where the journal of a table lies. */
export function journalOf(table: string): string {
  return `${table}.review.jsonl`;
}

/** Reads a journal; null where there is none. A last line that was cut off was never acknowledged. Errors: IO, DATA_MISMATCH. */
export async function readJournal(path: string): Promise<Left | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw ioError("read", path, cause);
  }
  const [head = "", ...lines] = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1);
  const decisions: Decision[] = [];
  const marks: Mark[] = [];
  let running: Running | null = null;
  try {
    const { journal, rows, sha256 } = JSON.parse(head);
    if (journal !== FORMAT || !Number.isInteger(rows)) throw new TypeError("no head");
    marks.push({ sha256, decisions: 0 });
    for (const line of lines) {
      const read = JSON.parse(line);
      if (typeof read.session === "string") running = { session: read.session, port: read.port };
      else if (typeof read.sha256 === "string") marks.push({ sha256: read.sha256, decisions: read.decisions });
      else if (read.row >= 1 && read.row <= rows) decisions.push({ undo: false, ...read, row: read.row - 1 });
      else throw new TypeError("no decision");
    }
    return { rows, decisions, marks, running };
  } catch (cause) {
    const what = `${path} is no journal of a review → move it away, if it is of no use`;
    throw new FashionWasmError("DATA_MISMATCH", what, { cause });
  }
}

/** The first line of a journal says so. */
export const FORMAT = "fashion-wasm review 1";

/**
 * How many of the decisions the table holds. Errors: DATA_MISMATCH where it is none of the states that the journal knows.
 */
export function heldBy(table: { readonly path: string; readonly sha256: string }, { decisions, marks }: Left): number {
  const mark = marks.findLast(({ sha256 }) => sha256 === table.sha256);
  if (mark !== undefined) return mark.decisions;
  throw changed(table.path, decisions.length);
}

/** The table is not the one that the decisions were made on. */
export function changed(table: string, decisions: number): FashionWasmError {
  const journal = journalOf(table);
  const what = `${table} was changed by another program; ${counted(decisions, "decision")} of the review ${decisions === 1 ? "is" : "are"} kept in ${journal}`;
  const advice = `put the table back as it was and run review again; or run it with --carry-over, which takes them over by the names of the photos`;
  return new FashionWasmError("DATA_MISMATCH", `${what} → ${advice}`);
}
