/**
 * What became of the lines of orders, as Rust counts them.
 */

/** What became of the lines of all files so far. */
export interface Counts {
  readonly rows: number;
  readonly lines: number;
  readonly orders: number;
  readonly cancelled: number;
  readonly refunded: number;
  readonly unpaid: number;
  readonly duplicate: number;
  readonly noCustomer: number;
  readonly noLabel: number;
  readonly noQuantity: number;
  readonly returned: number;
  readonly unmatchedReturns: number;
  readonly partRefunds: number;
  readonly badRows: number;
  readonly items: number;
  readonly customers: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly currency: string | null;
  /** Of JSON: events that are not about orders. */
  readonly otherEvents: number;
}

/** What counts of a file. */
export interface FileCounts {
  readonly lines: number;
  /** First and last day, as days since 1970. */
  readonly days: readonly [number, number] | null;
}
