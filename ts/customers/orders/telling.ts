/**
 * What is told while a file is read: wrong rows, each once, and how far it is.
 */
import { FashionWasmError } from "../../errors.js";
import type { CheckedOptions } from "../options.js";
import type { BadRow } from "../read-options.js";
import type { Book } from "./book.js";
import { withoutAddresses } from "./without-addresses.js";

/** Tells of one file. */
export class Telling {
  readonly #book: Book;
  readonly #file: string;
  readonly #options: CheckedOptions;
  readonly #isFirst: boolean;

  /** `isFirst`: in a second reading wrong rows were told. */
  constructor(book: Book, file: string, options: CheckedOptions, isFirst: boolean) {
    this.#book = book;
    this.#file = file;
    this.#options = options;
    this.#isFirst = isFirst;
  }

  /** Tells the wrong rows that the book has met, and how many bytes were read. Errors: TABLE_ROW with `strict`. */
  tell(read: number): void {
    for (const row of this.#book.takeBad()) this.bad(row);
    this.#options.onProgress?.({ file: this.#file, read, rows: this.#book.rows() });
  }

  /** Tells a wrong row. Errors: TABLE_ROW with `strict`. */
  bad({ line, column, ...wrong }: Omit<BadRow, "file">): void {
    const message = withoutAddresses(wrong.message);
    if (this.#options.strict) {
      const where = column === null ? `line ${line}` : `line ${line}, ${column}`;
      throw new FashionWasmError("TABLE_ROW", `${this.#file}: ${where}: ${message}`);
    }
    if (this.#isFirst) this.#options.onBadRow?.({ file: this.#file, line, column, message });
  }
}
