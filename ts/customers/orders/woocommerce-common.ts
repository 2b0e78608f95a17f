/**
 * What all exports of WooCommerce have in common.
 */
import { WOOCOMMERCE_STATUSES } from "./statuses.js";

/** The beginning of their recipes. */
export const WOOCOMMERCE = {
  name: "woocommerce",
  statuses: WOOCOMMERCE_STATUSES,
  fillDown: false,
  // A guest; and what SkyVerge's export writes for a product that was deleted.
  absent: { customer: "0", sku: "unknown_product" },
} as const;
