/**
 * A fixture of orders: files, how they are read, and what comes out.
 */
import { fileURLToPath } from "node:url";

/** What is read of a customer. */
export interface Bought {
  readonly orders: number;
  readonly items: number;
  readonly monetary?: number;
  readonly firstOrder: string;
  readonly lastOrder: string;
  readonly consent?: "yes" | "no";
}

/** Why lines are left out, and how many. */
export interface LeftOut {
  readonly cancelled: number;
  readonly refunded: number;
  readonly duplicate: number;
  readonly unpaid: number;
  readonly noCustomer: number;
  readonly noQuantity: number;
  /** Left out of fixtures without any label: there it is all lines. */
  readonly noLabel?: number;
}

/** What is counted beside them. */
export interface Beside {
  readonly badRows: number;
  readonly otherEvents: number;
  readonly returned: number;
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
  readonly expected:
    | ({ readonly customers: Readonly<Record<string, Bought>>; readonly leftOut: LeftOut } & Beside)
    | { readonly refusal: Refusal };
}

/** The day that is today in all fixtures. */
export const TODAY = "2026-12-01";

const NOTHING: LeftOut = { cancelled: 0, refunded: 0, duplicate: 0, unpaid: 0, noCustomer: 0, noQuantity: 0 };

/** What a customer bought. */
export function bought(
  orders: number,
  items: number,
  monetary: number | undefined,
  firstOrder: string,
  lastOrder: string,
  consent?: "yes" | "no",
): Bought {
  return {
    orders,
    items,
    firstOrder,
    lastOrder,
    ...(monetary !== undefined && { monetary }),
    ...(consent !== undefined && { consent }),
  };
}

interface More extends Partial<Beside> {
  readonly leftOut?: Partial<LeftOut>;
  readonly options?: ReadOptions;
}

/** Files that are read. */
export function reads(
  title: string,
  files: string | readonly string[],
  customers: Readonly<Record<string, Bought>>,
  { leftOut = {}, badRows = 0, otherEvents = 0, returned = 0, options = {} }: More = {},
): OrderFixture {
  const expected = { customers, leftOut: { ...NOTHING, ...leftOut }, badRows, otherEvents, returned };
  return {
    title,
    files: [files].flat(),
    options: { today: TODAY, ...options },
    expected,
  };
}

/** A file that is refused: wholly, or by its first wrong row with `strict`. */
export function refused(
  title: string,
  file: string,
  { options = {}, ...refusal }: Omit<Refusal, "file"> & Pick<More, "options">,
): OrderFixture {
  const expected = { refusal: { file, ...refusal } };
  return {
    title,
    files: [file],
    options: { today: TODAY, strict: true, ...options },
    expected,
  };
}

/** Where a fixture's file is. */
export function orderFile(name: string): string {
  return fileURLToPath(new URL(`../fixtures/orders/${name}`, import.meta.url));
}
