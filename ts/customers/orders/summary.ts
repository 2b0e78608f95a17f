/**
 * What orders are all together: how much was read, what was left out and why, what may be wrong with the files as a whole.
 */
import { dayText } from "../days.js";
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
  /** Rows of lines and of returns, also wrong ones; an order in JSON has as many as lines. */
  readonly rows: number;
  /** Lines that count. */
  readonly lines: number;
  readonly badRows: number;
  /** First and last day, as days since 1970. */
  readonly days: readonly [number, number] | null;
  /** Whether orders have numbers, by which the same order of two files is known. */
  readonly hasOrders: boolean;
}

/** Why lines do not count, and how many. */
export interface LeftOut {
  readonly cancelled: number;
  /** Also lines all of whose pieces came back. */
  readonly refunded: number;
  readonly unpaid: number;
  /** Of orders that an earlier file has; of orders that tell their lines apart: the same line again. */
  readonly duplicate: number;
  readonly noCustomer: number;
  /** Of a quantity of 0. */
  readonly noQuantity: number;
  /** These count as purchases, but tell nothing of tastes. */
  readonly noLabel: number;
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
  /** Lines that do not count, by the reason. */
  readonly leftOut: LeftOut;
  /** Rows that take back what was bought, and those of them whose purchase is not in the files. */
  readonly returned: number;
  readonly unmatchedReturns: number;
  /** Orders of which a part of the money was given back; their lines count. */
  readonly partRefunds: number;
  readonly badRows: number;
  /** Of JSON: events that are not about orders. */
  readonly otherEvents: number;
  readonly files: readonly Omit<OrdersFile, "days" | "hasOrders">[];
  /** What may be wrong with the files as a whole, for people. */
  readonly notes: readonly string[];
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
    otherEvents: counts.otherEvents,
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
