/**
 * Orders that were read, as users hold them.
 */
import type { Catalogue } from "../catalogue/catalogue.js";
import { insideOrders } from "../inside.js";
import { dayText } from "../options.js";
import type { Counts } from "./counts.js";

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

/** What was added up of one customer. */
export interface CustomerOrders {
  /** The shop's id; where orders know customers by an address only, its SHA-256, trimmed and in lower case. */
  readonly id: string;
  readonly orders: number;
  readonly lines: number;
  /** Pieces bought. */
  readonly items: number;
  /** Lines with a label. */
  readonly support: number;
  /** All that was spent. */
  readonly monetary: number;
  /** As `2026-01-31`. */
  readonly firstOrder: string;
  readonly lastOrder: string;
  /** What was last said to marketing, as far as orders tell. */
  readonly consent: "yes" | "no" | "unknown";
}

interface Columns
  extends Readonly<Record<Exclude<keyof CustomerOrders, "id" | "firstOrder" | "lastOrder" | "consent">, Float64Array>> {
  readonly ids: readonly string[];
  readonly firstDay: Float64Array;
  readonly lastDay: Float64Array;
  readonly consent: Float64Array;
}

const CONSENT = ["unknown", "yes", "no"] as const;

/** Orders that `readOrders` read. */
export class Orders {
  /** What was known of the items. */
  readonly catalogue: Catalogue | undefined;
  readonly summary: OrdersSummary;
  /** Names of the classes: the catalogue's, or the labels that orders have. */
  readonly classNames: readonly string[];

  /** @internal Made by `readOrders`. */
  constructor(summary: OrdersSummary, classNames: readonly string[], catalogue: Catalogue | undefined) {
    this.summary = summary;
    this.classNames = classNames;
    this.catalogue = catalogue;
  }

  /** All who bought something, before the cutoff where there is one, in the order of their ids; also without any label. */
  *customers(): Generator<CustomerOrders> {
    const found = insideOrders.get(this, "customers").book.use("orders", (book) => book.customers()) as Columns;
    for (const [place, id] of found.ids.entries()) {
      const of = (column: Exclude<keyof Columns, "ids">) => found[column][place] ?? Number.NaN;
      yield {
        id,
        orders: of("orders"),
        lines: of("lines"),
        items: of("items"),
        support: of("support"),
        monetary: of("monetary"),
        firstOrder: dayText(of("firstDay")),
        lastOrder: dayText(of("lastDay")),
        consent: CONSENT[of("consent")] ?? "unknown",
      };
    }
  }

  /** Items without a label that were bought most often. */
  unlabelledItems(most = 20): readonly { readonly item: string; readonly lines: number }[] {
    const found = insideOrders.get(this, "unlabelledItems").book.use("orders", (book) => book.unlabelled(most));
    return found as { item: string; lines: number }[];
  }

  /** Items that the customer bought whom the option `customer` of `readOrders` named. */
  itemsOfCustomer(): readonly string[] {
    return insideOrders.get(this, "itemsOfCustomer").book.use("orders", (book) => book.watchedItems());
  }

  /** Frees the memory; nothing can be asked afterwards. */
  dispose(): void {
    insideOrders.take(this)?.book.free();
  }
}

/** What orders are all together. */
export function summaryOf(counts: Counts, files: readonly OrdersFile[]): OrdersSummary {
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
    notes: [
      ...new Set(files.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`))),
      ...overlaps(files),
    ],
  };
}

/** Two files of the same days, whose orders have no numbers: one may be in both. */
function overlaps(files: readonly OrdersFile[]): string[] {
  const nameless = files.filter(({ hasOrders, days }) => !hasOrders && days !== null);
  return nameless.flatMap(({ name, days }, i) =>
    nameless.slice(i + 1).flatMap((other) => {
      const [from, to] = [
        Math.max(days?.[0] ?? 0, other.days?.[0] ?? 0),
        Math.min(days?.[1] ?? 0, other.days?.[1] ?? 0),
      ];
      if (from > to) return [];
      const what = `${name} and ${other.name} both have orders from ${dayText(from)} to ${dayText(to)}, and no numbers of orders`;
      return [`${what}: those that are in both count twice`];
    }),
  );
}
