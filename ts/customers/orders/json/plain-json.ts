/**
 * Objects of no shop: an object per line of an order, or per order with a list of its items. Members are found by their usual
 * names, as columns are.
 */
import { Columns, plainName } from "../column-names.js";
import type { SaidColumns } from "../layout.js";
import { plainLayout } from "../plain.js";
import { ROLE_OF } from "../plain-names.js";
import { type CanonicalLine, ITEMS, type Role } from "../role.js";
import { saidPlaces } from "../said-columns.js";
import { isObject, type JsonObject, type JsonOrders, listAt, textOf, wrong } from "./json-orders.js";

/** Names of a list of items. */
const LISTS = ["items", "products", "line_items", "lineItems", "order_lines", "orderLines", "lines"];

/** Roles that a member of an item may have; the others are the order's. */
const OF_ITEMS: ReadonlySet<Role> = new Set([
  ...ITEMS,
  ...(["quantity", "amount", "price", "refundedQuantity", "line"] as const),
]);

/** The reader of such objects, by the first of them. Errors: CSV_HEADER for members that can be misunderstood. */
export function plainJson(first: JsonObject, where: string, said: SaidColumns): JsonOrders {
  const list = LISTS.find((name) => Array.isArray(first[name]) && (first[name] as unknown[]).some(isObject));
  const item = list === undefined ? undefined : listAt(first, list, list, where)[0];
  const saidRole = new Map((Object.entries(said) as [Role, string][]).map(([role, name]) => [name, role]));
  const roleOf = (name: string) => saidRole.get(name) ?? ROLE_OF.get(plainName(name));
  const isOrders = (name: string) => !OF_ITEMS.has(roleOf(name) as Role) && roleOf(name) !== undefined;
  const isItems = (name: string) => roleOf(name) === undefined || OF_ITEMS.has(roleOf(name) as Role);
  const names =
    item === undefined
      ? Object.keys(first)
      : [...Object.keys(first).filter(isOrders), ...Object.keys(item).filter(isItems)];
  const columns = new Columns(names);
  const layout = plainLayout(columns, saidPlaces(said, columns, where), where);
  /** Whose value counts: amount, where the caller names it or there is no price. */
  const dropped: Role | null = saidRole.size === 0 ? null : unwanted(said);
  const take = (
    into: CanonicalLine,
    object: JsonObject,
    path: string,
    isTaken: (role: Role) => boolean,
    at: string,
  ) => {
    for (const [name, value] of Object.entries(object)) {
      const role = roleOf(name);
      if (role === undefined || role === dropped || !isTaken(role)) continue;
      if (said[role] !== undefined && said[role] !== name) continue;
      if (role === "time" && typeof value === "number") {
        throw wrong(at, `${path}${name} is a number, and its unit is not known → write the time as a text, ISO 8601`);
      }
      const text = textOf(value, path + name, at);
      if (text === undefined) continue;
      if (into[role] !== undefined) throw wrong(at, `${path}${name} is a second ${role}`);
      into[role] = text;
    }
  };
  return {
    name: "jsonl",
    kind: "orders in JSON Lines",
    hasOrders: layout.roles.includes("order"),
    statuses: layout.statuses,
    notes: layout.notes,
    lines(object, at) {
      if (list === undefined) {
        const line: CanonicalLine = {};
        take(line, object, "", () => true, at);
        return [checked(line, "", at)];
      }
      const order: CanonicalLine = {};
      take(order, object, "", (role) => !OF_ITEMS.has(role), at);
      const items = listAt(object, list, list, at);
      if (items.length === 0) throw wrong(at, `${list} is empty → an order has at least one item`);
      return items.map((each, i) => {
        const line: CanonicalLine = { ...order };
        take(line, each, `${list}[${i}].`, (role) => OF_ITEMS.has(role), at);
        line.line ??= String(i + 1);
        return checked(line, `${list}[${i}]`, at);
      });
    },
  };
}

/** Of amount and price the one that the caller does not name. */
function unwanted(said: SaidColumns): Role | null {
  if (said.amount !== undefined) return "price";
  return said.price === undefined ? null : "amount";
}

function checked(line: CanonicalLine, path: string, where: string): CanonicalLine {
  if (line.time === undefined) throw wrong(where, "there is no date");
  if (ITEMS.every((role) => line[role] === undefined)) {
    throw wrong(where, `${path === "" ? "there is" : `${path} has`} no item, sku, product name, image or label`);
  }
  if (line.amount !== undefined && line.price !== undefined) {
    const what = `${path === "" ? "there are" : `${path} has`} an amount and a price`;
    throw wrong(where, `${what} → the value of a line is one of them`);
  }
  return line;
}
