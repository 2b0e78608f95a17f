/** Options of `readOrders`: what each does, and what a wrong one is told. */
import { customerProfiles, readOrders } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { byId, bytes, named, read, sums } from "./order-tables.js";

const HEADER = "customer_id,order_id,date,sku,quantity,amount,currency";
const file = bytes(
  HEADER,
  "7,A1,2026-03-02,SHIRT,2,40,EUR",
  "7,A1,2026-03-02,BAG,1,5,EUR",
  "7,A2,2026-04-02,BAG,1,5,USD",
  "8,A3,2026-04-03,BOOT,1,89,USD",
);

describe("currencies", () => {
  it("are added up in one, by rates", async () => {
    const all = await sums(file, { currency: "EUR", rates: { USD: 0.9 } });
    expect(all.currency).toBe("EUR");
    expect(all.customers[7]?.monetary).toBeCloseTo(49.5, 9);
    expect(all.customers[8]?.monetary).toBeCloseTo(80.1, 9);
    expect((await sums(file, { currency: "USD", rates: { EUR: 2 } })).customers[7]?.monetary).toBe(95);
  });

  it("without a rate are refused, but not those of what does not count or has no amount", async () => {
    await expectRefusal(() => read(file), "CURRENCY", ["EUR", "USD", "rates"]);
    const status = `${HEADER},status`;
    const rows = ["7,A0,2026-03-01,SHIRT,1,1,USD,cancelled", "7,A1,2026-03-02,SHIRT,2,40,EUR,paid"];
    expect((await sums(bytes(status, ...rows))).currency).toBe("EUR");
    const bare = bytes("customer_id,date,sku,currency", "7,2026-03-02,BAG,EUR", "8,2026-03-02,BAG,USD");
    expect((await sums(bare)).lines).toBe(2);
  });
});

it("cutoff keeps later purchases apart: of sums, of spend and of money given back", async () => {
  const header = `${HEADER},refunded_amount`;
  const rows = ["7,A1,2026-03-02,SHIRT,2,40,EUR,0", "7,A2,2026-04-02,BAG,1,5,EUR,5", "8,A3,2026-04-03,BOOT,1,89,EUR,0"];
  const { customers, all } = await sums(bytes(header, ...rows), { cutoff: "2026-04-02" });
  expect(customers).toEqual({
    7: expect.objectContaining({ orders: 1, items: 2, monetary: 40, lastOrder: "2026-03-02" }),
  });
  expect(all).toMatchObject({ customers: 2, orders: 3, lines: 3, lastOrder: "2026-04-03" });
});

it("today is the last day, and the day after is not", async () => {
  const days = bytes("customer_id,date,sku", "7,2026-03-02,BAG", "7,2026-03-03,BAG");
  expect(await sums(days, { today: "2026-03-03" })).toMatchObject({ lines: 2, badRows: 0 });
  expect(await sums(days, { today: "2026-03-02" })).toMatchObject({ lines: 1, badRows: 1 });
});

it("statuses says what others mean, also of what is known", async () => {
  const rows = ["7,2026-03-02,BAG,Geprüft", "8,2026-03-02,BAG,paid", "9,2026-03-02,BAG,GEPRÜFT"];
  const all = await sums(bytes("customer_id,date,sku,status", ...rows), {
    statuses: { GEPRÜFT: "kept", Paid: "unpaid" },
  });
  expect([Object.keys(all.customers), all.leftOut.unpaid, all.badRows]).toEqual([["7", "9"], 1, 0]);
});

it("columns says which is which, in a table and in objects", async () => {
  const columns = { customer: "Kunde", time: "Datum", sku: "Artikel" };
  const all = await sums(bytes("Kunde;Datum;Artikel", "7;02.03.2026;BAG"), { columns });
  expect(all.customers[7]?.firstOrder).toBe("2026-03-02");
  const objects = bytes(JSON.stringify({ Kunde: 7, Datum: "02.03.2026", Artikel: "BAG" }));
  expect((await sums(objects, { columns })).customers[7]?.firstOrder).toBe("2026-03-02");
});

const LIKES = bytes(
  "customer_id,order_id,date,label,quantity",
  ...Array.from({ length: 30 }, (_, i) => [`${i},A${i},2024-01-02,Bag,4`, `${i},B${i},2026-11-02,Shirt,1`]).flat(),
);

async function shareOfBags(options: object): Promise<number> {
  const orders = await read(LIKES, options);
  const profile = (await customerProfiles(orders)).get("7");
  orders.dispose();
  return profile?.affinity[0] ?? Number.NaN;
}

it("halfLife lets old purchases count less, or alike; countBy counts pieces", async () => {
  const alike = await shareOfBags({ halfLife: Number.POSITIVE_INFINITY });
  expect(alike).toBeCloseTo(0.5, 6);
  expect(await shareOfBags({ halfLife: 30 })).toBeLessThan(0.05);
  expect(await shareOfBags({})).toBeLessThan(0.2);
  const pieces = await shareOfBags({ halfLife: Number.POSITIVE_INFINITY, countBy: "quantity" });
  // Four in five; what all customers have in common draws each towards it.
  expect(pieces).toBeGreaterThan(0.7);
  expect(pieces).toBeLessThan(0.8);
});

it("contacts are kept only where they are asked for, and nothing else changes", async () => {
  const all = [
    await read(file, { currency: "EUR", rates: { USD: 1 } }),
    await read(file, { currency: "EUR", rates: { USD: 1 }, contacts: true }),
  ];
  const [one, other] = all.map((orders) => byId(orders));
  expect(one).toEqual(other);
  for (const orders of all) orders.dispose();
});

it("what was disposed of is gone, the summary is not", async () => {
  const orders = await read(LIKES);
  const profiles = await customerProfiles(orders);
  orders.dispose();
  orders.dispose();
  expect(orders.summary.lines).toBe(60);
  for (const use of [
    () => [...orders.customers()],
    () => orders.unlabelledItems(),
    () => orders.itemsOfCustomer(),
    () => customerProfiles(orders),
    () => profiles.intervals(0),
  ]) {
    await expectRefusal(use, "DISPOSED", ["orders", "readOrders again"]);
  }
});

it.each<[string, object, readonly string[]]>([
  ["an option that there is not", { halflife: 3 }, ["halflife", "halfLife"]],
  ["a half-life that is too short", { halfLife: 29 }, ["halfLife", "29"]],
  ["one that is none", { halfLife: Number.NaN }, ["halfLife"]],
  ["countBy", { countBy: "pieces" }, ["countBy", '"lines" or "quantity"']],
  ["a cutoff that is no day", { cutoff: "2026-02-30" }, ["cutoff", "2026-02-30", "2026-01-31"]],
  ["one in another form", { cutoff: "31.01.2026" }, ["cutoff"]],
  ["today", { today: new Date(0) }, ["today"]],
  ["dateOrder", { dateOrder: "ymd" }, ["dateOrder", '"dmy" or "mdy"']],
  ["currency", { currency: "euro" }, ["currency", "EUR"]],
  ["a rate of 0", { rates: { USD: 0 } }, ["rates.USD"]],
  ["rates of no currency", { rates: { dollar: 1 } }, ["rates", "dollar"]],
  ["rates that are a list", { rates: [1] }, ["rates"]],
  ["a fate that there is not", { statuses: { sent: "ok" } }, ["statuses.sent", "kept"]],
  ["a role that there is not", { columns: { custommer: "x" } }, ["custommer", "customer"]],
  ["a role of no column", { columns: { customer: 7 } }, ["columns.customer"]],
  ["columns that are a text", { columns: "customer=x" }, ["columns"]],
  ["strict", { strict: "yes" }, ["strict"]],
  ["contacts", { contacts: 1 }, ["contacts"]],
  ["customer", { customer: 7 }, ["customer"]],
  ["onBadRow", { onBadRow: "log" }, ["onBadRow", "a function"]],
  ["signal", { signal: {} }, ["signal"]],
  ["a catalogue", { catalogue: 7 }, ["7"]],
])("%s is refused before anything is read", async (_, options, named) => {
  await expectRefusal(() => readOrders("nowhere.csv", options as never), "INVALID_ARGUMENT", named);
});

it("a column that the file has not is refused", async () => {
  const call = () => read(named("x.csv", HEADER), { columns: { customer: "Kunde" } });
  await expectRefusal(call, "INVALID_ARGUMENT", ["x.csv", '"Kunde"', "customer_id"]);
});
