/**
 * Which orders a file in JSON Lines holds: by the members of its first object.
 */
import { FashionWasmError } from "../../../errors.js";
import type { SaidColumns } from "../layout.js";
import { GA4, isGa4 } from "./ga4.js";
import type { JsonObject, JsonOrders } from "./json-orders.js";
import { plainJson } from "./plain-json.js";
import { isSegment, SEGMENT } from "./segment.js";

/**
 * Says how the objects of a file become order lines.
 *
 * Errors: CSV_HEADER for members that cannot be understood, or can in two ways; INVALID_ARGUMENT for `said` that does not fit.
 *
 * @example
 * const orders = recogniseJsonOrders({ customer_id: "7", date: "2026-03-01", sku: "A" }, "orders.jsonl");
 * orders.lines({ customer_id: "7", date: "2026-03-01", sku: "A" }, "orders.jsonl: line 1");
 */
export function recogniseJsonOrders(first: JsonObject, where: string, said: SaidColumns = {}): JsonOrders {
  const known = isGa4(first) ? GA4 : isSegment(first) ? SEGMENT : null;
  if (known === null) return plainJson(first, where, said);
  if (Object.keys(said).length === 0) return known;
  const what = `${where}: option "columns" cannot say what the members of ${known.kind} are`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${what} → leave it out`);
}
