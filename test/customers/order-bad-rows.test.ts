/** Wrong rows: each is told once, with its file, its line and its column; the others count. */
import { type BadRow, readOrders } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { bytes, named, read, type Sources, sums, TODAY } from "./order-tables.js";

const HEADER = "customer_id,order_id,date,sku,quantity,amount,status";
const GOOD = "7,A1,2026-03-02,SHIRT,1,20,paid";

async function told(
  sources: Sources,
  options: object = {},
): Promise<{ rows: BadRow[]; badRows: number; lines: number }> {
  const rows: BadRow[] = [];
  const { badRows, lines } = await sums(sources, { ...options, onBadRow: (row) => rows.push(row) });
  return { rows, badRows, lines };
}

it.each<[string, string, string, RegExp]>([
  ["no date", "7,A1,,SHIRT,1,20,paid", "date", /^is empty, expected a date/],
  ["no day", "7,A1,2026-02-30,SHIRT,1,20,paid", "date", /"2026-02-30": is no day of the calendar/],
  ["a day to come", "7,A1,2026-12-02,SHIRT,1,20,paid", "date", /in the future/],
  ["no number", "7,A1,2026-03-02,SHIRT,two,20,paid", "quantity", /"two": expected a number/],
  ["a number of two", '7,A1,2026-03-02,SHIRT,1,"1,200",paid', "amount", /thousands or decimals/],
  ["no quantity", "7,A1,2026-03-02,SHIRT,,20,paid", "quantity", /is empty/],
  ["a status that is not known", "7,A1,2026-03-02,SHIRT,1,20,on its way", "status", /"on its way".* → .*statuses/],
  ["infinitely many", "7,A1,2026-03-02,SHIRT,1e999,20,paid", "quantity", /expected a number/],
])("%s", async (_, row, column, message) => {
  const { rows, badRows, lines } = await told(bytes(HEADER, GOOD, row, GOOD));
  expect(rows).toEqual([{ file: "the orders", line: 3, column, message: expect.stringMatching(message) }]);
  expect({ badRows, lines }).toEqual({ badRows: 1, lines: 2 });
  const strict = () => readOrders(named("shop.csv", HEADER, GOOD, row), { today: TODAY, strict: true });
  await expect(strict()).rejects.toMatchObject({
    code: "TABLE_ROW",
    message: expect.stringMatching(new RegExp(`^shop\\.csv: line 3, ${column}: `)),
  });
});

it("thousands of them, in their order, once each though the orders are read twice", async () => {
  const wrong = Array.from({ length: 5000 }, (_, i) => `7,B${i},2026-03-02,SHIRT,x${i},20,paid`);
  const { rows, badRows, lines } = await told(
    bytes(HEADER, GOOD, ...wrong, "7,A1,2026-03-03,SHIRT,-1,-20,paid", "7,A2,2026-03-04,BAG,1,5,paid"),
  );
  expect(rows.map(({ line }) => line)).toEqual(wrong.map((_, i) => i + 3));
  expect(rows[4999]?.message).toContain('"x4999"');
  expect({ badRows, lines }).toEqual({ badRows: 5000, lines: 1 });
});

it("in JSON Lines, in the order of the lines, whoever finds them", async () => {
  const object = (more: object) =>
    JSON.stringify({ customer_id: 7, date: "2026-03-02", sku: "S", quantity: 1, ...more });
  const lines = [
    object({}),
    object({ date: "2026-02-30" }),
    "{ no JSON",
    object({ sku: null }),
    object({ quantity: "x" }),
  ];
  const { rows } = await told(bytes(...lines, object({})));
  expect(rows).toEqual([
    { file: "the orders", line: 2, column: "time", message: expect.stringMatching(/^is "2026-02-30": is no day/) },
    { file: "the orders", line: 3, column: null, message: expect.stringMatching(/^is no JSON/) },
    { file: "the orders", line: 4, column: null, message: expect.stringMatching(/^there is no item/) },
    { file: "the orders", line: 5, column: "quantity", message: expect.stringMatching(/^is "x"/) },
  ]);
});

it("in cells that hold several items, by the column", async () => {
  const header = "order_id,order_date,status,billing_email,line_items";
  const rows = [
    "1,2026-03-02,completed,a@example.com,name:A|sku:A|quantity:1|total:5",
    "2,2026-03-02,completed,b@example.com,nothing",
  ];
  const { rows: wrong } = await told(bytes(header, ...rows));
  expect(wrong).toEqual([
    {
      file: "the orders",
      line: 3,
      column: null,
      message: expect.stringMatching(/^column 5 \(line_items\): .* → export/),
    },
  ]);
});

describe("bytes that are no UTF-8", () => {
  /** As a spreadsheet saves it in Windows-1252. */
  const ansi = (...lines: readonly string[]) => Uint8Array.from(`${lines.join("\n")}\n`, (sign) => sign.charCodeAt(0));

  it.each([
    ["an item", "customer_id,date,product_name", "7,2026-03-02,Kleid Zoë", "product_name"],
    ["a customer", "customer_id,date,product_name", "Zoë,2026-03-02,Bag", null],
    ["an address", "email,date,product_name", "zoë@example.com,2026-03-02,Bag", null],
    ["a label", "customer_id,date,label", "7,2026-03-02,Blüse", "label"],
  ])("%s: every row is told, not the first alone", async (_, header, row, column) => {
    const file = ansi(header, row, "8,2026-03-02,Shirt", row, "9,2026-03-03,Bag", row);
    const { rows, lines } = await told(file);
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 6]);
    expect(rows[0]).toMatchObject({
      column,
      message: expect.stringMatching(/no text in UTF-8 → save the file as UTF-8/),
    });
    expect(lines).toBe(2);
  });

  it("UTF-16 is refused with advice, with its mark and without", async () => {
    const text = "customer_id,date,sku\n7,2026-03-02,BAG\n";
    const little = (start: string) =>
      Uint8Array.from([...(start + text)].flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8]));
    const big = little("\ufeff").map((_, i, all) => all[i ^ 1] as number);
    for (const file of [little("\ufeff"), big, little("")]) {
      await expectRefusal(() => read(file), "CSV_HEADER", ["UTF-16", "UTF-8"]);
    }
  });
});

it("very long fields are read, and shown short where they are wrong", async () => {
  const long = "x".repeat(1_000_000);
  const { customers, lines } = await sums(bytes("customer_id,date,product_name", `${long},2026-03-02,${long}`));
  expect(lines).toBe(1);
  expect(Object.keys(customers)[0]).toHaveLength(1_000_000);
  const { rows } = await told(bytes("customer_id,date,product_name", `7,${long},Bag`));
  expect(rows[0]?.message.length).toBeLessThan(400);
});

it("100,000 different statuses are as many wrong rows; with `statuses` they are known, whatever their case", async () => {
  const words = Array.from({ length: 100_000 }, (_, i) => `Überfällig ${i}`);
  const file = bytes("customer_id,date,sku,status", ...words.map((word) => `7,2026-03-02,BAG,${word.toUpperCase()}`));
  const { rows, badRows } = await told(file);
  expect([rows.length, badRows]).toEqual([100_000, 100_000]);
  const statuses = Object.fromEntries(
    words.map((word, i) => [` ${word}`, i % 2 === 0 ? ("kept" as const) : ("unpaid" as const)]),
  );
  const all = await sums(file, { statuses });
  expect([all.lines, all.leftOut.unpaid, all.badRows]).toEqual([50_000, 50_000, 0]);
});

it("1,000 labels are classes; rows of further ones are wrong", async () => {
  const row = (i: number) => `${i % 50},2026-03-02,L${i}`;
  const { rows, lines } = await told(
    bytes("customer_id,date,label", ...Array.from({ length: 1002 }, (_, i) => row(i)), row(3)),
  );
  expect(lines).toBe(1001);
  expect(rows.map(({ line, column }) => [line, column])).toEqual([
    [1002, "label"],
    [1003, "label"],
  ]);
  expect(rows[0]?.message).toMatch(/more than 1000 different values.* → name another column/);
});
