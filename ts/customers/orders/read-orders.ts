/**
 * Orders of a shop, from its files to what is added up of each customer. What their columns mean is found out here (recognise.ts,
 * json/); rows are read and added up by Rust (crates/customers/src/orders).
 */
import type { ByteSource } from "../../platform/byte-source.js";
import { Catalogue } from "../catalogue/catalogue.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { customersWasm } from "../customers-wasm.js";
import { insideOrders } from "../inside.js";
import { type CheckedOptions, checkedOptions } from "../options.js";
import type { ReadOrdersOptions } from "../read-options.js";
import { Book } from "./book.js";
import { type OrderSource, orderSources } from "./files.js";
import { Orders } from "./orders.js";
import { type ReadFile, readFile } from "./read-file.js";
import { summaryOf } from "./summary.js";

const WHERE = "readOrders";

/** As face.ts says. */
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
