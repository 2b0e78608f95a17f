/**
 * Small files of orders for tests, as bytes, and what comes of them.
 */
import { type CustomerOrders, type Orders, type ReadOrdersOptions, readOrders } from "fashion-wasm";

/** The day that is today. */
export const TODAY = "2026-12-01";

/** A file of lines. */
export const bytes = (...lines: readonly string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);

/** A file with a name. */
export const named = (name: string, ...lines: readonly string[]) => new File([bytes(...lines)], name);

/** What `readOrders` takes. */
export type Sources = Parameters<typeof readOrders>[0];

/** Reads orders; today is {@link TODAY}. */
export const read = (sources: Sources, options: ReadOrdersOptions = {}) =>
  readOrders(sources, { today: TODAY, ...options });

/** The customers, by their ids. */
export const byId = (orders: Orders) =>
  Object.fromEntries([...orders.customers()].map((each): [string, CustomerOrders] => [each.id, each]));

/** Reads orders, and disposes of them: the summary and the customers. */
export async function sums(sources: Sources, options?: ReadOrdersOptions) {
  const orders = await read(sources, options);
  const customers = byId(orders);
  const unlabelled = orders.unlabelledItems();
  const { summary, classNames } = orders;
  orders.dispose();
  return { ...summary, customers, unlabelled, classNames, all: summary };
}
