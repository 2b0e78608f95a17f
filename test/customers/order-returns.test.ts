/** Goods that came back, in all the ways that files tell it: the purchase is as if it never was. */
import { describe, expect, it } from "vitest";
import { bytes, named, sums } from "./order-tables.js";

const HEADER = "customer_id,order_id,date,sku,quantity,amount";
const table = (...lines: readonly string[]) => bytes(HEADER, ...lines);

describe("a return", () => {
  it("takes from its own order first, whoever sends it and whenever it stands in the files", async () => {
    const { customers, returned, unmatchedReturns, leftOut } = await sums(
      table("clerk,A1,2026-03-09,SHIRT,-1,-20", "7,A1,2026-03-02,SHIRT,2,40", "7,A2,2026-03-05,SHIRT,1,20"),
    );
    expect(customers[7]).toMatchObject({ orders: 2, items: 2, monetary: 40, lines: 2 });
    expect(customers).not.toHaveProperty("clerk");
    expect({ returned, unmatchedReturns, refunded: leftOut.refunded }).toEqual({
      returned: 1,
      unmatchedReturns: 0,
      refunded: 0,
    });
  });

  it("takes from the customer's latest purchase before it where its number is that of a credit note", async () => {
    const rows = ["7,A1,2026-03-02,SHIRT,1,20", "7,A2,2026-03-05,SHIRT,1,22", "7,A3,2026-03-20,SHIRT,1,24"];
    const { customers, leftOut } = await sums(table(...rows, "7,C1,2026-03-09,SHIRT,-1,-22"));
    expect(customers[7]).toMatchObject({ orders: 2, monetary: 44, firstOrder: "2026-03-02", lastOrder: "2026-03-20" });
    expect(leftOut.refunded).toBe(1);
  });

  it("does not take what a later return names", async () => {
    const rows = ["7,A1,2026-03-02,SHIRT,1,20", "7,A2,2026-03-05,SHIRT,1,30"];
    const backs = ["7,C1,2026-03-09,SHIRT,-1,-20", "7,A2,2026-03-10,SHIRT,-1,-30"];
    const { customers, unmatchedReturns } = await sums(table(...rows, ...backs, "7,A9,2026-03-10,BAG,1,5"));
    expect(unmatchedReturns).toBe(0);
    expect(customers[7]).toMatchObject({ orders: 1, monetary: 5 });
  });

  it("without a purchase is counted, and takes nothing", async () => {
    const { customers, returned, unmatchedReturns } = await sums(
      table(
        "7,A1,2026-03-02,SHIRT,1,20",
        "7,A1,2026-03-03,BAG,-1,-5",
        "7,A1,2026-03-04,SHIRT,-3,-60",
        "8,B,2026-03-04,BAG,1,5",
      ),
    );
    expect({ returned, unmatchedReturns }).toEqual({ returned: 2, unmatchedReturns: 2 });
    expect(Object.keys(customers)).toEqual(["8"]);
  });

  it("that names its order need not name a customer; one that names neither has none", async () => {
    const { customers, leftOut, unmatchedReturns } = await sums(
      table("7,A1,2026-03-02,SHIRT,2,40", ",A1,2026-03-03,SHIRT,-1,-20", ",,2026-03-03,SHIRT,-1,-20"),
    );
    expect(customers[7]).toMatchObject({ items: 1, monetary: 20 });
    expect({ noCustomer: leftOut.noCustomer, unmatchedReturns }).toEqual({ noCustomer: 1, unmatchedReturns: 0 });
  });

  it("of parts of pieces leaves nothing over", async () => {
    const back = (day: number) => `7,A1,2026-03-0${day},LINEN,-0.1,-2`;
    const { customers, unmatchedReturns } = await sums(
      table("7,A1,2026-03-02,LINEN,0.3,6", back(3), back(4), back(5), "7,A2,2026-03-06,BAG,1,5"),
    );
    expect(unmatchedReturns).toBe(0);
    expect(customers[7]).toMatchObject({ orders: 1, items: 1, monetary: 5 });
  });

  it("in two files that overlap counts once", async () => {
    const rows = ["7,A1,2026-03-02,SHIRT,3,60", "7,A1,2026-03-09,SHIRT,-1,-20"];
    const first = named("1.csv", HEADER, ...rows);
    const second = named("2.csv", HEADER, ...rows, "7,A2,2026-03-10,BAG,1,5");
    const { customers, leftOut, returned } = await sums([first, second]);
    expect(customers[7]).toMatchObject({ orders: 2, items: 3, monetary: 45 });
    expect({ duplicate: leftOut.duplicate, returned }).toEqual({ duplicate: 2, returned: 1 });
  });

  it("in a later file is none of the copies", async () => {
    const first = named("1.csv", HEADER, "7,A1,2026-03-02,SHIRT,3,60", "7,A1,2026-03-09,SHIRT,-1,-20");
    const second = named("2.csv", HEADER, "7,A1,2026-04-09,SHIRT,-1,-20");
    expect((await sums([first, second])).customers[7]).toMatchObject({ items: 1, monetary: 20 });
  });

  it("that names no item is a wrong row, and no return", async () => {
    const all = await sums(table("7,A1,2026-03-02,SHIRT,1,20", "7,A1,2026-03-03,,-1,-20"));
    expect(all).toMatchObject({ returned: 0, badRows: 1, lines: 1 });
  });

  it("of all pieces in a column of its own is no line of quantity 0", async () => {
    const { leftOut, customers } = await sums(
      bytes(`${HEADER},refunded_quantity`, "7,A1,2026-03-02,SHIRT,2,40,2", "8,A2,2026-03-02,SHIRT,2,40,-1"),
    );
    expect(leftOut).toMatchObject({ refunded: 1, noQuantity: 0 });
    expect(Object.keys(customers)).toEqual(["8"]);
    expect(customers[8]).toMatchObject({ items: 1, monetary: 20 });
  });
});

describe("an event that takes back a whole order", () => {
  const event = (name: string, properties: object, time = "2026-03-09T10:00:00Z") =>
    JSON.stringify({ type: "track", event: name, userId: "u7", timestamp: time, properties });
  const products = [
    { sku: "SHIRT", price: 20, quantity: 2 },
    { sku: "BAG", price: 5 },
  ];
  const bought = (order: string) => event("Order Completed", { order_id: order, products }, "2026-03-02T10:00:00Z");

  it("counts as what it says, before or after the order", async () => {
    const lines = [event("Order Cancelled", { order_id: "o1" }), bought("o1"), bought("o2")];
    const { leftOut, returned, customers } = await sums(bytes(...lines, event("Order Refunded", { order_id: "o2" })));
    expect(leftOut).toMatchObject({ cancelled: 2, refunded: 2 });
    expect(returned).toBe(2);
    expect(customers).toEqual({});
  });

  it("covers what came back of it before", async () => {
    const part = event("Order Refunded", { order_id: "o1", products: [{ sku: "SHIRT", quantity: 1 }] });
    const all = await sums(bytes(bought("o1"), part, event("Order Refunded", { order_id: "o1" })));
    expect(all).toMatchObject({ returned: 2, unmatchedReturns: 0, customers: {} });
  });

  it("of an order that is not in the files is unmatched", async () => {
    const all = await sums(bytes(bought("o1"), event("Order Refunded", { order_id: "o8" })));
    expect(all).toMatchObject({ returned: 1, unmatchedReturns: 1, orders: 1 });
  });

  it("does not hide wrong rows of the order in the second reading", async () => {
    const wrong = event("Order Completed", { order_id: "o1", products: [{ sku: "SHIRT", price: "many" }] });
    const told: number[] = [];
    const all = await sums(bytes(wrong, event("Order Refunded", { order_id: "o1" })), {
      onBadRow: ({ line }) => told.push(line),
    });
    expect(told).toEqual([1]);
    expect(all.badRows).toBe(1);
  });
});

it("money that was given back of an order is taken off once, also where its rows do not stand together", async () => {
  const header = `${HEADER},refunded_amount`;
  const rows = ["7,A1,2026-03-02,SHIRT,1,20,10", "8,A2,2026-03-02,SHIRT,1,20,0", "7,A1,2026-03-02,BAG,1,5,10"];
  const { customers, partRefunds } = await sums(bytes(header, ...rows));
  expect(customers[7]?.monetary).toBe(15);
  expect(partRefunds).toBe(1);
});
