/**
 * Headers of fixtures, and the layouts they are recognised as, for tests of the sources.
 */
import type { OrderLayout } from "../../ts/customers/orders/layout.js";
import { recogniseOrders } from "../../ts/customers/orders/recognise.js";
import { naiveTable } from "./naive-table.js";

/** The first row of a fixture. */
export const headerOf = (file: string): readonly string[] => naiveTable(file).rows[0]?.cells ?? [];

/** What a fixture is recognised as. */
export const layoutOf = (file: string): OrderLayout => recogniseOrders(headerOf(file), file);

/** The columns by their roles. */
export function read({ roles }: OrderLayout, columns: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(roles.flatMap((role, i) => (role === "" ? [] : [[role, columns[i]]])));
}
