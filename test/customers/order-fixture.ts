/**
 * A fixture of orders: files, how they are read, and what comes out.
 */
import { fileURLToPath } from "node:url";

/** What is read of a customer. */
export interface Bought {
  readonly orders: number;
  readonly items: number;
  readonly spend?: number;
  readonly firstOrder: string;
  readonly lastOrder: string;
  readonly consent?: boolean;
}

/** Why lines are left out, and how many. */
export interface LeftOut {
  readonly cancelled: number;
  readonly refunded: number;
  readonly duplicate: number;
  readonly unpaid: number;
  readonly noLabel: number;
  readonly skipped: number;
}

/** Options of `readOrders` that fixtures use. */
export interface ReadOptions {
  readonly catalogue?: string;
  readonly currency?: string;
  readonly rates?: Readonly<Record<string, number>>;
  readonly dateOrder?: "dmy" | "mdy";
  readonly columns?: Readonly<Record<string, string>>;
  readonly today?: string;
  readonly strict?: boolean;
}

/** A refusal: which file, where in it, and what the message says. */
export interface Refusal {
  readonly code?: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: string;
  /** Parts of the message. */
  readonly says: readonly string[];
}

/** A fixture. */
export interface OrderFixture {
  readonly title: string;
  readonly files: readonly string[];
  readonly options: ReadOptions;
  /** A decision of the reader that could well be another one; the fixture follows it then. */
  readonly open?: string;
  readonly expected:
    | { readonly customers: Readonly<Record<string, Bought>>; readonly leftOut: LeftOut; readonly badRows: number }
    | { readonly refusal: Refusal };
}

/** The day that is today in all fixtures. */
export const TODAY = "2026-12-01";

const NOTHING: LeftOut = { cancelled: 0, refunded: 0, duplicate: 0, unpaid: 0, noLabel: 0, skipped: 0 };

/** What a customer bought. */
export function bought(
  orders: number,
  items: number,
  spend: number | undefined,
  firstOrder: string,
  lastOrder: string,
  consent?: boolean,
): Bought {
  return {
    orders,
    items,
    firstOrder,
    lastOrder,
    ...(spend !== undefined && { spend }),
    ...(consent !== undefined && { consent }),
  };
}

interface More {
  readonly leftOut?: Partial<LeftOut>;
  readonly badRows?: number;
  readonly options?: ReadOptions;
  readonly open?: string;
}

/** Files that are read. */
export function reads(
  title: string,
  files: string | readonly string[],
  customers: Readonly<Record<string, Bought>>,
  { leftOut = {}, badRows = 0, options = {}, open }: More = {},
): OrderFixture {
  const expected = { customers, leftOut: { ...NOTHING, ...leftOut }, badRows };
  return {
    title,
    files: [files].flat(),
    options: { today: TODAY, ...options },
    expected,
    ...(open !== undefined && { open }),
  };
}

/** A file that is refused: wholly, or by its first wrong row with `strict`. */
export function refused(
  title: string,
  file: string,
  { options = {}, open, ...refusal }: Omit<Refusal, "file"> & Pick<More, "options" | "open">,
): OrderFixture {
  const expected = { refusal: { file, ...refusal } };
  return {
    title,
    files: [file],
    options: { today: TODAY, strict: true, ...options },
    expected,
    ...(open !== undefined && { open }),
  };
}

/** Where a fixture's file is. */
export function orderFile(name: string): string {
  return fileURLToPath(new URL(`../fixtures/orders/${name}`, import.meta.url));
}
