/**
 * Fixtures in JSON Lines: Segment, Google Analytics 4, and objects of no shop.
 */
import type { OrderFixture } from "./order-fixture.js";
import { bought, reads, refused } from "./order-fixture.js";

const eight = bought(1, 1, 15, "2026-03-05", "2026-03-05");

export const JSON_FIXTURES: readonly OrderFixture[] = [
  reads(
    "Segment: orders among page views, an update, an order that was sent twice, an unknown visitor",
    "segment.jsonl",
    { u7: bought(1, 3, 148.8, "2026-03-02", "2026-03-02"), "anon-2": eight },
    { leftOut: { duplicate: 2 }, otherEvents: 3 },
  ),
  reads(
    "Segment: refunds with products, and of a whole order",
    "segment-refund.jsonl",
    {
      u7: bought(1, 2, 118.9, "2026-03-02", "2026-03-02"),
      u8: bought(1, 1, 89, "2026-03-12", "2026-03-12"),
    },
    { leftOut: { refunded: 1 }, returned: 2 },
  ),
  reads(
    "Segment: an order that was cancelled",
    "segment-cancelled.jsonl",
    { u7: eight },
    { leftOut: { cancelled: 2 }, returned: 1 },
  ),
  refused("Segment: an order without products", "segment-no-products.jsonl", {
    line: 2,
    says: ["properties.products"],
  }),
  reads(
    "Segment: an order without products, counted",
    "segment-no-products.jsonl",
    { u7: bought(1, 1, 15, "2026-03-02", "2026-03-02") },
    { badRows: 1 },
  ),
  reads(
    "GA4: numbers as texts, a purchase that was sent twice, a day that is that of the shop",
    "ga4.jsonl",
    { u7: bought(1, 3, 148.8, "2026-03-02", "2026-03-02"), "333.444": eight },
    { leftOut: { duplicate: 2 }, otherEvents: 1 },
  ),
  reads("GA4: numbers as numbers", "ga4-numbers.jsonl", { u7: bought(1, 2, 59.8, "2026-03-02", "2026-03-02") }),
  reads(
    "GA4: a refund with items, and one of a whole order, sent by the server as somebody else",
    "ga4-refund.jsonl",
    {
      u7: bought(1, 2, 118.9, "2026-03-02", "2026-03-02"),
      "333.444": bought(1, 1, 15, "2026-03-06", "2026-03-06"),
    },
    { leftOut: { refunded: 1 }, returned: 2 },
  ),
  refused("GA4: milliseconds", "ga4-milliseconds.jsonl", { line: 2, says: ["event_timestamp", "microseconds"] }),
  reads("JSON: a line per item", "plain.jsonl", { 7: bought(1, 3, 148.8, "2026-03-02", "2026-03-02"), 8: eight }),
  reads("JSON: an order with its items", "plain-nested.jsonl", {
    7: bought(1, 3, 148.8, "2026-03-02", "2026-03-02"),
    8: eight,
  }),
  refused("JSON: a broken line", "broken.jsonl", { line: 2, says: ["is no JSON"] }),
  reads(
    "JSON: a broken line, counted",
    "broken.jsonl",
    {
      7: bought(1, 2, 59.8, "2026-03-02", "2026-03-02"),
      9: bought(1, 2, 59.8, "2026-03-02", "2026-03-02"),
    },
    { badRows: 1 },
  ),
  refused("JSON that is no order", "no-orders.jsonl", { code: "CSV_HEADER", says: ["who bought", '"hello"'] }),
  refused("JSON: an object that is no order", "some-orders.jsonl", { line: 2, says: ["no date"] }),
  refused("JSON: a time without a unit", "plain-number-time.jsonl", { line: 1, says: ["timestamp", "unit"] }),
  refused("JSON: a number that lost its last digits", "long-numbers.jsonl", {
    line: 2,
    says: ["customer_id", "digits"],
  }),
];
