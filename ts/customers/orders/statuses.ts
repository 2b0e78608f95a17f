/**
 * What the status of an order says: whether it was paid, and stayed so. Texts are compared in lower case.
 *
 * Sources: docs/customers/orders.md.
 */

/** What becomes of an order's lines. */
export type Fate = "kept" | "unpaid" | "cancelled" | "refunded";

type Statuses = Readonly<Record<string, Fate>>;

/** What the texts say, with `_`, `-` or a blank between their words. The object inherits nothing: `constructor` is no status. */
export function statuses(texts: { readonly [F in Fate]?: readonly string[] }, prefix = ""): Statuses {
  const found: Record<string, Fate> = Object.create(null);
  for (const [fate, words] of Object.entries(texts) as [Fate, readonly string[]][]) {
    for (const word of words) {
      for (const between of ["_", "-", " "]) {
        const text = word.replaceAll("_", between);
        found[text] = fate;
        if (prefix !== "") found[prefix + text] = fate;
      }
    }
  }
  return found;
}

/** Shopify's financial status. Money that is only authorized, or paid in part, is not yet received: Shopify calls it unpaid. */
export const SHOPIFY_STATUSES = statuses({
  kept: ["paid", "partially_refunded"],
  unpaid: ["pending", "authorized", "partially_paid", "expired", "unpaid"],
  cancelled: ["voided"],
  refunded: ["refunded"],
});

/** WooCommerce's order status, as it is stored (`wc-on-hold`), in the API (`on-hold`) and on the screen (`On hold`). */
export const WOOCOMMERCE_STATUSES = statuses(
  {
    kept: ["processing", "completed"],
    unpaid: ["pending", "pending_payment", "on_hold", "failed", "draft", "checkout_draft", "auto_draft"],
    cancelled: ["cancelled", "trash"],
    refunded: ["refunded"],
  },
  "wc-",
);

/** Of tables of no shop: the words of both, and their usual kin. */
export const PLAIN_STATUSES = statuses({
  kept: [
    "paid",
    "partially_refunded",
    "processing",
    "completed",
    "complete",
    "shipped",
    "delivered",
    "fulfilled",
    "kept",
  ],
  unpaid: [
    "unpaid",
    "pending",
    "pending_payment",
    "authorized",
    "partially_paid",
    "expired",
    "on_hold",
    "failed",
    "draft",
  ],
  cancelled: ["cancelled", "canceled", "voided", "void", "trash"],
  refunded: ["refunded", "returned"],
});
