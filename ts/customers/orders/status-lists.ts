/**
 * Statuses as Rust takes them: words, and what each means.
 */
import type { OrderLayout } from "./layout.js";
import type { Fate } from "./statuses.js";

/** What a status says of its order, by its text. */
export type Statuses = OrderLayout["statuses"];

/** Lists of both; what the caller says goes before what is known. */
export function statusLists(
  statuses: Statuses,
  more: Statuses = {},
): { statusWords: string[]; statusMeanings: string[] } {
  const said = Object.entries(more).map(([word, fate]) => [word.trim().toLowerCase(), fate] as const);
  const all = [...said, ...Object.entries(statuses)];
  return { statusWords: all.map(([word]) => word), statusMeanings: all.map(([, fate]) => fate) };
}

/**
 * What an export says of whole orders for good, so that an older file of the same order does not count. WooCommerce cancels orders
 * that are not paid in time, and may take them up again.
 */
export const LASTING: Readonly<Record<string, readonly Fate[]>> = {
  shopify: ["cancelled", "refunded"],
  woocommerce: ["refunded"],
};
