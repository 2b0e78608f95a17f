/**
 * Catalogue and orders that a command line names, read.
 */
import { type BadRow, type Catalogue, type Orders, readCatalogue, readOrders } from "../../index.js";
import { UsageError } from "../exit.js";
import { sayBadRows } from "./bad-rows.js";
import { confusionIn } from "./confusion-file.js";
import type { OrdersSettings } from "./orders-options.js";
import { ordersProgress } from "./orders-progress.js";

/** Orders that were read. */
export interface ReadOrders {
  readonly orders: Orders;
  readonly badRows: readonly BadRow[];
}

/** What a command says of a reading. */
export interface Reading {
  readonly cutoff?: string;
  readonly contacts?: boolean;
  readonly customer?: string;
  /** The files were read before: nothing is told of their rows again. */
  readonly quiet?: boolean;
}

/** Reads the catalogue, where one is named. Errors: those of `readCatalogue` and of the confusion's file. */
export async function readItems(settings: OrdersSettings, signal: AbortSignal): Promise<Catalogue | undefined> {
  const { catalogue, confusion } = settings;
  if (catalogue === undefined) return undefined;
  const counts = confusion === undefined ? {} : { confusion: await confusionIn(confusion) };
  return readCatalogue(catalogue, { signal, ...counts });
}

/** Reads the orders. Errors: those of `readOrders`. */
export async function readAll(
  settings: OrdersSettings,
  catalogue: Catalogue | undefined,
  signal: AbortSignal,
  { quiet = false, ...more }: Reading = {},
): Promise<ReadOrders> {
  const badRows: BadRow[] = [];
  const progress = await ordersProgress(settings.orders, signal);
  try {
    const orders = await readOrders(settings.orders, {
      ...given(settings),
      ...more,
      signal,
      ...(catalogue !== undefined && { catalogue }),
      onProgress: progress.tell,
      onBadRow: (row) => badRows.push(row),
    });
    return { orders, badRows };
  } finally {
    progress.stop();
    if (!quiet) sayBadRows(badRows, settings.out !== undefined);
  }
}

/** Errors: USAGE for options that do not fit the others. */
export function checkOrders({ orders, catalogue, confusion, currency, rates, out, force }: OrdersSettings): void {
  if (orders === undefined || orders.length === 0) {
    throw new UsageError("no orders are named → --orders orders_export.csv");
  }
  if (confusion !== undefined && catalogue === undefined) {
    throw new UsageError("--confusion is about a catalogue, and none is named → name it with --catalogue");
  }
  if (currency !== undefined && rates?.[currency] !== undefined && rates[currency] !== 1) {
    throw new UsageError(
      `--rates says what ${currency} is worth in ${currency} → leave it out, or take another --currency`,
    );
  }
  if (force && out === undefined) throw new UsageError("--force is about files → say where with --out");
}

function given(settings: OrdersSettings) {
  const { halfLife, count, today, dateOrder, currency, rates, statuses, columns, strict } = settings;
  return {
    ...(halfLife !== undefined && { halfLife }),
    ...(count !== undefined && { countBy: count }),
    ...(today !== undefined && { today }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(currency !== undefined && { currency }),
    ...(rates !== undefined && { rates }),
    ...(statuses !== undefined && { statuses }),
    ...(columns !== undefined && { columns }),
    ...(strict !== undefined && { strict }),
  };
}
