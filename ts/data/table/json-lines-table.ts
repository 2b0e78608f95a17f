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
/** Lines in which the first object is looked for. */
const MOST_BEFORE = 1000;

/** A line; null where the source makes us wait. */
type Line = Uint8Array | null;

/** A table in JSON Lines that was opened. */
export class JsonLinesTable implements Table {
  readonly #lines: AsyncGenerator<Line>;
  /** Lines that were looked at. */
  readonly #seen: readonly Line[];
  readonly #place: Pick<TablePlace, "rows" | "read" | "lineFeeds">;
  readonly form: TableForm;
  readonly columns: readonly string[];
  readonly first: Readonly<Record<string, unknown>> | null;
  readonly header = true;

  private constructor(
    lines: AsyncGenerator<Line>,
    form: TableForm,
    found: Pick<Table, "columns" | "first">,
    seen: readonly Line[],
    place: Pick<TablePlace, "rows" | "read" | "lineFeeds">,
  ) {
    this.#lines = lines;
    this.#seen = seen;
    this.#place = place;
    this.form = form;
    this.columns = found.columns;
    this.first = found.first;
  }

  /** Reads up to the first object. */
  static async open(pieces: Pieces, name: string, form: TableForm): Promise<JsonLinesTable> {
    const lines = linesOf(pieces, name);
    const seen: Line[] = [];
    let first: Record<string, unknown> | null = null;
    let strange = 0;
    while (first === null && strange < MOST_BEFORE) {
      const { done, value } = await lines.next();
      if (done) break;
      seen.push(value?.slice() ?? null);
      const found = value === null ? null : read(value);
      if (found !== null && found.cells === null) strange += 1;
      first = found?.cells ?? null;
    }
    if (first === null && strange > 0) {
      const what = `${name}: ${strange === 1 ? "its line is" : `its first ${strange} lines are`} no object`;
      throw new FashionWasmError("CSV_HEADER", `${what} → JSON Lines are an object a line, in UTF-8`);
    }
    const columns = Object.keys(first ?? {});
    return new JsonLinesTable(lines, form, { columns, first }, seen, { rows: 0, read: 0, lineFeeds: 0 });
  }

  /** Goes on after a row. */
  static resumed(pieces: Pieces, name: string, place: TablePlace): JsonLinesTable {
    const { form, columns } = place;
    return new JsonLinesTable(linesOf(pieces, name), form, { columns, first: null }, [], place);
  }

  async *batches(): AsyncGenerator<TableBatch> {
    let rows: TableRow[] = [];
    let bytes = 0;
    let place = this.#place;
    /** Whether the rows so far should be handed out. */
    const take = (line: Line): boolean => {
      if (line === null) return rows.length > 0;
      place = { rows: place.rows, read: place.read + line.length + 1, lineFeeds: place.lineFeeds + 1 };
      const found = read(line);
      if (found === null) return false;
      place = { ...place, rows: place.rows + 1 };
      rows.push({ number: place.rows, line: place.lineFeeds, read: place.read, lineFeeds: place.lineFeeds, ...found });
      bytes += line.length;
      return rows.length >= MOST_ROWS || bytes >= MOST_BYTES;
    };
    const batch = (): TableBatch => {
      const all = { rows, pixels: new Uint8Array(0) };
      rows = [];
      bytes = 0;
      return all;
    };
    for (const line of this.#seen) if (take(line)) yield batch();
    for await (const line of this.#lines) if (take(line)) yield batch();
    if (rows.length > 0) yield batch();
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** What a line says. */
type Read = Pick<TableRow, "error" | "text"> & { readonly cells: Record<string, unknown> | null };

/** Null for a blank line. */
function read(line: Uint8Array): Read | null {
  let text: string;
  try {
    text = decoder.decode(line).trim();
  } catch {
    return { cells: null, text: "", error: "is no text in UTF-8" };
  }
  if (text === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject
      ? { cells: value as Record<string, unknown>, text, error: null }
      : { cells: null, text, error: "is JSON, but no object" };
  } catch {
    return { cells: null, text, error: "is no JSON" }; // each host says why in its own words
  }
}

/** Lines without their ends; a line is good until the next is asked for. A mark of UTF-8 is left to the decoder. */
async function* linesOf(pieces: Pieces, name: string): AsyncGenerator<Line> {
  let begun: Uint8Array[] = [];
  let count = 1;
  const lengthOf = (part: Uint8Array) => begun.reduce((sum, { length }) => sum + length, part.length);
  const whole = (part: Uint8Array): Uint8Array => {
    if (begun.length === 0) return part;
    const line = new Uint8Array(lengthOf(part));
    let at = 0;
    for (const each of [...begun, part]) {
      line.set(each, at);
      at += each.length;
    }
    begun = [];
    return line;
  };
  for await (const piece of pieces.rest()) {
    if (piece.length === 0) yield null;
    for (let from = 0; from < piece.length; ) {
      const end = piece.indexOf(LINE_FEED, from);
      const part = piece.subarray(from, end < 0 ? piece.length : end);
      if (lengthOf(part) > LONGEST) {
        const what = `line ${count} has more than ${LONGEST} bytes → is it JSON Lines, an object a line?`;
        throw new FashionWasmError("CSV_COLUMNS", `${name}: ${what}`);
      }
      from = end < 0 ? piece.length : end + 1;
      if (end < 0) {
        begun.push(part.slice()); // the source fills its piece again
        continue;
      }
      count += 1;
      yield whole(part);
    }
  }
  if (begun.length > 0) yield whole(new Uint8Array(0));
}
