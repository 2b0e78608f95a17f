/** How events of Google Analytics 4 become order lines. Of the sources, because lines are not public. */
import { describe, expect, it } from "vitest";
import type { JsonObject as Json } from "../../ts/customers/orders/json/json-orders.js";
import { linesAmong, linesOf, objectsOf, thrownBy, told } from "./order-objects.js";

describe("Google Analytics 4", () => {
  const [, purchase] = objectsOf("ga4.jsonl") as [Json, Json];
  const timed = (timestamp: unknown, date?: string) =>
    linesAmong(purchase, { ...purchase, event_timestamp: timestamp, event_date: date })[0]?.time;

  it("gives a line per item, by the shop's customer before the browser", () => {
    const lines = linesOf("ga4.jsonl");
    expect(lines[0]).toEqual([]);
    expect(lines[1]?.[0]).toEqual({
      order: "T1",
      customer: "u7",
      time: "2026-03-02T09:10:00.000Z",
      currency: "EUR",
      item: "SHIRT-1",
      name: "Linen shirt",
      quantity: "2",
      price: "29.9",
      line: "1",
    });
    expect(lines[3]?.[0]).toMatchObject({ customer: "333.444", name: "Canvas bag" });
    expect(lines[3]?.[0]).not.toHaveProperty("item");
  });

  it("reads numbers that are numbers as those that are texts", () => {
    expect(linesOf("ga4-numbers.jsonl")[0]).toEqual([linesOf("ga4.jsonl")[1]?.[0]]);
  });

  it("keeps the instant, and the day in the shop's time zone", () => {
    const micros = (text: string) => String(Date.parse(text) * 1000);
    for (const [instant, date, time] of [
      ["2026-03-04T23:30:00Z", "20260304", "2026-03-04T23:30:00.000Z"],
      ["2026-03-04T23:30:00Z", "20260305", "2026-03-05T00:30:00.000+01:00"],
      ["2026-03-05T03:59:59Z", "20260304", "2026-03-04T23:59:59.000-04:00"],
      ["2026-03-04T10:30:00Z", "20260305", "2026-03-05T00:30:00.000+14:00"],
      // A clock that is wrong, or an event from another day: no time zone explains it.
      ["2026-03-04T10:00:00Z", "20260309", "2026-03-04T10:00:00.000Z"],
    ] as const) {
      expect(timed(micros(instant), date)).toBe(time);
      expect(Date.parse(time)).toBe(Date.parse(instant));
    }
    expect(timed(1772448600123456)).toBe("2026-03-02T10:50:00.123Z");
  });

  it.each([["1767261600"], [1767261600000], ["1767261600000000000"], ["yesterday"], [-1]])(
    "refuses %j as microseconds",
    (value) => {
      expect(thrownBy(() => timed(value)).message).toContain(`event_timestamp is ${value}, expected microseconds`);
    },
  );

  it("takes the transaction from the parameters where it is not among the order's", () => {
    const event_params = [{ key: "transaction_id", value: { string_value: null, int_value: "77" } }];
    const [line] = linesAmong(purchase, { ...purchase, ecommerce: { transaction_id: "(not set)" }, event_params });
    expect(line?.order).toBe("77");
  });

  it("returns items, and whole orders, by their transaction", () => {
    const lines = linesOf("ga4-refund.jsonl");
    expect(lines[3]).toEqual([expect.objectContaining({ order: "T1", item: "SHIRT-1", quantity: "-1" })]);
    expect(lines[4]).toEqual([
      {
        order: "T2",
        customer: "999.999",
        time: expect.any(String),
        currency: "EUR",
        status: "refunded",
        orderRefund: "15",
      },
    ]);
  });

  it.each<[more: Json, message: string]>([
    [{ items: [] }, "items is empty"],
    [{ items: [{ item_id: "(not set)" }] }, "items[0] has no item_id or item_name"],
    [{ items: [{ item_id: "A", quantity: [] }] }, "items[0].quantity is a list"],
    [{ event_timestamp: null }, "event_timestamp is missing"],
    [{ event_name: 7 }, "event_name is no text"],
    [{ event_name: "refund", items: [], ecommerce: {} }, "ecommerce.transaction_id is missing"],
  ])("names what is wrong: %j", (more, message) => {
    expect(told(purchase, { ...purchase, ...more })).toContain(`x.jsonl: line 9: ${message}`);
  });
});
