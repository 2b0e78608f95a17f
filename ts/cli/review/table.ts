/**
 * The table under review: its rows, read on demand, and the same table with a column more.
 *
 * The one door to the file: what reads rows (delimited.ts, json-lines.ts) can be replaced behind it. The bytes stay in memory as
 * they were, rows are places in them, so that a table of a million rows costs little more than its size.
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { ioError } from "#platform/io-error";
import { FashionWasmError } from "../../index.js";
import { UsageError } from "../exit.js";
import { count } from "../format.js";
import { kind } from "../run-folder.js";
import { readDelimited } from "./delimited.js";
import { readJsonLines } from "./json-lines.js";

/** The value of a row in the added column; null: nothing. */
export type CellOf = (row: number) => string | null;

/** Bytes that are replaced by a text, or the text put between them. */
export type Edit = readonly [from: number, to: number, text: string];

/** What the readers find. */
export interface RawTable {
  readonly names: readonly string[];
  /** Where each row begins. */
  readonly starts: Uint32Array;
  record(at: number): Record<string, unknown>;
  /** From 1, for messages. */
  lineAt(at: number): number;
  /** What makes the column `name` hold these values, in the order of the bytes. */
  edits(name: string, cellOf: CellOf): Iterable<Edit>;
}

/** A table, as it was when it was opened. */
export interface Table {
  readonly path: string;
  readonly rows: number;
  /** The names of the columns; of JSON Lines the members of the first row. */
  readonly names: readonly string[];
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** The cells of a row by their names: texts, or values of JSON. */
  record(row: number): Record<string, unknown>;
  /** The line of a row in the file, from 1. */
  line(row: number): number;
  /** The bytes of the same table in which the column `name` has these values; it is added as the last one where it is missing. */
  withColumn(name: string, cellOf: CellOf): AsyncIterable<Uint8Array>;
}

/** Files are read as a whole. */
const MOST_BYTES = 2 ** 31 - 1;
/** Bytes that are handed on at a time. */
const PIECE = 256 * 1024;

/**
 * Opens a table that `predict --out` wrote.
 *
 * @param isHeader whether these are the names of its columns.
 * @throws UsageError for another ending; FashionWasmError IO, CSV_EMPTY, CSV_COLUMNS, CSV_VALUE, CSV_TOO_LARGE.
 */
export async function openTable(path: string, isHeader: (names: readonly string[]) => boolean): Promise<Table> {
  const bytes = await bytesOf(path);
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new FashionWasmError(
      "CSV_HEADER",
      `${path}: the text is UTF-16 → save it as UTF-8, in a spreadsheet "CSV UTF-8"`,
    );
  }
  const isJson = /\.(jsonl|ndjson)$/i.test(path);
  const { names, starts, record, lineAt, edits } = isJson
    ? readJsonLines(path, bytes)
    : readDelimited(path, bytes, isHeader);
  const startOf = (row: number) => starts[row] as number;
  return {
    path,
    names,
    rows: starts.length,
    sha256: sha256(bytes),
    record: (row) => record(startOf(row)),
    line: (row) => lineAt(startOf(row)),
    withColumn: (name, cellOf) => edited(bytes, edits(name, cellOf)),
  };
}

async function bytesOf(path: string): Promise<Buffer> {
  if (/\.gz$/i.test(path)) {
    throw new UsageError(`${path} is compressed, and review writes into the table → unpack it: gunzip ${path}`);
  }
  if (!/\.(csv|tsv|txt|jsonl|ndjson)$/i.test(path)) {
    throw new UsageError(
      `${path}: review takes a table that predict --out wrote → name a file ending in .csv or .jsonl`,
    );
  }
  if ((await kind(path)) === "folder")
    throw new UsageError(`${path} is a folder → name the table that predict --out wrote`);
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_FS_FILE_TOO_LARGE") {
      const limit = `${path}: is larger than ${count(MOST_BYTES)} bytes`;
      throw new FashionWasmError("CSV_TOO_LARGE", `${limit} → split the table`);
    }
    throw ioError("read and write", path, cause);
  }
}

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The bytes with all edits, in pieces; between two of them others get their turn. */
async function* edited(bytes: Buffer, edits: Iterable<Edit>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let [done, waiting] = [0, 0];
  for (const [from, to, text] of edits) {
    pieces.push(bytes.subarray(done, from), Buffer.from(text));
    waiting += from - done + text.length;
    done = to;
    if (waiting < PIECE) continue;
    yield Buffer.concat(pieces);
    [pieces, waiting] = [[], 0];
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield Buffer.concat([...pieces, bytes.subarray(done)]);
}
