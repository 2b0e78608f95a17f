/**
 * CSV as bytes: where its rows and cells lie, so that a cell can be added and all else stays as it is, byte for byte.
 *
 * RFC 4180 with any delimiter and any line end. What a reader could take in two ways is refused: quotes that do not end, text after
 * a closing quote, rows that are longer or shorter than the header.
 */
import { FashionWasmError } from "../../index.js";
import type { CellOf, Edit, RawTable } from "./table.js";

const [QUOTE, CR, LF] = [0x22, 0x0d, 0x0a];
const DELIMITERS = [",", ";", "\t"];

/** Bytes from one place up to another. */
type Span = readonly [from: number, to: number];

/** A row: its bytes without the line end, and those of its cells. */
interface Cells {
  readonly start: number;
  readonly end: number;
  readonly cells: readonly Span[];
}

/**
 * Finds all rows; the delimiter is the one of `,`, `;` and tab that makes a header of the first line.
 *
 * @param isHeader whether these are the names of the columns.
 * @throws FashionWasmError CSV_EMPTY, CSV_COLUMNS, CSV_VALUE.
 */
export function readDelimited(path: string, bytes: Buffer, isHeader: (names: readonly string[]) => boolean): RawTable {
  const start = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  const readers = DELIMITERS.map((delimiter) => new Reader(path, bytes, delimiter));
  const headerOf = (reader: Reader) => reader.texts(reader.next(start));
  const reader = readers.find((each) => isHeader(headerOf(each))) ?? (readers[0] as Reader);
  const header = reader.next(start);
  if (header === null) throw new FashionWasmError("CSV_EMPTY", `${path}: the table is empty`);
  const names = reader.texts(header);
  const starts: number[] = [];
  for (let row = reader.next(header.end); row !== null; row = reader.next(row.end)) {
    starts.push(row.start);
    if (row.cells.length === names.length) continue;
    const what = `line ${reader.lineAt(row.start)} has ${row.cells.length} cells, the header ${names.length}`;
    throw new FashionWasmError("CSV_COLUMNS", `${path}: ${what} → mend that line`);
  }
  return {
    names,
    starts: Uint32Array.from(starts),
    record: (at) => Object.fromEntries(reader.texts(reader.next(at)).map((text, i) => [names[i], text])),
    lineAt: (at) => reader.lineAt(at),
    edits: (name, cellOf) => edits(reader, { header, starts, column: names.indexOf(name), name }, cellOf),
  };
}

interface Column {
  readonly header: Cells;
  readonly starts: readonly number[];
  readonly name: string;
  /** Its place, -1 where it is to be added. */
  readonly column: number;
}

function* edits(reader: Reader, { header, starts, name, column }: Column, cellOf: CellOf): Generator<Edit> {
  if (column < 0) yield [header.end, header.end, reader.delimiter + reader.quoted(name)];
  for (const [row, at] of starts.entries()) {
    const cells = reader.next(at) as Cells;
    const value = cellOf(row) ?? "";
    if (column < 0) {
      yield [cells.end, cells.end, reader.delimiter + reader.quoted(value)];
      continue;
    }
    const span = cells.cells[column] as Span;
    if (reader.text(span) !== value) yield [...span, reader.quoted(value)];
  }
}

/** Reads rows one after the other. */
class Reader {
  readonly #delimiter: number;

  constructor(
    readonly path: string,
    readonly bytes: Buffer,
    readonly delimiter: string,
  ) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** The row that begins at `at`, or after empty lines there; null at the end. */
  next(at: number): Cells | null {
    const { bytes } = this;
    let i = at;
    while (bytes[i] === CR || bytes[i] === LF) i += 1;
    if (i >= bytes.length) return null;
    const start = i;
    const cells: Span[] = [];
    for (;;) {
      const from = i;
      i = bytes[i] === QUOTE ? this.#afterQuotes(i) : this.#afterPlain(i);
      cells.push([from, i]);
      if (bytes[i] !== this.#delimiter) return { start, end: i, cells };
      i += 1;
    }
  }

  #afterPlain(from: number): number {
    const { bytes } = this;
    let i = from;
    for (; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === this.#delimiter || byte === LF || byte === CR) break;
    }
    return i;
  }

  #afterQuotes(from: number): number {
    const { bytes } = this;
    for (let i = bytes.indexOf(QUOTE, from + 1); i >= 0; i = bytes.indexOf(QUOTE, i + 1)) {
      const next = bytes[i + 1];
      if (next === QUOTE) {
        i += 1;
      } else if (next === undefined || next === this.#delimiter || next === CR || next === LF) return i + 1;
      else this.#refuse(from, "has text after a closing quotation mark");
    }
    return this.#refuse(from, "has a quotation mark that is not closed");
  }

  #refuse(at: number, what: string): never {
    throw new FashionWasmError("CSV_VALUE", `${this.path}: line ${this.lineAt(at)} ${what} → mend that line`);
  }

  lineAt(at: number): number {
    const before = this.bytes.subarray(0, at).toString("latin1");
    return before.split(/\r\n|\n|\r/).length;
  }

  texts(row: Cells | null): string[] {
    return row === null ? [] : row.cells.map((span) => this.text(span));
  }

  text([from, to]: Span): string {
    if (this.bytes[from] !== QUOTE) return this.bytes.toString("utf8", from, to);
    return this.bytes.toString("utf8", from + 1, to - 1).replaceAll('""', '"');
  }

  /** In quotes where a reader would take it apart, or take blanks off it. */
  quoted(text: string): string {
    return text.includes(this.delimiter) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}
