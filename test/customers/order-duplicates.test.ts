/** Orders that are there twice, in two files or in one. */
import { expect, it } from "vitest";
import { bytes, named, sums } from "./order-tables.js";

const HEADER = "customer_id,order_id,date,sku,quantity,amount";
const SHOPIFY = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku";

it("an order of two files counts once; other orders of these files all", async () => {
  const first = named("1.csv", HEADER, "7,A1,2026-03-02,SHIRT,1,20", "7,A1,2026-03-02,BAG,1,5");
  const second = named("2.csv", HEADER, "7,A1,2026-03-02,SHIRT,1,20", "7,A2,2026-03-03,BAG,1,5");
  const { customers, leftOut, files } = await sums([first, second]);
  expect(customers[7]).toMatchObject({ orders: 2, lines: 3, monetary: 30 });
  expect(leftOut.duplicate).toBe(1);
  expect(files.map(({ name, rows, lines }) => [name, rows, lines])).toEqual([
    ["1.csv", 2, 2],
    ["2.csv", 2, 1],
  ]);
});

it("the last order of a file is not counted again where the next file begins with it", async () => {
  const order = ["#2,ada@example.com,paid,2026-03-02 10:00:00 +0100,1,Bag,15,BAG", "#2,,,,1,Shirt,20,SHIRT"];
  const first = named("1.csv", SHOPIFY, ...order);
  const second = named("2.csv", SHOPIFY, ...order, "#3,ada@example.com,paid,2026-03-03 10:00:00 +0100,1,Bag,15,BAG");
  const all = await sums([first, second]);
  expect(all.leftOut.duplicate).toBe(2);
  expect(Object.values(all.customers)).toMatchObject([{ orders: 2, lines: 3, monetary: 50 }]);
});

it("an order goes on where the next file begins with rows that have its number alone", async () => {
  const first = named("1.csv", SHOPIFY, "#2,ada@example.com,paid,2026-03-02 10:00:00 +0100,1,Bag,15,BAG");
  const second = named("2.csv", SHOPIFY, "#2,,,,1,Shirt,20,SHIRT");
  const all = await sums([first, second]);
  expect(Object.values(all.customers)).toMatchObject([{ orders: 1, lines: 2, monetary: 35 }]);
});

it("a row that goes on with no order before it is wrong, and says so", async () => {
  const told: string[] = [];
  await sums(bytes(SHOPIFY, "#2,,,,1,Shirt,20,SHIRT"), { onBadRow: ({ message }) => told.push(message) });
  expect(told).toEqual([expect.stringMatching(/"#2".*first row of its order must stand before it → .*do not sort/)]);
});

it("lines that have names are told apart by them, in one file, too", async () => {
  const header = `${HEADER},line_id`;
  const rows = ["7,A1,2026-03-02,SHIRT,1,20,1", "7,A1,2026-03-02,SHIRT,1,20,2", "7,A2,2026-03-02,BAG,1,5,1"];
  const all = await sums(bytes(header, ...rows, ...rows));
  expect(all.customers[7]).toMatchObject({ orders: 2, lines: 3, monetary: 45 });
  expect(all.leftOut.duplicate).toBe(3);
});

it("a column `line` that names something else takes no item away", async () => {
  const rows = ["7,A1,2026-03-02,SHIRT,1,20,Summer", "7,A1,2026-03-02,BAG,1,5,Summer"];
  const all = await sums(bytes(`${HEADER},line`, ...rows));
  expect(all.customers[7]).toMatchObject({ lines: 2, monetary: 25 });
});

it("rows without a name of the line are never taken for copies in one file", async () => {
  const row = "7,A1,2026-03-02,SHIRT,1,20";
  const all = await sums(bytes(HEADER, row, row));
  expect(all.customers[7]).toMatchObject({ orders: 1, lines: 2, items: 2 });
});

it("files without numbers of orders whose days overlap are noted, also objects, also where things came back", async () => {
  const csv = (name: string, ...days: readonly string[]) =>
    named(name, "customer_id,date,sku,quantity", ...days.map((day) => `7,${day},BAG,1`));
  const objects = new File([JSON.stringify({ customer_id: 7, date: "2026-03-05", sku: "BAG" })], "3.jsonl");
  const back = named("4.csv", "customer_id,date,sku,quantity", "9,2026-03-06,BAG,2", "9,2026-03-07,BAG,-1");
  const overlaps = async (...files: readonly File[]) =>
    (await sums(files)).notes.filter((note) => note.includes("count twice"));
  const [one, two] = [csv("1.csv", "2026-03-01", "2026-03-06"), csv("2.csv", "2026-03-07", "2026-03-09")];
  expect(await overlaps(one, two)).toEqual([]);
  expect(await overlaps(one, objects)).toEqual([
    "1.csv and 3.jsonl both have orders from 2026-03-05 to 2026-03-05, and no numbers of orders: those that are in both count twice",
  ]);
  expect(await overlaps(one, back)).toHaveLength(1);
  expect(await overlaps(two, named("5.csv", HEADER, "7,A1,2026-03-08,BAG,1,5"))).toEqual([]);
});

it("what a later export says of an order for good holds, whichever file comes first", async () => {
  const order = (status: string) =>
    named(
      `${status}.csv`,
      SHOPIFY,
      `#2,ada@example.com,${status},2026-03-02 10:00:00 +0100,1,Bag,15,BAG`,
      "#2,,,,1,Shirt,20,SHIRT",
    );
  const other = named("other.csv", SHOPIFY, "#3,ada@example.com,paid,2026-03-03 10:00:00 +0100,1,Boot,89,BOOT");
  for (const [status, reason] of [
    ["refunded", "refunded"],
    ["voided", "cancelled"],
  ] as const) {
    for (const files of [
      [order("paid"), order(status), other],
      [order(status), order("paid"), other],
    ]) {
      const all = await sums(files);
      expect(all.leftOut).toMatchObject({ [reason]: 4, duplicate: 0 });
      expect(Object.values(all.customers)).toMatchObject([{ orders: 1, monetary: 89 }]);
      expect(all).toMatchObject({ returned: 0, unmatchedReturns: 0 });
    }
  }
  // Not paid yet, and then paid.
  for (const files of [
    [order("pending"), order("paid")],
    [order("paid"), order("pending")],
  ]) {
    expect((await sums(files)).all).toMatchObject({ lines: 2, leftOut: { unpaid: 2 } });
  }
});

it("a status of a line in a table is not that of its order in another file", async () => {
  const rows = ["7,A1,2026-03-02,SHIRT,1,20,refunded", "7,A1,2026-03-02,BAG,1,5,paid"];
  const files = ["1.csv", "2.csv"].map((name) => named(name, `${HEADER},status`, ...rows));
  expect((await sums(files)).all).toMatchObject({ lines: 1, leftOut: { refunded: 2, duplicate: 1 } });
});
