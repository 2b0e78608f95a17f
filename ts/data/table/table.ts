/**
 * A table of any columns, in CSV or JSON Lines, read a batch of rows at a time: what its rows are, and how it is opened.
 *
 * A row that is not as it should be comes in its place, with an error. What the columns mean is the caller's to know: it
 * looks at the names, and says which are kept as text and which are pixels. CSV is cut by Rust (crates/data/src/table).
 */
import type { Chunks } from "../../platform/chunks.js";
import { CsvTable } from "./csv-table.js";
import { JsonLinesTable } from "./json-lines-table.js";
import { Pieces } from "./pieces.js";
import { firstLine, formOf, type TableForm } from "./table-form.js";

/** A row as it stands in the table. */
export interface TableRow {
  /** From 1, a header not counted. */
  readonly number: number;
  /** The line it begins in, from 1. */
  readonly line: number;
  /** Bytes of the table up to the end of the row. */
  readonly read: number;
  /** Line feeds of the table up to the end of the row. */
  readonly lineFeeds: number;
  /** In CSV the text of each column; of JSON Lines the object. Null for a line that is none. */
  readonly cells: readonly string[] | Readonly<Record<string, unknown>> | null;
  /** Of JSON Lines: the line, whose numbers may have more digits than those of {@link cells}. */
  readonly text?: string;
  /** What is wrong with the row. */
  readonly error: string | null;
}

/** Rows that follow one another. */
export interface TableBatch {
  readonly rows: readonly TableRow[];
  /** The pixels of all rows, where columns of pixels were asked for; zeros where one is wrong. */
  readonly pixels: Uint8Array;
}

/** Which columns of a CSV are wanted, by their places. */
export interface TablePlan {
  /** Kept as text; the cells of a row are in this order. */
  readonly kept: readonly number[];
  /** In the order of an image's values. */
  readonly pixels: readonly number[];
}

/** A table that was opened. */
export interface Table {
  readonly form: TableForm;
  /** In CSV the first row, names where {@link header}; of JSON Lines the names in the first object. Empty: there is no row. */
  readonly columns: readonly string[];
  /** The first object of JSON Lines; null where there is none, and in CSV. */
  readonly first: Readonly<Record<string, unknown>> | null;
  /** Whether the first row of a CSV holds names. */
  readonly header: boolean;
  /** The rows. Errors: those of reading; CSV_COLUMNS for a row without end. */
  batches(plan: TablePlan): AsyncGenerator<TableBatch>;
}

/** Where a reader goes on in a table that was read before: after a row, whose {@link TableRow.read} bytes are left out. */
export interface TablePlace {
  readonly form: TableForm;
  readonly columns: readonly string[];
  readonly header: boolean;
  /** Rows before. */
  readonly rows: number;
  /** Bytes before. */
  readonly read: number;
  /** Line feeds before. */
  readonly lineFeeds: number;
}

/** How a table is opened. */
export interface TableOptions {
  /** What errors call it. */
  readonly name: string;
  /** Default: by its first character. */
  readonly format?: "csv" | "jsonl" | undefined;
  /** Whether the first row of a CSV holds names; default true. */
  readonly header?: boolean | undefined;
  /** Whether rows are handed out when the source makes us wait, however few: one that waits for answers. Default false. */
  readonly live?: boolean | undefined;
  /** The bytes begin in the middle of the table. */
  readonly place?: TablePlace | undefined;
}

/** Opens a table. Errors: CSV_HEADER for what is none; those of reading. */
export async function openTable(chunks: Chunks, options: TableOptions): Promise<Table> {
  const { name, format, header = true, live = false, place } = options;
  const pieces = new Pieces(chunks, live);
  if (place !== undefined) {
    return place.form.format === "csv"
      ? CsvTable.resumed(pieces, name, place)
      : JsonLinesTable.resumed(pieces, name, place);
  }
  const line = await firstLine(pieces);
  const form = formOf(line, format);
  return form.format === "csv" ? CsvTable.open(pieces, name, form, header) : JsonLinesTable.open(pieces, name, form);
}
