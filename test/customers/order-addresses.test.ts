/** Customers who are known by an address: in one spelling, under its hash, and found by any. */
import { createHash } from "node:crypto";
import { audience, customerProfiles } from "fashion-wasm";
import { expect, it } from "vitest";
import { bytes, named, read, sums } from "./order-tables.js";

const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const PHONE = "+49301234567";

it("spellings of an address are one customer, under the hash of the plain one", async () => {
  const mails = ["Zoë@Example.com", " zoë@example.com", "ZOË@EXAMPLE.COM\u00a0", "'zoë@example.com"];
  const { customers } = await sums(
    bytes("email,date,sku", ...mails.map((mail, i) => `${mail},2026-03-0${i + 1},SHIRT`)),
  );
  expect(Object.keys(customers)).toEqual([sha("zoë@example.com")]);
  expect(Object.values(customers)[0]?.orders).toBe(4);
});

it("spellings of a number are one customer; another number is another", async () => {
  const numbers = [
    "+49 30 1234567",
    "+49 (30) 123-45.67",
    "'+49301234567",
    "+49\u00a030\u00a01234567",
    "+49/30/1234567",
  ];
  const { customers } = await sums(
    bytes("phone,date,sku", ...numbers.map((one, i) => `${one},2026-03-0${i + 1},SHIRT`), "030 1234567,2026-03-09,BAG"),
  );
  expect(Object.keys(customers)).toEqual([sha(PHONE), sha("0301234567")].sort());
  expect(customers[sha(PHONE)]?.orders).toBe(5);
});

it("a number with the code of a country is one customer however it is dialled, and also where it stands for an id", async () => {
  const numbers = ["+49 30 1234567", "0049 30 1234567", "+49 (0)30 1234567"];
  const table = (column: string, given: readonly string[]) =>
    bytes(`${column},date,label`, ...given.map((one, i) => `${one},2026-03-0${i + 1},Bag`), "A-7,2026-03-09,Shirt");
  const phones = await read(table("phone", numbers));
  const profiles = await customerProfiles(phones);
  for (const number of numbers) expect(profiles.get(number)?.orders, number).toBe(3);
  const { customers } = await sums(table("customer_id", numbers.slice(0, 1)));
  expect(Object.keys(customers)).toEqual(["A-7", sha(PHONE)].sort());
});

it("an id is kept as it is, but for one that is an address; an address stands in where there is no id", async () => {
  const rows = ["A-7 b,,", "Ada@Example.com,,", ",ada@example.com,", `,,${PHONE}`, ",, - "];
  const { customers, leftOut } = await sums(
    bytes("customer_id,email,phone,date,sku", ...rows.map((row) => `${row},2026-03-01,BAG`)),
  );
  expect(Object.keys(customers)).toEqual(["A-7 b", sha("ada@example.com"), sha(PHONE)].sort());
  expect(leftOut.noCustomer).toBe(1);
});

const labelled = (key: string, customers: readonly string[]) =>
  bytes(
    `${key},order_id,date,sku,label`,
    ...customers.flatMap((one, i) =>
      [0, 1, 2, 3].map((n) => `${one},${i}-${n},2026-0${n + 1}-0${(i % 5) + 1},S${n},${["Bag", "Shirt"][(n * i) % 2]}`),
    ),
  );

it.each([
  ["email", "ada@example.com", [" ADA@example.com", sha("ada@example.com")]],
  ["phone", PHONE, ["+49 (30) 123 45-67", sha(PHONE)]],
  ["customer_id", "A-17", ["A-17"]],
])("a customer known by %s is found, left out and remembered by any spelling", async (key, known, spellings) => {
  const others = ["b", "c", "d", "e"].map((one, i) => (key === "email" ? `${one}@example.com` : `4${i}`));
  for (const spelling of spellings) {
    const orders = await read(labelled(key, [known, ...others]), { customer: spelling });
    expect(orders.itemsOfCustomer()).toEqual(["S0", "S1", "S2", "S3"]);
    const profiles = await customerProfiles(orders);
    const profile = profiles.get(spelling);
    expect(profile?.orders).toBe(4);
    const chosen = await audience(profiles, "Bag", { size: 10, exclude: [spelling], controlShare: 0 });
    expect(chosen.leftOut.excluded).toBe(1);
    expect(chosen.customers.map(({ id }) => id)).not.toContain(profile?.id);
    expect(profiles.get("nobody@example.com")).toBeUndefined();
    expect(profiles.get("0")).toBeUndefined();
    orders.dispose();
  }
});

it("a list of numbers leaves nobody out who has such an id", async () => {
  const orders = await read(labelled("customer_id", ["1-2", "12", "3", "4", "5"]));
  const chosen = await audience(await customerProfiles(orders), "Bag", { size: 10, exclude: ["1-2"], controlShare: 0 });
  expect(chosen.leftOut.excluded).toBe(1);
  expect(chosen.customers.map(({ id }) => id)).toContain("12");
  orders.dispose();
});

it("no plain address comes out, whatever is asked", async () => {
  const files = [named("1.csv", "phone,date,sku,label", `${PHONE},2026-03-01,BAG,Bag`, `${PHONE},2026-04-01,BAG,Bag`)];
  for (const customer of [PHONE, "somebody else"]) {
    const orders = await read(files, { customer, contacts: true });
    const profiles = await customerProfiles(orders);
    expect([...orders.customers()].map(({ id }) => id)).toEqual([sha(PHONE)]);
    expect(JSON.stringify([orders.summary, ...orders.customers(), ...profiles])).not.toContain("1234567");
    orders.dispose();
  }
});
