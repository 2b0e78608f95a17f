/**
 * Orders of a shop, from its files to what is added up of each customer. What their columns mean is found out here (recognise.ts,
 * json/); rows are read and added up by Rust (crates/customers/src/orders).
 */
import type { ByteSource } from "../../platform/byte-source.js";
import { Catalogue } from "../catalogue/catalogue.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { customersWasm } from "../customers-wasm.js";
import { insideOrders } from "../inside.js";
import { type CheckedOptions, checkedOptions, type ReadOrdersOptions } from "../options.js";
import { Book } from "./book.js";
import { type OrderSource, orderSources } from "./files.js";
import { Orders } from "./orders.js";
import { type ReadFile, readFile } from "./read-file.js";
import { summaryOf } from "./summary.js";

const WHERE = "readOrders";

/**
 * Reads the orders of a shop, and adds up what each customer bought.
 *
 * Files are recognised by their headers: Shopify's export of orders, WooCommerce's, events of Segment and of Google Analytics 4
 * (JSON Lines), and plain tables with a customer, a date and an item or a label; plain or in gzip, several together. Cancelled,
 * refunded and unpaid orders, and orders that are there twice, are left out and counted; a row that is wrong is told and left
 * out. Items get their classes from the catalogue, by SKU, handle, name, id or image; those without stay without, and are
 * counted. Lines are not kept: memory is that of customers and items.
 *
 * @param sources a path (Node), URL, bytes, Blob or File, or a list of them.
 * @param options see {@link ReadOrdersOptions}.
 * @returns the orders, for `customerProfiles`, `audience` and `backtest`.
 * Errors: CSV_EMPTY, CSV_HEADER for what is no file of orders; CSV_COLUMNS; TABLE_ROW for a wrong row with `strict`; CURRENCY for a
 * second currency without a rate; those of gzip; IO, DOWNLOAD_FAILED, INVALID_ARGUMENT.
 *
 * @example
 * const orders = await readOrders("orders_export.csv", { catalogue: "labelled.csv" });
 * console.log(orders.summary.customers, orders.summary.leftOut);
 */
export async function readOrders(
  sources: ByteSource | readonly ByteSource[],
  options?: ReadOrdersOptions,
): Promise<Orders> {
  const checked = checkedOptions(options);
  const files = orderSources(WHERE, sources);
  const { catalogue: given, signal } = checked;
  const catalogue =
    given === undefined || given instanceof Catalogue
      ? given
      : await readCatalogue(given, signal === undefined ? {} : { signal });
  signal?.throwIfAborted();
  const book = new Book(await customersWasm(), checked, catalogue);
  try {
    let read = await readAll(book, files, checked, true);
    if (book.finish()) {
      read = await readAll(book, files, checked, false);
      book.finish();
    }
    const counted = book.files();
    const whole = read.map((file, i) => ({ ...file, ...(counted[i] ?? { lines: 0, days: null }) }));
    const orders = new Orders(summaryOf(book.counts(), whole), book.classNames(), catalogue);
    insideOrders.set(orders, { book, options: checked });
    return orders;
  } catch (error) {
    book.free();
    throw error;
  }
}

/** Reads all files, from the first. */
async function readAll(
  book: Book,
  files: readonly OrderSource[],
  options: CheckedOptions,
  isFirst: boolean,
): Promise<ReadFile[]> {
  const read: ReadFile[] = [];
  for (const file of files) read.push(await readFile({ book, file, options, isFirst, before: read.at(-1) }));
  return read;
}
