/** How Segment's events become order lines. Of the sources, because lines are not public. */
import { describe, expect, it } from "vitest";
import type { JsonObject as Json } from "../../ts/customers/orders/json/json-orders.js";
import { linesAmong, linesOf, objectsOf, thrownBy, told } from "./order-objects.js";

describe("Segment", () => {
  const order = objectsOf("segment.jsonl")[3] as Json;
  const changed = (properties: Json, more: Json = {}) => ({
    ...order,
    ...more,
    properties: { ...(order.properties as Json), ...properties },
  });

  it("gives a line per product, with the customer's address and the order", () => {
    const [, , , lines] = linesOf("segment.jsonl");
    expect(lines).toEqual([
      {
        order: "o1",
        customer: "u7",
        email: "ada@example.com",
        firstName: "Ada",
        city: "Testville",
        zip: "01067",
        country: "DE",
        time: "2026-03-02T09:10:00.000Z",
        currency: "EUR",
        sku: "SHIRT-1",
        item: "p1",
        name: "Linen shirt",
        quantity: "2",
        price: "29.9",
        orderTotal: "148.8",
        line: "1",
      },
      expect.objectContaining({ sku: "BOOT-1", quantity: "1", price: "89", line: "2" }),
    ]);
  });

  it("skips what is no order: pages, views, updates, and names that objects have by nature", () => {
    expect(linesOf("segment.jsonl").slice(0, 3)).toEqual([[], [], []]);
    for (const event of ["constructor", "__proto__", "Order Completed by phone"])
      expect(linesAmong(order, { ...order, event })).toEqual([]);
    expect(linesAmong(order, { ...order, event: " order COMPLETED " })).toHaveLength(2);
  });

  it("returns products by a negative quantity, and an order by its status", () => {
    const [, refund, , whole] = linesOf("segment-refund.jsonl");
    expect(refund).toEqual([expect.objectContaining({ order: "o1", sku: "SHIRT-1", quantity: "-1", price: "29.9" })]);
    expect(refund?.[0]).not.toHaveProperty("line");
    expect(whole).toEqual([
      { order: "o2", customer: "u8", time: expect.any(String), currency: "EUR", status: "refunded", orderRefund: "15" },
    ]);
    const [, cancelled] = linesOf("segment-cancelled.jsonl");
    expect(cancelled).toEqual([
      { order: "o1", customer: "u7", time: expect.any(String), currency: "EUR", status: "cancelled" },
    ]);
  });

  it("takes the time of the event before those of its way", () => {
    const at = (more: Json) => linesAmong(order, { ...order, ...more })[0]?.time;
    expect(at({ originalTimestamp: "2026-01-01T00:00:00Z" })).toBe("2026-03-02T09:10:00.000Z");
    expect(at({ timestamp: null, originalTimestamp: "2026-01-01T00:00:00Z", receivedAt: "x" })).toBe(
      "2026-01-01T00:00:00Z",
    );
  });

  it.each<[object: Json, message: string]>([
    [changed({ products: [] }), "properties.products is empty"],
    [changed({ products: "shirts" }), "properties.products is a text, expected a list"],
    [changed({ products: [{ sku: "A" }, 7] }), "properties.products[1] is a number, expected an object"],
    [changed({ products: [{ price: 5 }] }), "properties.products[0] has no sku, product_id or name"],
    [changed({ products: [{ sku: "A", price: { amount: 5 } }] }), "properties.products[0].price is an object"],
    [changed({ order_id: 12345678901234567000 }), "properties.order_id is a number with more digits"],
    [changed({}, { timestamp: 1767261600 }), "timestamp is a number"],
    [changed({}, { timestamp: undefined }), "timestamp is missing"],
    [changed({}, { event: undefined }), "event is missing"],
    [changed({ products: [], order_id: undefined }, { event: "Order Refunded" }), "properties.order_id is missing"],
    [{ hello: "world" }, "event is missing"],
  ])("names what is wrong: %#", (object, message) => {
    expect(told(order, object)).toContain(`x.jsonl: line 9: ${message}`);
    expect(thrownBy(() => linesAmong(order, object)).code).toBe("TABLE_ROW");
  });
});
