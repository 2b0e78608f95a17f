/**
 * Shopify's orders export: a row per line item, the order's own fields on its first row only.
 *
 * `Name` is the order's number (`#1001`) and stands on every row; `Id` does not. Full names are not taken apart.
 */
import type { Recipe } from "./recipe.js";
import { SHOPIFY_STATUSES } from "./statuses.js";

/** Admin › Orders › Export. */
export const SHOPIFY: Recipe = {
  name: "shopify",
  kind: "Shopify's orders export",
  marks: [["lineitemquantity"], ["lineitemname", "lineitemsku"], ["name"]],
  roles: {
    order: ["name"],
    email: ["email"],
    phone: ["phone", "billingphone", "shippingphone"],
    city: ["billingcity", "shippingcity"],
    region: ["billingprovince", "shippingprovince"],
    zip: ["billingzip", "shippingzip"],
    country: ["billingcountry", "shippingcountry"],
    time: ["createdat", "paidat"],
    sku: ["lineitemsku"],
    name: ["lineitemname"],
    quantity: ["lineitemquantity"],
    price: ["lineitemprice"],
    currency: ["currency"],
    status: ["financialstatus"],
    cancelledAt: ["cancelledat"],
    orderRefund: ["refundedamount"],
    orderTotal: ["total"],
    consent: ["acceptsmarketing"],
  },
  statuses: SHOPIFY_STATUSES,
  fillDown: true,
  discount: ["lineitemdiscount"],
};
