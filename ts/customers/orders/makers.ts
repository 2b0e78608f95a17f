/**
 * Rows that are no lines of orders, objects of JSON or rows that hold whole orders: how they become such lines.
 */
import type { CheckedOptions } from "../options.js";
import { recogniseJsonOrders } from "./json/recognise-json.js";
import type { OrderLayout } from "./layout.js";
import { recogniseOrders } from "./recognise.js";
import type { CanonicalLine } from "./role.js";
import type { OrdersFile } from "./summary.js";

/** What a file is, before it is read. */
export type Kind = Pick<OrdersFile, "layout" | "kind" | "notes" | "hasOrders">;

/** How the rows of a table become lines. */
export interface Maker {
  readonly kind: Kind;
  readonly statuses: OrderLayout["statuses"];
  lines(row: never): CanonicalLine[];
}

/** Of JSON Lines, by the first object. Errors: those of recognising. */
export function jsonMaker(first: unknown, name: string, { columns }: CheckedOptions): Maker {
  const orders = recogniseJsonOrders(first as Readonly<Record<string, unknown>>, name, columns);
  const { name: layout, kind, notes, hasOrders, statuses } = orders;
  return {
    kind: { layout, kind, notes, hasOrders },
    statuses,
    lines: (row) => orders.lines(row, ""),
  };
}

/** Of a table, by its columns. Errors: those of recognising. */
export function rowMaker(columns: unknown, name: string, { columns: said }: CheckedOptions): Maker {
  const layout = recogniseOrders(columns as readonly string[], name, said);
  return {
    kind: kindOf(layout),
    statuses: layout.statuses,
    lines: (row) => layout.expand?.(row, "") ?? [],
  };
}

/** What a table is. */
export function kindOf({ name, kind, notes, roles, expand }: OrderLayout): Kind {
  return { layout: name, kind, notes, hasOrders: expand !== null || roles.includes("order") };
}
