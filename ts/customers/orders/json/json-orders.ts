/**
 * Orders in JSON Lines: what kind of objects they are, and how each becomes order lines.
 */
import { FashionWasmError } from "../../../errors.js";
import type { CanonicalLine } from "../role.js";
import type { Fate } from "../statuses.js";

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** How the objects of a file are read as order lines. */
export interface JsonOrders {
  readonly name: "segment" | "ga4" | "jsonl";
  /** What the file is, for people: `Segment's events`. */
  readonly kind: string;
  /** What a status says of its order, by its text in lower case. Any other text is an error. */
  readonly statuses: Readonly<Record<string, Fate>>;
  /** Whether orders have numbers. */
  readonly hasOrders: boolean;
  /** What cannot be told of such orders, for people; mostly empty. */
  readonly notes: readonly string[];
  /**
   * The lines of an object, one per product; none where it is an event that is not about an order, such as a page view.
   *
   * A line with a negative quantity returns what was bought before, in the order it names. A line without an item takes back
   * the whole order it names: its status is `refunded` or `cancelled`.
   *
   * Errors: TABLE_ROW for an object that is no such event, or an order that lacks something, by the member.
   */
  lines(object: JsonObject, where: string): CanonicalLine[];
}

/** A value as text; undefined for null and for blank texts. Errors: TABLE_ROW for lists, objects and numbers cut short. */
export function textOf(value: unknown, member: string, where: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "number") throw wrong(where, `${member} is ${kindOf(value)}, expected a text or a number`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw wrong(where, `${member} is a number with more digits than JSON keeps → write it as a text`);
  }
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

/** A member that is an object, or an empty one. Errors: TABLE_ROW. */
export function objectAt(object: JsonObject, member: string, path: string, where: string): JsonObject {
  const value = object[member] ?? {};
  if (isObject(value)) return value;
  throw wrong(where, `${path} is ${kindOf(value)}, expected an object`);
}

/** A member that is a list of objects; empty where it is not there. Errors: TABLE_ROW. */
export function listAt(object: JsonObject, member: string, path: string, where: string): readonly JsonObject[] {
  const value = object[member] ?? [];
  if (!Array.isArray(value)) throw wrong(where, `${path} is ${kindOf(value)}, expected a list`);
  const strange = value.findIndex((one) => !isObject(one));
  if (strange >= 0) throw wrong(where, `${path}[${strange}] is ${kindOf(value[strange])}, expected an object`);
  return value;
}

/** Whether it is an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The quantity of a return: what is bought is positive. */
export function returned(quantity: string | undefined): string {
  if (quantity === undefined) return "-1";
  return quantity.startsWith("-") ? quantity : `-${quantity}`;
}

/** A line without the roles that have no value. */
export function line(values: { readonly [R in keyof CanonicalLine]: string | undefined }): CanonicalLine {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** What is wrong with an object; `where` may be empty, where it is told apart. */
export function wrong(where: string, what: string): FashionWasmError {
  return new FashionWasmError("TABLE_ROW", where === "" ? what : `${where}: ${what}`);
}

/** What a value is, without what it holds: that may be an address. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "null";
  return typeof value === "object" ? "an object" : typeof value === "string" ? "a text" : `a ${typeof value}`;
}
