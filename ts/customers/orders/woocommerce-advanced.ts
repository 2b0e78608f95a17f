/**
 * AlgolPlus' Advanced Order Export of WooCommerce.
 */
import type { Recipe } from "./recipe.js";
import { WOOCOMMERCE } from "./woocommerce-common.js";

const ADVANCED_ORDER = {
  order: ["ordernumber", "orderid"],
  customer: ["customeruserid"],
  email: ["emailbilling", "customeruseremail"],
  phone: ["phonebilling", "phoneshipping"],
  firstName: ["firstnamebilling", "firstnameshipping"],
  lastName: ["lastnamebilling", "lastnameshipping"],
  city: ["citybilling", "cityshipping"],
  region: ["statecodebilling", "statecodeshipping"],
  zip: ["postcodebilling", "postcodeshipping"],
  country: ["countrycodebilling", "countrycodeshipping"],
  time: ["orderdate"],
  currency: ["currency"],
  status: ["orderstatus"],
  sku: ["sku"],
  item: ["productid"],
  name: ["itemname", "productname"],
  line: ["itemid"],
  price: ["itemcost"],
} as const;

const ADVANCED = {
  ...WOOCOMMERCE,
  kind: "Advanced Order Export's orders",
  // “Fill order columns for all rows” may be off.
  fillDown: true,
} as const;
const ADVANCED_MARKS = [
  ["ordernumber", "orderid"],
  ["emailbilling", "customeruseremail"],
  ["sku", "itemname"],
] as const;

/** AlgolPlus' Advanced Order Export, products as rows, as it comes: the quantity is what was not given back. */
export const ADVANCED_KEPT: Recipe = {
  ...ADVANCED,
  marks: [...ADVANCED_MARKS, ["quantityrefund"]],
  roles: { ...ADVANCED_ORDER, quantity: ["quantityrefund"], amount: ["orderlinetotalrefund"] },
};

/** The same with the quantity that was ordered. */
export const ADVANCED_ORDERED: Recipe = {
  ...ADVANCED,
  marks: [...ADVANCED_MARKS, ["quantity"]],
  roles: { ...ADVANCED_ORDER, quantity: ["quantity"], amount: ["orderlinetotal"] },
};
