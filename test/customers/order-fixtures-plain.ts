/**
 * Fixtures of tables of no shop.
 */
import type { OrderFixture } from "./order-fixture.js";
import { bought, reads, refused } from "./order-fixture.js";

const seven = bought(1, 2, 59.8, "2026-03-02", "2026-03-02");
const eight = bought(1, 1, 15, "2026-03-05", "2026-03-05");

export const PLAIN_FIXTURES: readonly OrderFixture[] = [
  reads("plain", "plain.csv", {
    7: bought(2, 4, 163.8, "2026-03-02", "2026-04-11"),
    8: eight,
  }),
  reads("plain: a mark of UTF-8", "plain-mark.csv", { 7: seven }),
  reads("plain: semicolons, decimal commas, points between thousands, DD.MM.YYYY", "plain-semicolons.csv", {
    7: bought(1, 2, 1059.8, "2026-03-02", "2026-03-02"),
    8: bought(1, 1, 15.5, "2026-03-05", "2026-03-05"),
  }),
  reads("plain: names in another case, with blanks and signs; empty columns at the end", "plain-headers.csv", {
    7: seven,
    8: eight,
  }),
  refused("plain: two dates", "plain-two-dates.csv", {
    code: "CSV_HEADER",
    says: ['"order_date"', '"created_at"', "columns"],
  }),
  reads(
    "plain: two dates, one of which is said",
    "plain-two-dates.csv",
    { 7: bought(1, 1, undefined, "2026-03-02", "2026-03-02") },
    { options: { columns: { time: "order_date" } } },
  ),
  refused("plain: an amount and a price", "plain-amount-price.csv", {
    code: "CSV_HEADER",
    says: ['"amount"', '"price"'],
  }),
  reads(
    "plain: the amount is said",
    "plain-amount-price.csv",
    { 7: seven },
    { options: { columns: { amount: "amount" } } },
  ),
  reads(
    "plain: the price is said",
    "plain-amount-price.csv",
    { 7: seven },
    { options: { columns: { price: "price" } } },
  ),
  refused("plain: no customer", "plain-no-customer.csv", { code: "CSV_HEADER", says: ["who bought", "customer_id"] }),
  refused("plain: no date", "plain-no-date.csv", { code: "CSV_HEADER", says: ["when", "date"] }),
  refused("plain: no item", "plain-no-item.csv", { code: "CSV_HEADER", says: ["what was bought", "sku"] }),
  refused("plain: no header", "plain-no-header.csv", { code: "CSV_HEADER", says: ["the first row must hold names"] }),
  refused("plain: a total of whatever", "plain-total.csv", { code: "CSV_HEADER", says: ['"total"', "whole order"] }),
  reads(
    "plain: a total of the line",
    "plain-total.csv",
    { 7: bought(1, 3, 74.8, "2026-03-02", "2026-03-02") },
    { options: { columns: { amount: "total" } } },
  ),
  reads(
    "plain: returns as negative quantities",
    "plain-returns.csv",
    { 7: bought(1, 2, 44.9, "2026-03-02", "2026-03-02") },
    { leftOut: { refunded: 1 }, returned: 2 },
  ),
  reads(
    "plain: a quantity of 0, and one that is not whole",
    "plain-quantities.csv",
    { 7: bought(1, 1.5, 30, "2026-03-02", "2026-03-02"), 8: eight },
    { leftOut: { noQuantity: 1 } },
  ),
  reads("plain: commas between thousands", "plain-thousands.csv", {
    7: bought(1, 1, 1189, "2026-03-02", "2026-03-02"),
    8: bought(1, 1, 12345678.9, "2026-03-05", "2026-03-05"),
  }),
  refused("plain: 1,189 is 1189 or 1.189", "plain-thousands-doubt.csv", {
    line: 3,
    column: "amount",
    says: ["1,189"],
  }),
  refused("plain: days as spreadsheets count them", "plain-serials.csv", { line: 2, column: "date", says: ["46083"] }),
  refused("plain: 03/04/2026 is March or April", "plain-slashes.csv", {
    line: 2,
    column: "date",
    says: ["03/04/2026"],
  }),
  reads(
    "plain: the day first",
    "plain-slashes.csv",
    { 7: bought(1, 2, 59.8, "2026-04-03", "2026-04-03"), 8: bought(1, 1, 15, "2026-04-05", "2026-04-05") },
    { options: { dateOrder: "dmy" } },
  ),
  reads(
    "plain: the month first",
    "plain-slashes.csv",
    { 7: bought(1, 2, 59.8, "2026-03-04", "2026-03-04"), 8: bought(1, 1, 15, "2026-05-04", "2026-05-04") },
    { options: { dateOrder: "mdy" } },
  ),
  refused("plain: a day that has not come", "plain-future.csv", { line: 3, column: "date", says: ["2062-03-05"] }),
  reads("plain: a day that has not come, counted", "plain-future.csv", { 7: seven }, { badRows: 1 }),
  reads("plain: a header and no row", "plain-header-only.csv", {}),
  refused("an empty file", "empty.csv", { code: "CSV_EMPTY", says: ["no row"] }),
  refused("plain: a row of too few columns", "plain-short-row.csv", { line: 3, says: ["columns"] }),
  reads(
    "plain: a row of too few columns, counted",
    "plain-short-row.csv",
    { 7: seven, 9: bought(1, 1, 15, "2026-03-06", "2026-03-06") },
    { badRows: 1 },
  ),
  refused("plain: a row of totals", "plain-totals-row.csv", { line: 4, column: "date", says: ["empty"] }),
  reads("plain: a row of totals, counted", "plain-totals-row.csv", { 7: seven, 8: eight }, { badRows: 1 }),
  reads(
    "plain: labels alone, one of them blank",
    "plain-labels.csv",
    { 7: bought(1, 2, undefined, "2026-03-02", "2026-03-02"), 8: bought(2, 2, undefined, "2026-03-05", "2026-03-06") },
    { leftOut: { noLabel: 1 } },
  ),
  reads(
    "plain: a label that is none of the catalogue's classes",
    "plain-unknown-label.csv",
    { 7: bought(1, 1, undefined, "2026-03-02", "2026-03-02") },
    { badRows: 1, leftOut: { noLabel: 0 }, options: { catalogue: "catalogue.csv" } },
  ),
  reads(
    "plain: an order in two files",
    ["plain-copy-1.csv", "plain-copy-2.csv"],
    { 7: seven, 8: bought(2, 2, 30, "2026-03-05", "2026-03-09") },
    { leftOut: { duplicate: 1 } },
  ),
  refused("plain: UTF-16, little end first", "plain-utf16le.csv", { code: "CSV_HEADER", says: ["UTF-16", "UTF-8"] }),
  refused("plain: UTF-16, big end first", "plain-utf16be.csv", { code: "CSV_HEADER", says: ["UTF-16", "UTF-8"] }),
  reads("plain: dates in all forms", "plain-dates.csv", {
    7: bought(4, 4, 60, "2026-03-02", "2026-03-05"),
    8: bought(5, 5, 75, "2026-03-02", "2026-03-06"),
  }),
  reads("plain: apostrophes before numbers", "plain-apostrophes.csv", {
    "007": bought(2, 3, 89.7, "2026-03-02", "2026-03-05"),
  }),
  reads(
    "plain: addresses as customers; consent stays where a cell is blank",
    "plain-emails.csv",
    { "ada@example.com": bought(2, 3, 74.8, "2026-03-02", "2026-03-09", "yes") },
    { leftOut: { noCustomer: 1 } },
  ),
  reads(
    "plain: statuses, and pieces given back",
    "plain-fulfilment.csv",
    { 7: bought(1, 3, 74.8, "2026-03-02", "2026-03-02") },
    { leftOut: { cancelled: 1, refunded: 1, unpaid: 1 } },
  ),
];
