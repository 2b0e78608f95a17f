/**
 * The book of orders in Rust (crates/customers/src/border_orders.rs).
 */
import { freeIfWhole } from "../../wasm/instances.js";
import type { Catalogue } from "../catalogue/catalogue.js";
import { catalogueToRust } from "../catalogue/to-rust.js";
import type { CustomersGlue, CustomersWasm } from "../customers-wasm.js";
import type { CheckedOptions } from "../options.js";
import type { Counts, FileCounts } from "./counts.js";
import type { OrderLayout } from "./layout.js";
import { ROW_ROLES } from "./rows.js";
import { LASTING, type Statuses, statusLists } from "./status-lists.js";

type RustBook = InstanceType<CustomersGlue["OrderBook"]>;

const WHERE = "orders";

/** The book. */
export class Book {
  readonly #wasm: CustomersWasm;
  readonly #glue: CustomersGlue;
  readonly #book: RustBook;
  /** Rows that never came so far as Rust: wrong ones, and events that are not about orders. */
  #bad = 0;
  #others = 0;

  constructor(wasm: CustomersWasm, options: CheckedOptions, catalogue: Catalogue | undefined) {
    this.#wasm = wasm;
    const { halfLife, countBy, cutoff, today, dateOrder, currency, rates = {}, contacts, customer } = options;
    [this.#glue, this.#book] = wasm.named(WHERE, "ENGINE_PANIC", (glue): [CustomersGlue, RustBook] => {
      // Strangers cannot know by which numbers ids are hashed; nothing that comes out depends on it.
      const seed = Math.floor(Math.random() * 2 ** 32);
      const given = {
        halfLife,
        byQuantity: countBy === "quantity",
        cutoff,
        today,
        dateOrder,
        currency,
        rateNames: Object.keys(rates),
        rates: Object.values(rates),
        contacts,
        watch: customer,
        seed,
      };
      return [glue, new glue.OrderBook(given, catalogue && catalogueToRust(glue, catalogue, seed))];
    });
  }

  /** Works with what Rust has. */
  use<T>(name: string, work: (book: RustBook) => T): T {
    return this.#wasm.named(name, "ENGINE_PANIC", () => work(this.#book));
  }

  /** Makes something that lives where the book does. */
  make<T>(name: string, work: (glue: CustomersGlue, book: RustBook) => T): T {
    return this.#wasm.named(name, "ENGINE_PANIC", () => work(this.#glue, this.#book));
  }

  beginTable(name: string, delimiter: string, continues: boolean): void {
    this.use(name, (book) => book.beginTable(delimiter.charCodeAt(0), continues));
  }

  /** Rows of {@link ROW_ROLES} follow. */
  beginRows(name: string, layout: string, statuses: Statuses, more: Statuses | undefined): void {
    const lasting = LASTING[layout] ?? [];
    this.use(name, (book) => book.beginRows({ roles: ROW_ROLES, lasting, ...statusLists(statuses, more) }));
  }

  /** The table that began is read in another way. */
  dropFile(name: string): void {
    this.use(name, (book) => book.dropFile());
  }

  firstRow(): string[] | undefined {
    return this.use(WHERE, (book) => book.firstRow());
  }

  setLayout(layout: OrderLayout, more: Statuses | undefined): void {
    const roles = layout.roles.map((role, place) => (place === layout.discount ? "discount" : role));
    const absent = Object.entries(layout.absent);
    this.use(WHERE, (book) =>
      book.setLayout({
        roles,
        fillDown: layout.fillDown,
        lasting: LASTING[layout.name] ?? [],
        absentRoles: absent.map(([role]) => role),
        absentTexts: absent.map(([, text]) => text),
        ...statusLists(layout.statuses, more),
      }),
    );
  }

  push(name: string, bytes: Uint8Array): number {
    return this.use(name, (book) => book.push(bytes));
  }

  endFile(name: string): boolean {
    return this.use(name, (book) => book.endFile());
  }

  /** True: all files have to be read again. */
  finish(): boolean {
    const again = this.use(WHERE, (book) => book.finish());
    if (again) [this.#bad, this.#others] = [0, 0];
    return again;
  }

  takeBad(): { line: number; column: string | null; message: string }[] {
    return this.use(WHERE, (book) => book.takeBad()) as { line: number; column: string | null; message: string }[];
  }

  /** Counts a wrong row that Rust did not see. */
  noteBad(): void {
    this.#bad += 1;
  }

  /** Counts an event that is not about an order. */
  noteOther(): void {
    this.#others += 1;
  }

  /** How many rows there were so far. */
  rows(): number {
    return this.use(WHERE, (book) => book.rows()) + this.#bad;
  }

  /** What became of the lines so far; takes its time with many customers. */
  counts(): Counts {
    const counts = this.use(WHERE, (book) => book.counts()) as Omit<Counts, "otherEvents">;
    const bad = this.#bad;
    return { ...counts, rows: counts.rows + bad, badRows: counts.badRows + bad, otherEvents: this.#others };
  }

  /** What counts of each file. */
  files(): FileCounts[] {
    const numbers = this.use(WHERE, (book) => book.files());
    return Array.from({ length: numbers.length / 3 }, (_, i) => {
      const [lines, first, last] = numbers.subarray(3 * i) as unknown as [number, number, number];
      return { lines, days: Number.isNaN(first) ? null : ([first, last] as const) };
    });
  }

  classNames(): string[] {
    return this.use(WHERE, (book) => book.classNames());
  }

  free(): void {
    freeIfWhole(this.#book);
    this.#wasm.done();
  }
}
