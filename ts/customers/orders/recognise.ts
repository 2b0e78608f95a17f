/**
 * Which export an order file in CSV is: by the names in its first row, never by its contents.
 */
import { FashionWasmError } from "../../errors.js";
import { show } from "../../options/show.js";
import { Columns } from "./column-names.js";
import type { OrderLayout, SaidColumns } from "./layout.js";
import { plainLayout } from "./plain.js";
import { isOf, layoutOf } from "./recipe.js";
import { saidPlaces } from "./said-columns.js";
import { SHOPIFY } from "./shopify.js";
import { WOOCOMMERCE_EXPORTS } from "./woocommerce.js";

/**
 * Says what the columns of an order file mean.
 *
 * @param columns the first row, as it stands in the file
 * @param where what messages call the file
 * @param said which column has which role, where the caller knows better
 *
 * Errors: CSV_EMPTY without a row; CSV_HEADER for columns that cannot be understood, or can in two ways; INVALID_ARGUMENT for
 * `said` that does not fit the columns.
 *
 * @example
 * recogniseOrders(["customer_id", "date", "sku", "qty"], "orders.csv").roles; // ["customer", "time", "sku", "quantity"]
 */
export function recogniseOrders(columns: readonly string[], where: string, said: SaidColumns = {}): OrderLayout {
  const found = new Columns(columns);
  if (columns.every((name) => name.trim() === "")) {
    throw new FashionWasmError(
      "CSV_EMPTY",
      `${where}: there is no row → the first row must hold the names of the columns`,
    );
  }
  const places = saidPlaces(said, found, where);
  const recipe = [SHOPIFY, ...WOOCOMMERCE_EXPORTS].find((each) => isOf(each, found));
  if (recipe !== undefined) return layoutOf(recipe, found, places, where);
  refuseUnreadable(found, where);
  return plainLayout(found, places, where);
}

/** Exports that lack what is needed, and would be taken for tables of no shop. */
function refuseUnreadable(columns: Columns, where: string): void {
  if (/^\s*sep=/i.test(columns.names[0] ?? "")) {
    throw new FashionWasmError(
      "CSV_HEADER",
      `${where}: the first row is ${show(columns.names[0])}, a word to Excel → take it out`,
    );
  }
  if (columns.has("products", "itemssold") && columns.places("order", "customer").length > 0) {
    const what = `${where}: WooCommerce's Analytics › Orders names customers by their full names, and items without sku or amount`;
    const advice =
      "export the orders by a plugin, with a row per item and the columns billing_email, item_sku, item_total";
    throw new FashionWasmError("CSV_HEADER", `${what}: ${columns.shown()} → ${advice}`);
  }
  const wide = columns.matching(/^(?:productitem|productname|item|lineitem|productsku|sku)\d+(?:name|sku|id)?$/);
  if (wide.length > 1) {
    const what = `${where}: a row holds several items: ${columns.shown(wide)}`;
    throw new FashionWasmError("CSV_HEADER", `${what} → export the orders with a row per item`);
  }
  if (columns.has("lineitemquantity", "lineitemname") && !columns.has("orderid")) {
    const what = `${where}: Shopify's orders export without its column Name, the number of the order: ${columns.shown()}`;
    throw new FashionWasmError("CSV_HEADER", `${what} → export it again with that column`);
  }
}
