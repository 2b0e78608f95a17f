/**
 * Objects of fixtures in JSON Lines, and the lines they become, for tests of the sources.
 */
import type { JsonObject } from "../../ts/customers/orders/json/json-orders.js";
import { recogniseJsonOrders } from "../../ts/customers/orders/json/recognise-json.js";
import type { CanonicalLine } from "../../ts/customers/orders/role.js";
import { naiveTable } from "./naive-table.js";

/** The objects of a fixture. */
export function objectsOf(file: string): JsonObject[] {
  return naiveTable(file).rows.map(({ cells }) => JSON.parse(cells[0] as string));
}

/** The lines of each object of a fixture. */
export function linesOf(file: string): CanonicalLine[][] {
  const objects = objectsOf(file);
  const orders = recogniseJsonOrders(objects[0] as JsonObject, file);
  return objects.map((object, i) => orders.lines(object, `${file}: line ${i + 1}`));
}

/** The lines of an object in a file that begins with another one. */
export function linesAmong(first: JsonObject, object: JsonObject): CanonicalLine[] {
  return recogniseJsonOrders(first, "x.jsonl").lines(object, "x.jsonl: line 9");
}

/** What is thrown. */
export function thrownBy(work: () => unknown): Error & { code?: string } {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

/** What is wrong with an object in a file that begins with another one. */
export function told(first: JsonObject, object: JsonObject): string {
  return thrownBy(() => linesAmong(first, object)).message;
}
