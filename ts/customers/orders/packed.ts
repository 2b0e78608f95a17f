/**
 * Cells that hold several items of an order, taken apart where it can be done without doubt.
 *
 * SkyVerge: `name:Shirt|sku:A-1|quantity:2|total:20.00;name:…`, with `\` before signs that are meant, or JSON. WebToffee: the
 * same with a cell per item, and nothing before signs that are meant: what could be read in two ways is refused.
 */
import { FashionWasmError } from "../../errors.js";
import { show } from "../../options/show.js";
import type { Columns } from "./column-names.js";
import type { OrderLayout } from "./layout.js";
import type { CanonicalLine, Role } from "./role.js";
import { filled, split, unescaped } from "./split-cells.js";

type Layout = Omit<OrderLayout, "expand">;
type Expand = NonNullable<OrderLayout["expand"]>;
type Fields = ReadonlyMap<string, string>;

/** What the fields of an item mean. */
const FIELDS: ReadonlyMap<string, Role> = new Map([
  ["id", "line"],
  ["name", "name"],
  ["product_id", "item"],
  ["sku", "sku"],
  ["quantity", "quantity"],
  ["total", "amount"],
  ["refunded_qty", "refundedQuantity"],
]);
/** Fields that every item has. */
const NEEDED = ["name", "sku", "quantity", "total"];

/** A reader of the cell `line_items`. */
export function packedCell(columns: Columns, layout: Layout): Expand {
  const [place] = columns.places("lineitems") as [number];
  return (cells, where) => {
    const cell = (cells[place] ?? "").trim();
    const told = columnOf(columns, place, where);
    const items = cell.startsWith("[")
      ? jsonItems(cell, told)
      : filled(split(cell, ";")).map((item) => escapedItem(item, told));
    return linesOf(orderOf(cells, layout), items, told);
  };
}

/** A reader of the cells `line_item_1`, `line_item_2`, … */
export function packedColumns(columns: Columns, layout: Layout): Expand {
  const places = columns.matching(/^lineitem\d+$/);
  return (cells, where) => {
    const taken = places.filter((place) => (cells[place] ?? "").trim() !== "");
    if (taken.length === 0) throw doubt(where, `holds no item in ${columns.shown(places)}`);
    const order = orderOf(cells, layout);
    return taken.map((place, i) => {
      const told = columnOf(columns, place, where);
      const [line] = linesOf(order, [plainItem((cells[place] as string).trim(), told)], told);
      return { ...line, line: String(i + 1) };
    });
  };
}

/** Fields of the order. */
function orderOf(cells: readonly string[], { roles, absent }: Layout): CanonicalLine {
  const line: CanonicalLine = {};
  for (const [place, role] of roles.entries()) {
    const text = (cells[place] ?? "").trim();
    if (role !== "" && text !== "" && text !== absent[role]) line[role] = text;
  }
  return line;
}

function linesOf(order: CanonicalLine, items: readonly Fields[], told: string): CanonicalLine[] {
  if (items.length === 0) throw doubt(told, "holds no item");
  return items.map((fields, i) => {
    const missing = NEEDED.find((field) => !fields.has(field));
    if (missing !== undefined) throw doubt(told, `item ${i + 1} has no ${missing}: ${show([...fields.keys()])}`);
    const line: CanonicalLine = { ...order };
    for (const [field, text] of fields) {
      const role = FIELDS.get(field);
      if (role === undefined || text === "" || (role === "sku" && text === "unknown_product")) continue;
      line[role] = role === "refundedQuantity" ? text.replace(/^'?-/, "") : text;
    }
    return line;
  });
}

/** An item whose signs are marked: `\|`, `\:` and `\;` are text. */
function escapedItem(item: string, told: string): Fields {
  const fields = new Map<string, string>();
  for (const part of filled(split(item, "|"))) {
    const [key, ...rest] = split(part, ":");
    if (key === undefined || rest.length === 0) throw doubt(told, `${show(part)} is no field`);
    const value = unescaped(rest.join(":"));
    // A backslash at the end of a name is not marked itself, and takes the sign after it along.
    if (/\|(?:id|name|product_id|sku|quantity|total):/.test(value))
      throw doubt(told, `${show(value)} may be two fields`);
    if (fields.has(key.trim())) throw doubt(told, `an item has ${show(key.trim())} twice`);
    fields.set(key.trim(), value.trim());
  }
  return fields;
}

/** An item whose signs are not marked: fields up to the last that is needed, and whatever plugins have added. */
function plainItem(item: string, told: string): Fields {
  const fields = new Map<string, string>();
  for (const part of item.split("|")) {
    const [, key = "", value = ""] = /^([a-z_]+):(.*)$/s.exec(part) ?? [];
    const isWhole = NEEDED.every((field) => fields.has(field));
    if (!FIELDS.has(key)) {
      if (isWhole || key.startsWith("sub_")) continue;
      throw doubt(told, `${show(part)} is no field of an item`);
    }
    if (fields.has(key)) throw doubt(told, `the item has ${show(key)} twice`);
    fields.set(key, value.trim());
  }
  return fields;
}

function jsonItems(cell: string, told: string): Fields[] {
  let items: unknown;
  try {
    items = JSON.parse(cell);
  } catch {
    throw doubt(told, "is no JSON");
  }
  return (items as unknown[]).map((item) => {
    if (typeof item !== "object" || item === null) throw doubt(told, `${show(item)} is no item`);
    const known = Object.entries(item).filter(([key]) => FIELDS.has(key));
    // Quotation marks in names are written as HTML writes them.
    return new Map(known.map(([key, value]) => [key, String(value ?? "").replaceAll("&quot;", '"')]));
  });
}

/** `where` may be empty, where it is told apart. */
function columnOf(columns: Columns, place: number, where: string): string {
  const column = `column ${place + 1} (${columns.names[place]})`;
  return where === "" ? column : `${where}, ${column}`;
}

function doubt(told: string, what: string): FashionWasmError {
  const said = told === "" ? what : `${told}: ${what}`;
  return new FashionWasmError("TABLE_ROW", `${said} → export the orders with a row per item`);
}
