/**
 * Orders that a command line names, read: wrong rows are told as they come, the first of them on the screen.
 */
import { readFile, stat } from "node:fs/promises";
import { ioError } from "#platform/io-error";
import {
  type BadRow,
  type Catalogue,
  type ConfusionCounts,
  FashionWasmError,
  type Orders,
  readCatalogue,
  readOrders,
} from "../../index.js";
import { UsageError } from "../exit.js";
import { showRows } from "../predict/table/rows-progress.js";
import { say } from "../say.js";
import type { OrdersSettings } from "./orders-options.js";

/** Orders that were read. */
export interface ReadOrders {
  readonly orders: Orders;
  readonly badRows: readonly BadRow[];
}

/** Wrong rows that are told on the screen; all of them stand in a table. */
const SHOWN = 10;

/** Errors: USAGE where no orders are named. */
export function checkOrders({ orders }: Pick<OrdersSettings, "orders">): void {
  if (orders !== undefined && orders.length > 0) return;
  throw new UsageError("no orders are named → --orders orders_export.csv");
}

/** Reads the catalogue, where one is named. Errors: those of `readCatalogue`. */
export async function readItems(settings: OrdersSettings, signal: AbortSignal): Promise<Catalogue | undefined> {
  const { catalogue, confusion } = settings;
  if (catalogue !== undefined) {
    return readCatalogue(catalogue, {
      signal,
      ...(confusion !== undefined && { confusion: await confusionOf(confusion) }),
    });
  }
  if (confusion !== undefined)
    throw new UsageError("--confusion is about a catalogue, and none is named → name it with --catalogue");
  return undefined;
}

/** Reads the orders. `more`: options that the command sets. Errors: those of `readOrders`. */
export async function readAll(
  settings: OrdersSettings,
  catalogue: Catalogue | undefined,
  signal: AbortSignal,
  more: { readonly cutoff?: string; readonly contacts?: boolean; readonly customer?: string; readonly quiet?: boolean },
): Promise<ReadOrders> {
  const { quiet = false, ...rest } = more;
  const badRows: BadRow[] = [];
  const progress = await progressOf(settings.orders, signal);
  try {
    const orders = await readOrders(settings.orders, {
      ...given(settings),
      ...rest,
      signal,
      ...(catalogue !== undefined && { catalogue }),
      onProgress: progress.tell,
      onBadRow: (row) => {
        badRows.push(row);
        if (!quiet && badRows.length <= SHOWN) say(badRowText(row));
      },
    });
    if (!quiet && badRows.length > SHOWN) say(`… and ${badRows.length - SHOWN} more rows that are wrong`);
    return { orders, badRows };
  } finally {
    progress.stop();
  }
}

/** A wrong row in a line. */
export function badRowText({ file, line, column, message }: BadRow): string {
  return `${file}: line ${line}${column === null ? "" : `, ${column}`}: ${message}`;
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

/** A bar, or lines, of all files together. */
async function progressOf(files: readonly string[], signal: AbortSignal) {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const before = new Map(files.map((file, i) => [file, sizes.slice(0, i).reduce((sum, size) => sum + size, 0)]));
  let [position, rows] = [0, 0];
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const shown = showRows({ size: all, from: 0, position: () => position }, signal);
  return {
    tell(told: { readonly file: string; readonly read: number; readonly rows: number }) {
      position = (before.get(told.file) ?? 0) + told.read;
      shown.add(Math.max(0, told.rows - rows));
      rows = told.rows;
    },
    stop: () => shown.stop(),
  };
}

/** Of `eval --json`, which may have it one level down. */
async function confusionOf(path: string): Promise<ConfusionCounts> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw ioError("read", path, cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FashionWasmError("INVALID_ARGUMENT", `${path}: is no JSON → give what eval --json has written`, {
      cause,
    });
  }
  const found = [value, ...Object.values((value ?? {}) as object)].find(
    (one) => typeof one === "object" && one !== null && "confusionMatrix" in one,
  ) as { confusionMatrix: number[][]; classNames?: string[]; classes?: { name: string }[] } | undefined;
  const classNames =
    found?.classNames ?? (value as { classNames?: string[] }).classNames ?? found?.classes?.map(({ name }) => name);
  if (found === undefined || classNames === undefined) {
    const what = `${path}: has no confusionMatrix with the names of its classes`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give what eval --json has written`);
  }
  return { confusionMatrix: found.confusionMatrix, classNames };
}
