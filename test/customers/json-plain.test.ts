/** How objects of no shop become order lines. Of the sources, because lines are not public. */
import { describe, expect, it } from "vitest";
import type { JsonObject as Json } from "../../ts/customers/orders/json/json-orders.js";
import { recogniseJsonOrders } from "../../ts/customers/orders/json/recognise-json.js";
import { linesAmong, linesOf, objectsOf, thrownBy, told } from "./order-objects.js";

describe("objects of no shop", () => {
  const first = { customer_id: 7, date: "2026-03-02", sku: "A", amount: 5 };

  it("takes members by their usual names, also those that the first object lacks", () => {
    expect(
      linesAmong(first, {
        customerId: "8",
        Date: "2026-03-03",
        productId: 12,
        qty: 2,
        price: 1.5,
        email: " a@example.com ",
      }),
    ).toEqual([{ customer: "8", time: "2026-03-03", item: "12", quantity: "2", price: "1.5", email: "a@example.com" }]);
  });

  it("writes numbers out", () => {
    const amount = (value: unknown) => linesAmong(first, { ...first, amount: value })[0]?.amount;
    expect([amount(0.1 + 0.2), amount(1e-7), amount(5e2), amount(-0.5)]).toEqual([
      "0.30000000000000004",
      "0.0000001",
      "500",
      "-0.5",
    ]);
  });

  it("gives the items of an order its fields, and takes no total of the order for one of a line", () => {
    expect(linesOf("plain-nested.jsonl")[0]).toEqual([
      {
        order: "A1",
        customer: "7",
        time: "2026-03-02T10:14:00+01:00",
        currency: "EUR",
        sku: "SHIRT-1",
        quantity: "2",
        price: "29.9",
        line: "1",
      },
      {
        order: "A1",
        customer: "7",
        time: "2026-03-02T10:14:00+01:00",
        currency: "EUR",
        sku: "BOOT-1",
        quantity: "1",
        price: "89",
        line: "2",
      },
    ]);
  });

  it("takes what is said", () => {
    const object = { who: 7, when: "2026-03-02", sku: "A", price: 5, amount: 10 };
    const orders = recogniseJsonOrders(object, "x.jsonl", { customer: "who", time: "when", amount: "amount" });
    expect(orders.lines(object, "")).toEqual([{ customer: "7", time: "2026-03-02", sku: "A", amount: "10" }]);
    expect(
      thrownBy(() => recogniseJsonOrders(objectsOf("ga4.jsonl")[0] as Json, "x.jsonl", { customer: "user_id" })).code,
    ).toBe("INVALID_ARGUMENT");
  });

  it.each<[object: Json, message: string]>([
    [{ ...first, date: 20260302 }, "date is a number, and its unit is not known"],
    [{ ...first, date: null }, "there is no date"],
    [{ ...first, sku: "" }, "there is no item"],
    [{ ...first, price: 5 }, "there are an amount and a price"],
    [{ ...first, user_id: 8 }, "user_id is a second customer"],
    [{ ...first, quantity: {} }, "quantity is an object, expected a text or a number"],
  ])("names what is wrong: %j", (object, message) => {
    expect(told(first, object)).toContain(`x.jsonl: line 9: ${message}`);
  });

  it("names the place in a list", () => {
    const [order] = objectsOf("plain-nested.jsonl") as [Json];
    expect(told(order, { ...order, items: [{ sku: "A" }, { quantity: 1 }] })).toContain("items[1] has no item");
    expect(told(order, { ...order, items: [] })).toContain("items is empty");
  });

  it("refuses members that cannot be understood", () => {
    const refusal = (object: Json) => thrownBy(() => recogniseJsonOrders(object, "x.jsonl"));
    expect(refusal({ hello: "world" })).toMatchObject({
      code: "CSV_HEADER",
      message: expect.stringContaining("no column says who bought"),
    });
    expect(refusal({ ...first, price: 5 }).message).toContain('"amount", "price" may both be the value of a line');
    expect(refusal({ customer_id: 7, date: "2026-03-02", items: [{ sku: "A", total: 5 }] }).message).toContain(
      '"total" may be of a line',
    );
  });
});
