/**
 * Exports of WooCommerce: it has none of its own that names items and customers, so these are those of its usual plugins.
 *
 * Customers are known by their e-mail address: a guest has no number (`0`), and may order with an account later.
 */
import { packedCell, packedColumns } from "./packed.js";
import type { Recipe } from "./recipe.js";
import { ADVANCED_KEPT, ADVANCED_ORDERED } from "./woocommerce-advanced.js";
import { WOOCOMMERCE } from "./woocommerce-common.js";

/** Fields of the order, as SkyVerge's and WebToffee's exports call them. */
const ORDER = {
  order: ["orderid", "ordernumber"],
  customer: ["customerid", "customeruser"],
  email: ["billingemail", "customeremail"],
  phone: ["billingphone"],
  firstName: ["billingfirstname"],
  lastName: ["billinglastname"],
  city: ["billingcity"],
  region: ["billingstatecode", "billingstate"],
  zip: ["billingpostcode"],
  country: ["billingcountry"],
  time: ["orderdate", "date"],
  currency: ["ordercurrency", "currency"],
  status: ["status", "orderstatus"],
  orderTotal: ["ordertotal"],
} as const;

/** SkyVerge's Customer/Order/Coupon Export, “one row per item”; WebToffee's, “line items in separate rows”. */
const ITEM_ROWS: Recipe = {
  ...WOOCOMMERCE,
  kind: "WooCommerce's orders, a row per item",
  marks: [
    ["orderid", "ordernumber"],
    ["itemname", "itemsku", "itemproductid"],
    ["itemquantity"],
    ["itemtotal"],
    ["billingemail", "billingphone", "billingfirstname", "customeruser", "itemsubtotal"],
  ],
  roles: {
    ...ORDER,
    sku: ["itemsku"],
    item: ["itemproductid"],
    name: ["itemname"],
    line: ["itemid"],
    quantity: ["itemquantity"],
    amount: ["itemtotal"],
    refundedQuantity: ["itemrefundedqty"],
  },
};

/** SkyVerge's Customer/Order/Coupon Export: a row per order, all items in the cell `line_items`. */
const ITEMS_IN_CELL: Recipe = {
  ...WOOCOMMERCE,
  kind: "WooCommerce's orders, items in one cell",
  marks: [["orderid", "ordernumber"], ["lineitems"]],
  roles: ORDER,
  expand: packedCell,
};

/** WebToffee's Order Export: a row per order, a cell per item, `line_item_1` and so on. */
const ITEMS_IN_CELLS: Recipe = {
  ...WOOCOMMERCE,
  kind: "WooCommerce's orders, a cell per item",
  marks: [["orderid", "ordernumber"], ["lineitem1"]],
  roles: ORDER,
  expand: packedColumns,
};

/** WP Zone's Export Order Items. */
const ORDER_ITEMS: Recipe = {
  ...WOOCOMMERCE,
  kind: "Export Order Items' orders",
  marks: [
    ["orderid"],
    ["lineitemquantity"],
    ["productsku", "productname", "productid"],
    ["billingemail", "billingphone", "lineitemgrossafterdiscounts"],
  ],
  roles: {
    order: ["orderid"],
    email: ["billingemail"],
    phone: ["billingphone"],
    time: ["orderdate", "orderdatetime"],
    status: ["orderstatus"],
    sku: ["productsku"],
    item: ["productid"],
    name: ["productname"],
    quantity: ["lineitemquantity"],
    amount: ["lineitemgrossafterdiscounts"],
  },
};

/** Those that can be read, the surest first. */
export const WOOCOMMERCE_EXPORTS: readonly Recipe[] = [
  ITEM_ROWS,
  ITEMS_IN_CELL,
  ITEMS_IN_CELLS,
  ADVANCED_KEPT,
  ADVANCED_ORDERED,
  ORDER_ITEMS,
];
