/**
 * A file of orders, read: what it is is found out by its first row, its rows are handed to the book.
 */
import { pauses } from "../../data/busy.js";
import { Pieces } from "../../data/table/pieces.js";
import { openTable } from "../../data/table/table.js";
import { firstLine, formOf } from "../../data/table/table-form.js";
import { FashionWasmError } from "../../errors.js";
import type { CheckedOptions } from "../options.js";
import type { Book } from "./book.js";
import type { OrderSource } from "./files.js";
import { jsonMaker, type Kind, kindOf, type Maker, rowMaker } from "./makers.js";
import { recogniseOrders } from "./recognise.js";
import { Rows } from "./rows.js";

/** What follows is the cell, which may be a name. */
const NO_TEXT = /(is no text in UTF-8): .*$/s;

import type { OrdersFile } from "./summary.js";
import { Telling } from "./telling.js";

/** What is known of a file once it was read. */
export type ReadFile = Omit<OrdersFile, "lines" | "days">;

interface Reading {
  readonly book: Book;
  readonly file: OrderSource;
  readonly options: CheckedOptions;
  /** Whether wrong rows are told: in a second reading they were. */
  readonly isFirst: boolean;
  readonly before: ReadFile | undefined;
}

const [BACK, WHOLE_ORDERS] = ["goods came back", "its rows hold whole orders"];

/** Reads a file. Errors: those of `readOrders`. */
export function readFile(reading: Reading): Promise<ReadFile> {
  return new FileReader(reading).read();
}

class FileReader {
  readonly #reading: Reading;
  readonly #name: string;
  readonly #book: Book;
  readonly #telling: Telling;
  #read = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#name = reading.file.name;
    this.#book = reading.book;
    this.#telling = new Telling(reading.book, this.#name, reading.options, reading.isFirst);
  }

  async read(): Promise<ReadFile> {
    const before = this.#book.counts();
    const pieces = await this.#open(BACK);
    const form = formOf(await firstLine(pieces));
    const { options } = this.#reading;
    const kind =
      form.format === "csv"
        ? await this.#table(pieces, form.delimiter)
        : await this.#made(pieces, (first) => jsonMaker(first, this.#name, options));
    const { rows, badRows } = this.#book.counts();
    return { name: this.#name, ...kind, rows: rows - before.rows, badRows: badRows - before.badRows };
  }

  async #open(why: string): Promise<Pieces> {
    const chunks = await this.#reading.file.open(this.#reading.options.signal, why, (bytes) => {
      this.#read = bytes;
    });
    return new Pieces(chunks, false);
  }

  /** A table in CSV. */
  async #table(pieces: Pieces, delimiter: string): Promise<Kind> {
    const [name, book] = [this.#name, this.#book];
    const { options, before } = this.#reading;
    const pause = pauses(options.signal);
    book.beginTable(name, delimiter, before?.layout === "shopify");
    let kind: Kind | undefined;
    /** Says what the columns mean, once the first row is there; false: its rows hold whole orders. */
    const isPlain = (): boolean => {
      const first = book.firstRow();
      if (first === undefined) return true;
      const layout = recogniseOrders(first, name, options.columns);
      kind = kindOf(layout);
      if (layout.expand !== null) return false;
      book.setLayout(layout, options.statuses);
      return true;
    };
    for await (const piece of pieces.rest()) {
      for (let at = 0; at < piece.length; ) {
        at += book.push(name, piece.subarray(at));
        if (!isPlain()) return this.#expanded();
      }
      this.#telling.tell(this.#read);
      await pause();
    }
    while (!book.endFile(name)) if (!isPlain()) return this.#expanded();
    this.#telling.tell(this.#read);
    if (kind === undefined) recogniseOrders([], name);
    return kind as Kind;
  }

  /** A table whose rows hold whole orders is opened again, as what has rows of text. */
  async #expanded(): Promise<Kind> {
    const { options } = this.#reading;
    this.#book.dropFile(this.#name);
    return this.#made(await this.#open(WHOLE_ORDERS), (first) => rowMaker(first, this.#name, options));
  }

  /** Rows that are made of the rows of a table. */
  async #made(
    pieces: Pieces,
    maker: (columns: readonly string[] | Readonly<Record<string, unknown>>) => Maker,
  ): Promise<Kind> {
    const [name, book] = [this.#name, this.#book];
    const { options } = this.#reading;
    const pause = pauses(options.signal);
    const table = await openTable(pieces.rest(), { name });
    const first = table.first ?? table.columns;
    if (table.first === null && table.form.format === "jsonl") {
      throw new FashionWasmError("CSV_EMPTY", `${name}: there is no line → JSON Lines are an object a line`);
    }
    const { kind, lines, statuses } = maker(first);
    book.beginRows(name, kind.layout, statuses, options.statuses);
    const rows = new Rows();
    const hand = async (): Promise<void> => {
      for (let bytes = rows.take(), at = 0; at < bytes.length; ) at += book.push(name, bytes.subarray(at));
      this.#telling.tell(this.#read);
      await pause();
    };
    for await (const batch of table.batches({ kept: table.columns.map((_, place) => place), pixels: [] })) {
      for (const row of batch.rows) {
        try {
          if (row.error !== null) throw new FashionWasmError("TABLE_ROW", row.error.replace(NO_TEXT, "$1"));
          const made = lines(row.cells as never);
          if (made.length === 0) book.noteOther();
          for (const line of made) rows.add(line, row.line);
        } catch (error) {
          if (!(error instanceof FashionWasmError) || error.code !== "TABLE_ROW") throw error;
          // Rows before it are told first.
          await hand();
          book.noteBad();
          this.#telling.bad({ line: row.line, column: null, message: error.message });
        }
      }
      if (rows.isFull) await hand();
    }
    await hand();
    book.endFile(name);
    this.#telling.tell(this.#read);
    return kind;
  }
}
