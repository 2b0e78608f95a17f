/**
 * Orders of a shop, from its files to what is added up of each customer. What their columns mean is found out here (recognise.ts,
 * json/); rows are read and added up by Rust (crates/customers/src/orders).
 */
import { pauses } from "../../data/busy.js";
import { Pieces } from "../../data/table/pieces.js";
import { openTable } from "../../data/table/table.js";
import { firstLine, formOf } from "../../data/table/table-form.js";
import { FashionWasmError } from "../../errors.js";
import type { ByteSource } from "../../platform/byte-source.js";
import { Catalogue } from "../catalogue/catalogue.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { customersWasm } from "../customers-wasm.js";
import { insideOrders } from "../inside.js";
import { type BadRow, type CheckedOptions, checkedOptions, type ReadOrdersOptions } from "../options.js";
import { Book } from "./book.js";
import { type OrderSource, orderSources } from "./files.js";
import { recogniseJsonOrders } from "./json/recognise-json.js";
import type { OrderLayout } from "./layout.js";
import { Orders, type OrdersFile, summaryOf } from "./orders.js";
import { recogniseOrders } from "./recognise.js";
import type { CanonicalLine } from "./role.js";
import { Rows } from "./rows.js";

const WHERE = "readOrders";

/**
 * Reads the orders of a shop, and adds up what each customer bought.
 *
 * Files are recognised by their headers: Shopify's export of orders, WooCommerce's, events of Segment and of Google Analytics 4
 * (JSON Lines), and plain tables with a customer, a date and an item or a label; plain or in gzip, several together. Cancelled,
 * refunded and unpaid orders, and orders that are there twice, are left out and counted; a row that is wrong is told and left
 * out. Items get their classes from the catalogue, by SKU, handle, name, id or image; those without stay without, and are
 * counted. Lines are not kept: memory is that of customers and items.
 *
 * @param sources a path (Node), URL, bytes, Blob or File, or a list of them.
 * @param options see {@link ReadOrdersOptions}.
 * @returns the orders, for `customerProfiles`, `audience` and `backtest`.
 * Errors: CSV_EMPTY, CSV_HEADER for what is no file of orders; CSV_COLUMNS; TABLE_ROW for a wrong row with `strict`; CURRENCY for a
 * second currency without a rate; those of gzip; IO, DOWNLOAD_FAILED, INVALID_ARGUMENT.
 *
 * @example
 * const orders = await readOrders("orders_export.csv", { catalogue: "labelled.csv" });
 * console.log(orders.summary.customers, orders.summary.leftOut);
 */
export async function readOrders(
  sources: ByteSource | readonly ByteSource[],
  options?: ReadOrdersOptions,
): Promise<Orders> {
  const checked = checkedOptions(options);
  const files = orderSources(WHERE, sources);
  const { catalogue: given, signal } = checked;
  const catalogue =
    given === undefined || given instanceof Catalogue
      ? given
      : await readCatalogue(given, signal === undefined ? {} : { signal });
  signal?.throwIfAborted();
  const book = new Book(await customersWasm(), checked, catalogue);
  try {
    let read = await readAll(book, files, checked, checked.onBadRow);
    if (book.finish()) {
      read = await readAll(book, files, checked, undefined);
      book.finish();
    }
    const orders = new Orders(summaryOf(book.counts(), read), book.classNames(), catalogue);
    insideOrders.set(orders, { book, options: checked });
    return orders;
  } catch (error) {
    book.free();
    throw error;
  }
}

/** Reads all files, from the first. */
async function readAll(
  book: Book,
  files: readonly OrderSource[],
  options: CheckedOptions,
  onBadRow: ((row: BadRow) => void) | undefined,
): Promise<OrdersFile[]> {
  const read: OrdersFile[] = [];
  for (const file of files) read.push(await new FileReader(book, file, options, onBadRow, read.at(-1)).read());
  return read;
}

/** What a file is, before it is read. */
type Kind = Pick<OrdersFile, "layout" | "kind" | "notes"> & { readonly hasOrders: boolean };

/** One file that is being read. */
class FileReader {
  readonly #book: Book;
  readonly #file: OrderSource;
  readonly #options: CheckedOptions;
  readonly #onBadRow: ((row: BadRow) => void) | undefined;
  readonly #before: OrdersFile | undefined;
  #read = 0;

  constructor(
    book: Book,
    file: OrderSource,
    options: CheckedOptions,
    onBadRow: ((row: BadRow) => void) | undefined,
    before: OrdersFile | undefined,
  ) {
    this.#book = book;
    this.#file = file;
    this.#options = options;
    this.#onBadRow = onBadRow;
    this.#before = before;
  }

  async read(): Promise<OrdersFile> {
    const { name } = this.#file;
    const book = this.#book;
    const before = book.counts();
    const { signal } = this.#options;
    const chunks = await this.#file.open(signal, (bytes) => {
      this.#read = bytes;
    });
    const pieces = new Pieces(chunks, false);
    const form = formOf(await firstLine(pieces));
    const kind =
      form.format === "csv"
        ? await this.#table(pieces, form.delimiter)
        : await this.#made(pieces, (first) => jsonMaker(first, name, this.#options));
    const after = book.counts();
    return {
      name,
      ...kind,
      rows: after.rows - before.rows,
      lines: after.lines - before.lines,
      badRows: after.badRows - before.badRows,
      days: book.fileDays(),
    };
  }

  /** A table in CSV. */
  async #table(pieces: Pieces, delimiter: string): Promise<Kind> {
    const { name } = this.#file;
    const book = this.#book;
    const pause = pauses(this.#options.signal);
    book.beginTable(name, delimiter, this.#before?.layout === "shopify");
    let kind: Kind | undefined;
    /** Says what the columns mean, once the first row is there; false: its rows hold whole orders. */
    const isPlain = (): boolean => {
      const first = book.firstRow();
      if (first === undefined) return true;
      const layout = recogniseOrders(first, name, this.#options.columns);
      kind = kindOf(layout);
      if (layout.expand !== null) return false;
      book.setLayout(layout, this.#options.statuses);
      return true;
    };
    for await (const piece of pieces.rest()) {
      for (let at = 0; at < piece.length; ) {
        at += book.push(name, piece.subarray(at));
        if (!isPlain()) return this.#expanded();
      }
      this.#tell();
      await pause();
    }
    while (!book.endFile(name)) if (!isPlain()) return this.#expanded();
    this.#tell();
    if (kind === undefined) recogniseOrders([], name);
    return kind as Kind;
  }

  /** A table whose rows hold whole orders is opened again, as what has rows of text. */
  async #expanded(): Promise<Kind> {
    const { signal } = this.#options;
    const chunks = await this.#file.open(signal);
    return this.#made(new Pieces(chunks, false), (first) => rowMaker(first, this.#file.name, this.#options));
  }

  /** Rows that are made of the rows of a table. */
  async #made(
    pieces: Pieces,
    maker: (columns: readonly string[] | Readonly<Record<string, unknown>>) => Maker,
  ): Promise<Kind> {
    const { name } = this.#file;
    const book = this.#book;
    const pause = pauses(this.#options.signal);
    const table = await openTable(pieces.rest(), { name });
    const first = table.first ?? table.columns;
    if (table.first === null && table.form.format === "jsonl") {
      throw new FashionWasmError("CSV_EMPTY", `${name}: there is no line → JSON Lines are an object a line`);
    }
    const { kind, lines, statuses } = maker(first);
    book.beginRows(name, statuses, this.#options.statuses);
    const rows = new Rows();
    const hand = async (): Promise<void> => {
      for (let bytes = rows.take(), at = 0; at < bytes.length; ) at += book.push(name, bytes.subarray(at));
      this.#tell();
      await pause();
    };
    for await (const batch of table.batches({ kept: table.columns.map((_, place) => place), pixels: [] })) {
      for (const row of batch.rows) {
        try {
          if (row.error !== null) throw new FashionWasmError("TABLE_ROW", row.error);
          for (const line of lines(row.cells as never)) rows.add(line, row.line);
        } catch (error) {
          if (!(error instanceof FashionWasmError) || error.code !== "TABLE_ROW") throw error;
          book.noteBad();
          this.#bad({ file: name, line: row.line, column: null, message: error.message });
        }
      }
      if (rows.isFull) await hand();
    }
    await hand();
    book.endFile(name);
    this.#tell();
    return kind;
  }

  #tell(): void {
    for (const { line, column, message } of this.#book.takeBad())
      this.#bad({ file: this.#file.name, line, column, message });
    this.#options.onProgress?.({ file: this.#file.name, read: this.#read, rows: this.#book.counts().rows });
  }

  #bad(row: BadRow): void {
    if (this.#options.strict) {
      const column = row.column === null ? "" : `, ${row.column}`;
      throw new FashionWasmError("TABLE_ROW", `${row.file}: line ${row.line}${column}: ${row.message}`);
    }
    this.#onBadRow?.(row);
  }
}

/** How the rows of a table become lines. */
interface Maker {
  readonly kind: Kind;
  readonly statuses: OrderLayout["statuses"];
  lines(row: never): CanonicalLine[];
}

function jsonMaker(first: unknown, name: string, { columns }: CheckedOptions): Maker {
  const orders = recogniseJsonOrders(first as Readonly<Record<string, unknown>>, name, columns);
  const { statuses } = orders;
  return {
    kind: { layout: orders.name, kind: orders.kind, notes: orders.notes, hasOrders: true },
    statuses,
    lines: (row) => orders.lines(row, ""),
  };
}

function rowMaker(columns: unknown, name: string, { columns: said }: CheckedOptions): Maker {
  const layout = recogniseOrders(columns as readonly string[], name, said);
  return {
    kind: kindOf(layout),
    statuses: layout.statuses,
    lines: (row) => layout.expand?.(row, "") ?? [],
  };
}

function kindOf({ name, kind, notes, roles, expand }: OrderLayout): Kind {
  return { layout: name, kind, notes, hasOrders: expand !== null || roles.includes("order") };
}
