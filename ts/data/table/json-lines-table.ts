/**
 * A table in JSON Lines: an object a line, of whatever fields. Blank lines are left out.
 */
import { FashionWasmError } from "../../errors.js";
import type { Pieces } from "./pieces.js";
import type { Table, TableBatch, TablePlace, TableRow } from "./table.js";
import type { TableForm } from "./table-form.js";

/** Bytes of a line at most. */
const LONGEST = 16 << 20;
const LINE_FEED = 10;
/** Rows of a batch at most, and bytes after which it is whole. */
const [MOST_ROWS, MOST_BYTES] = [1024, 4 << 20];

/** A line, and the bytes up to its end. */
interface Line {
  readonly bytes: Uint8Array;
  readonly read: number;
}

/** A table in JSON Lines that was opened. */
export class JsonLinesTable implements Table {
  readonly #lines: AsyncGenerator<Line>;
  readonly #first: Line | undefined;
  #before: { readonly rows: number; readonly lines: number };
  readonly form: TableForm;
  readonly columns: readonly string[];
  readonly header = true;

  private constructor(
    lines: AsyncGenerator<Line>,
    {
      form,
      columns,
      first,
      rows,
      lines: before,
    }: Pick<TablePlace, "form" | "columns" | "rows" | "lines"> & { first?: Line | undefined },
  ) {
    this.#lines = lines;
    this.#first = first;
    this.#before = { rows, lines: before };
    this.form = form;
    this.columns = columns;
  }

  /** Reads the first line. */
  static async open(pieces: Pieces, name: string, form: TableForm): Promise<JsonLinesTable> {
    const lines = linesOf(pieces, name);
    let before = 0;
    for (;;) {
      const { done, value } = await lines.next();
      if (done) return new JsonLinesTable(lines, { form, columns: [], rows: 0, lines: before });
      const row = rowOf(value.bytes, 1, 1);
      if (row !== null) {
        const { cells } = row;
        return new JsonLinesTable(lines, {
          form,
          columns: Object.keys(cells ?? {}),
          first: value,
          rows: 0,
          lines: before,
        });
      }
      before += 1;
    }
  }

  /** Goes on after a row. */
  static resumed(pieces: Pieces, name: string, place: TablePlace): JsonLinesTable {
    return new JsonLinesTable(linesOf(pieces, name), place);
  }

  async *batches(): AsyncGenerator<TableBatch> {
    let rows: TableRow[] = [];
    let bytes = 0;
    let read = 0;
    let { rows: number, lines: line } = this.#before;
    const batch = (): TableBatch => ({ rows, pixels: new Uint8Array(0), read });
    const add = (next: Line): boolean => {
      line += 1;
      const row = rowOf(next.bytes, number + 1, line);
      if (row === null) return false;
      number += 1;
      rows.push(row);
      bytes += next.bytes.length;
      read = next.read;
      return rows.length >= MOST_ROWS || bytes >= MOST_BYTES;
    };
    if (this.#first !== undefined) add(this.#first);
    for await (const next of this.#lines) {
      if (!add(next)) continue;
      yield batch();
      rows = [];
      bytes = 0;
    }
    if (rows.length > 0) yield batch();
  }
}

/** Null for a blank line. */
function rowOf(bytes: Uint8Array, number: number, line: number): TableRow | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    return { number, line, cells: null, error: "is no text in UTF-8" };
  }
  if (text === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { number, line, cells: value as Record<string, unknown>, error: null };
    }
    return { number, line, cells: null, error: "is JSON, but no object" };
  } catch (error) {
    return { number, line, cells: null, error: `is no JSON (${(error as Error).message})` };
  }
}

/** Lines without their ends. A mark of UTF-8 is left to the decoder. */
async function* linesOf(pieces: Pieces, name: string): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let read = 0;
  let count = 1;
  const line = (): Uint8Array => {
    if (parts.length === 1) return parts[0] as Uint8Array;
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  for await (const piece of pieces.rest()) {
    for (let from = 0; from < piece.length; ) {
      const end = piece.indexOf(LINE_FEED, from);
      const part = piece.subarray(from, end < 0 ? piece.length : end);
      // Kept beyond this piece, whose memory is filled again.
      parts.push(end < 0 ? part.slice() : part);
      length += part.length;
      if (length > LONGEST) {
        const what = `line ${count} has more than ${LONGEST} bytes → is it JSON Lines, an object a line?`;
        throw new FashionWasmError("CSV_COLUMNS", `${name}: ${what}`);
      }
      read += part.length + (end < 0 ? 0 : 1);
      from = end < 0 ? piece.length : end + 1;
      if (end < 0) continue;
      yield { bytes: line(), read };
      count += 1;
      parts = [];
      length = 0;
    }
  }
  if (length > 0) yield { bytes: line(), read };
}
