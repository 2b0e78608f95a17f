/**
 * What the files of test/fixtures/orders hold, worked out by hand: customers and counts, or why a file is refused.
 *
 * All of it is invented. The rules are those of docs/customers/orders.md. Without `strict`, a wrong row is counted and the
 * others are read; with it, the first one ends the reading.
 */
import type { OrderFixture } from "./order-fixture.js";
import { bought, reads, refused } from "./order-fixture.js";
import { JSON_FIXTURES } from "./order-fixtures-json.js";
import { PLAIN_FIXTURES } from "./order-fixtures-plain.js";

const [ada, bo, cy] = ["ada@example.com", "bo@example.com", "cy@example.com"];

const SHOPIFY: readonly OrderFixture[] = [
  reads("Shopify: all columns, rows of one order, blank cells, line breaks in a note", "shopify.csv", {
    [ada]: bought(2, 4, 237.8, "2026-03-02", "2026-04-11", "yes"),
    [bo]: bought(1, 1, 15, "2026-03-05", "2026-03-05", "no"),
  }),
  reads("the same in gzip", "shopify.csv.gz", {
    [ada]: bought(2, 4, 237.8, "2026-03-02", "2026-04-11", "yes"),
    [bo]: bought(1, 1, 15, "2026-03-05", "2026-03-05", "no"),
  }),
  reads("Shopify: an order that goes on in the next file", ["shopify-continued-1.csv", "shopify-continued-2.csv"], {
    [ada]: bought(2, 2, 104, "2026-03-02", "2026-03-04"),
    [bo]: bought(1, 2, 118.9, "2026-03-03", "2026-03-03"),
  }),
  reads(
    "Shopify: exports that overlap",
    ["shopify-overlap-1.csv", "shopify-overlap-2.csv"],
    {
      [ada]: bought(2, 3, 59.9, "2026-03-02", "2026-03-09"),
      [bo]: bought(1, 1, 89, "2026-03-03", "2026-03-03"),
    },
    { leftOut: { duplicate: 3 } },
  ),
  reads(
    "Shopify: refunded wholly and in part",
    "shopify-refunds.csv",
    {
      [ada]: bought(1, 4, 45, "2026-03-03", "2026-03-03"),
      [bo]: bought(1, 1, 89, "2026-03-04", "2026-03-04"),
    },
    {
      leftOut: { refunded: 2 },
    },
  ),
  reads(
    "Shopify: cancelled, voided, pending, authorized, expired",
    "shopify-unpaid.csv",
    { [ada]: bought(1, 1, 15, "2026-03-02", "2026-03-02") },
    { leftOut: { cancelled: 3, unpaid: 3 } },
  ),
  reads(
    "Shopify: saved by a spreadsheet: semicolons, decimal commas, apostrophes, another case, empty columns, CRLF, mark",
    "shopify-spreadsheet.csv",
    {
      [ada]: bought(1, 3, 1248.8, "2026-03-02", "2026-03-02"),
      [bo]: bought(1, 1, 15, "2026-03-05", "2026-03-05"),
    },
  ),
  reads("Shopify: tabs", "shopify-tabs.tsv", {
    [ada]: bought(1, 2, 59.8, "2026-03-02", "2026-03-02"),
    [bo]: bought(1, 1, 15, "2026-03-05", "2026-03-05"),
  }),
  reads(
    "Shopify: the day is that of the shop, also around midnight and where clocks change",
    "shopify-summer-time.csv",
    {
      [ada]: bought(3, 3, 45, "2026-03-28", "2026-03-29"),
      [bo]: bought(1, 1, 89, "2026-03-29", "2026-03-29"),
      [cy]: bought(3, 3, 193, "2026-03-30", "2026-10-25"),
      "dee@example.com": bought(1, 1, 15, "2026-05-01", "2026-05-01"),
    },
  ),
  reads("Shopify: consent is that of the last order, whatever the order of the rows", "shopify-consent.csv", {
    [ada]: bought(2, 2, 30, "2026-03-02", "2026-03-08", "no"),
    [bo]: bought(2, 2, 30, "2026-03-01", "2026-03-09", "yes"),
  }),
  reads(
    "Shopify: guests with an address, with a phone number, with neither",
    "shopify-guests.csv",
    {
      [ada]: bought(1, 1, 15, "2026-03-02", "2026-03-02"),
      "+49301234567": bought(2, 2, 104, "2026-03-03", "2026-03-05"),
    },
    { leftOut: { noCustomer: 1 } },
  ),
  reads("Shopify: the discount of a line", "shopify-discount.csv", {
    [ada]: bought(1, 2, 53.82, "2026-03-02", "2026-03-02"),
    [bo]: bought(1, 1, 15, "2026-03-02", "2026-03-02"),
  }),
  reads(
    "Shopify: an item that was taken out of the order",
    "shopify-removed-item.csv",
    { [ada]: bought(1, 1, 15, "2026-03-02", "2026-03-02") },
    { leftOut: { noQuantity: 1 } },
  ),
  reads("Shopify: one address in three spellings", "shopify-emails.csv", {
    [ada]: bought(3, 3, 45, "2026-03-02", "2026-03-04"),
  }),
  refused("Shopify: a status that nobody knows", "shopify-unknown-status.csv", {
    line: 3,
    column: "Financial Status",
    says: ["in dispute"],
  }),
  refused("Shopify: without the number of the order", "shopify-no-number.csv", {
    code: "CSV_HEADER",
    says: ["Shopify", "Name"],
  }),
  refused("Shopify: two currencies", "shopify-currencies.csv", { says: ["EUR", "USD"] }),
  reads(
    "Shopify: two currencies and a rate",
    "shopify-currencies.csv",
    {
      [ada]: bought(1, 1, 15, "2026-03-02", "2026-03-02"),
      [bo]: bought(1, 2, 90, "2026-03-03", "2026-03-03"),
    },
    { options: { currency: "EUR", rates: { USD: 0.9 } } },
  ),
  refused("Shopify: a quotation mark that is never closed", "shopify-unclosed.csv", {
    line: 2,
    says: ["columns"],
  }),
];

const WOOCOMMERCE: readonly OrderFixture[] = [
  reads(
    "WooCommerce: a row per item; a guest is the customer of the same address; a piece given back; a deleted product",
    "woocommerce-items.csv",
    {
      [ada]: bought(2, 4, 148.9, "2026-03-02", "2026-03-05"),
      [bo]: bought(1, 2, 20, "2026-03-06", "2026-03-06"),
    },
  ),
  reads(
    "WooCommerce: all statuses, in all spellings",
    "woocommerce-statuses.csv",
    { [ada]: bought(2, 2, 30, "2026-03-01", "2026-03-02") },
    { leftOut: { unpaid: 4, cancelled: 1, refunded: 1 } },
  ),
  reads("WooCommerce: all items in one cell, with signs that are meant", "woocommerce-packed.csv", {
    [ada]: bought(1, 2, 118.9, "2026-03-02", "2026-03-02"),
    [bo]: bought(1, 2, 30, "2026-03-05", "2026-03-05"),
  }),
  reads("WooCommerce: all items in one cell of JSON", "woocommerce-json.csv", {
    [ada]: bought(1, 3, 118.9, "2026-03-02", "2026-03-02"),
  }),
  reads("WooCommerce: a cell per item", "woocommerce-cells.csv", {
    [ada]: bought(1, 2, 118.9, "2026-03-02", "2026-03-02"),
    [bo]: bought(1, 2, 30, "2026-03-05", "2026-03-05"),
  }),
  refused("WooCommerce: a cell that can be read in two ways", "woocommerce-doubt.csv", {
    line: 3,
    column: "line_item_1",
    says: [" blue"],
  }),
  reads(
    "the same, counted",
    "woocommerce-doubt.csv",
    { [ada]: bought(1, 1, 29.9, "2026-03-02", "2026-03-02") },
    { badRows: 1 },
  ),
  reads("WooCommerce: Advanced Order Export, the order's columns on its first row only", "woocommerce-advanced.csv", {
    [ada]: bought(1, 3, 148.8, "2026-03-02", "2026-03-02"),
    [bo]: bought(1, 1, 15, "2026-03-05", "2026-03-05"),
  }),
  reads(
    "WooCommerce: Export Order Items",
    "woocommerce-order-items.csv",
    { [ada]: bought(1, 3, 139, "2026-03-02", "2026-03-02") },
    { leftOut: { unpaid: 1 } },
  ),
  refused("WooCommerce: Analytics, which names no customer", "woocommerce-analytics.csv", {
    code: "CSV_HEADER",
    says: ["full names", "Product(s)"],
  }),
];

/** All fixtures. */
export const ORDER_FIXTURES: readonly OrderFixture[] = [
  ...SHOPIFY,
  ...WOOCOMMERCE,
  ...PLAIN_FIXTURES,
  ...JSON_FIXTURES,
];
