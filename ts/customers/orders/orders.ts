/**
 * Orders that were read, as users hold them.
 */
import { FashionWasmError } from "../../errors.js";
import type { Catalogue } from "../catalogue/catalogue.js";
import { type CheckedOptions, dayText } from "../options.js";
import type { Book, Counts } from "./book.js";

/** A file of orders that was read. */
export interface OrdersFile {
  readonly name: string;
  /** Which export it is. */
  readonly layout: string;
  /** The same for people. */
  readonly kind: string;
  /** What could not be told. */
  readonly notes: readonly string[];
  readonly rows: number;
  /** Lines that count. */
  readonly lines: number;
  readonly badRows: number;
  /** First and last day, as days since 1970. */
  readonly days: readonly [number, number] | null;
  /** Whether orders have numbers, by which the same order of two files is known. */
  readonly hasOrders: boolean;
}

/** What orders are all together. */
export interface OrdersSummary {
  readonly customers: number;
  readonly orders: number;
  /** Lines of orders that count. */
  readonly lines: number;
  /** Different items. */
  readonly items: number;
  /** As `2026-01-31`; null without a line. */
  readonly firstOrder: string | null;
  readonly lastOrder: string | null;
  /** Of all amounts; null where no order has one. */
  readonly currency: string | null;
  /** Lines that do not count, by the reason; of `noLabel` that count, but tell nothing of tastes. */
  readonly leftOut: {
    readonly cancelled: number;
    readonly refunded: number;
    readonly unpaid: number;
    readonly duplicate: number;
    readonly noCustomer: number;
    readonly noQuantity: number;
    readonly noLabel: number;
  };
  /** Lines of goods that came back, and those of them whose purchase is not in the files. */
  readonly returned: number;
  readonly unmatchedReturns: number;
  /** Orders of which a part of the money was given back; their lines count. */
  readonly partRefunds: number;
  readonly badRows: number;
  readonly files: readonly Omit<OrdersFile, "days" | "hasOrders">[];
  /** What may be wrong with the files as a whole, for people. */
  readonly notes: readonly string[];
}

/** Orders that `readOrders` read. */
export class Orders {
  readonly #book: Book;
  readonly #options: CheckedOptions;
  /** What was known of the items. */
  readonly catalogue: Catalogue | undefined;
  readonly summary: OrdersSummary;
  #isDisposed = false;

  /** Made by `readOrders`. */
  constructor(book: Book, options: CheckedOptions, catalogue: Catalogue | undefined, files: readonly OrdersFile[]) {
    this.#book = book;
    this.#options = options;
    this.catalogue = catalogue;
    this.summary = summaryOf(book.counts(), files);
  }

  /** Names of the classes: the catalogue's, or the labels that orders have. */
  get classNames(): readonly string[] {
    return this.book("classNames").use("orders", (book) => book.classNames());
  }

  /** How they were read. */
  get options(): CheckedOptions {
    return this.#options;
  }

  /** Items without a label that were bought most often. */
  unlabelledItems(most = 20): readonly { readonly item: string; readonly lines: number }[] {
    const found = this.book("unlabelledItems").use("orders", (book) => book.unlabelled(most));
    return found as { item: string; lines: number }[];
  }

  /** What Rust has. Errors: DISPOSED. */
  book(where: string): Book {
    if (this.#isDisposed) throw disposed(where);
    return this.#book;
  }

  /** Frees the memory; nothing can be asked afterwards. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#book.free();
  }
}

function disposed(where: string): FashionWasmError {
  return new FashionWasmError("DISPOSED", `${where}: the orders were disposed of → read them again`);
}

function summaryOf(counts: Counts, files: readonly OrdersFile[]): OrdersSummary {
  const { cancelled, refunded, unpaid, duplicate, noCustomer, noQuantity, noLabel } = counts;
  return {
    customers: counts.customers,
    orders: counts.orders,
    lines: counts.lines,
    items: counts.items,
    firstOrder: counts.firstDay,
    lastOrder: counts.lastDay,
    currency: counts.currency,
    leftOut: { cancelled, refunded, unpaid, duplicate, noCustomer, noQuantity, noLabel },
    returned: counts.returned,
    unmatchedReturns: counts.unmatchedReturns,
    partRefunds: counts.partRefunds,
    badRows: counts.badRows,
    files: files.map(({ days: _days, hasOrders: _hasOrders, ...rest }) => rest),
    notes: [...new Set(files.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`))), ...overlaps(files)],
  };
}

/** Two files of the same days, whose orders have no numbers: one may be in both. */
function overlaps(files: readonly OrdersFile[]): string[] {
  const nameless = files.filter(({ hasOrders, days }) => !hasOrders && days !== null);
  return nameless.flatMap(({ name, days }, i) =>
    nameless.slice(i + 1).flatMap((other) => {
      const [from, to] = [Math.max(days?.[0] ?? 0, other.days?.[0] ?? 0), Math.min(days?.[1] ?? 0, other.days?.[1] ?? 0)];
      if (from > to) return [];
      const what = `${name} and ${other.name} both have orders from ${dayText(from)} to ${dayText(to)}, and no numbers of orders`;
      return [`${what}: those that are in both count twice`];
    }),
  );
}
