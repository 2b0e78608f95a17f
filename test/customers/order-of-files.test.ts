/** The order of files and of rows changes nothing: the same customers, ids, classes; numbers that differ by the order of additions alone. */
import { customerProfiles, type Orders, type ReadOrdersOptions, readOrders } from "fashion-wasm";
import { expect, it } from "vitest";
import { bytes, TODAY } from "./order-tables.js";

const HEADER = "customer_id,order_id,date,sku,label,quantity,amount,currency,consent,refunded_amount";
const LABELS = ["Shirt", "bag", "Ankle boot", "Dress"];

/** Numbers that look random. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Orders with returns, refunds, other currencies, labels in two spellings, dates that are shared. */
function rows(seed: number): string[] {
  const next = random(seed);
  const pick = (most: number) => Math.floor(next() * most);
  const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10);
  return Array.from({ length: 3000 }, (_, order) => {
    const [customer, when, refund] = [pick(200), pick(600), pick(20) === 0 ? 1.5 : 0];
    const [consent, currency] = [["", "yes", "no"][pick(3)], pick(9) === 0 ? "USD" : "EUR"];
    return Array.from({ length: 1 + pick(3) }, () => {
      const item = pick(80);
      const label = pick(5) === 0 ? LABELS[item % 4]?.toUpperCase() : LABELS[item % 4];
      const quantity = 1 + pick(3);
      const rest = `${(quantity * 1.1 * (1 + item)).toFixed(2)},${currency},${consent},${refund}`;
      const bought = `${customer},O${order},${day(when)},S${item},${label},${quantity},${rest}`;
      const back = `${customer},O${order},${day(when + 9)},S${item},${label},-1,-5,${currency},,0`;
      return pick(12) === 0 ? [bought, back] : [bought];
    }).flat();
  }).flat();
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const next = random(seed);
  return list
    .map((one) => [next(), one] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, one]) => one);
}

const OPTIONS: ReadOrdersOptions = { today: TODAY, currency: "EUR", rates: { USD: 0.9 }, cutoff: "2026-06-01" };

async function numbersOf(orders: Orders): Promise<Record<string, unknown>[]> {
  const customers = new Map([...orders.customers()].map((each) => [each.id, each]));
  const profiles = await customerProfiles(orders);
  return [...profiles].map((profile) => ({ ...customers.get(profile.id), ...profile }));
}

/** Equal but for the order of additions. */
function expectNear(found: unknown, wanted: unknown, path: string): void {
  if (typeof wanted === "number" && !(Number.isInteger(wanted) && Number.isInteger(found))) {
    const gap = Math.abs((found as number) - wanted);
    if (!(gap <= 1e-12 * Math.max(1, Math.abs(wanted)))) expect(found, path).toBe(wanted);
  } else if (Array.isArray(wanted)) {
    for (const [i, one] of wanted.entries()) expectNear((found as unknown[])[i], one, `${path}[${i}]`);
  } else if (found !== wanted) {
    expect(found, path).toBe(wanted);
  }
}

it("of rows, of files", async () => {
  const all = rows(7);
  const first = await readOrders(bytes(HEADER, ...all), OPTIONS);
  const wanted = await numbersOf(first);
  expect(first.classNames).toEqual(["ANKLE BOOT", "BAG", "DRESS", "SHIRT"]);
  expect(first.summary).toMatchObject({ badRows: 0 });
  expect(first.summary.returned).toBeGreaterThan(300);
  expect(first.summary.unmatchedReturns).toBe(0);
  for (const seed of [1, 2, 3]) {
    const mixed = shuffled(all, seed);
    const orders = await readOrders(bytes(HEADER, ...mixed), OPTIONS);
    const found = await numbersOf(orders);
    expect(orders.classNames).toEqual(first.classNames);
    expect(orders.summary).toEqual({ ...first.summary, files: orders.summary.files });
    expect(orders.unlabelledItems()).toEqual(first.unlabelledItems());
    expect(found.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    for (const [i, one] of wanted.entries()) {
      for (const [name, value] of Object.entries(one)) expectNear(found[i]?.[name], value, `${one.id} ${name}`);
    }
    orders.dispose();
  }
  first.dispose();
});

it("of files that hold whole orders: the same bits where each file's rows keep theirs", async () => {
  const all = rows(9);
  const orderOf = (row: string) => Number(row.split(",")[1]?.slice(1));
  const parts = [0, 1, 2].map((part) => bytes(HEADER, ...all.filter((row) => orderOf(row) % 3 === part)));
  const [a, b, c] = parts as [Uint8Array, Uint8Array, Uint8Array];
  const one = await readOrders([a, b, c], OPTIONS);
  const again = await readOrders([a, b, c], OPTIONS);
  expect(await numbersOf(again)).toEqual(await numbersOf(one));
  const turned = await readOrders([c, a, b], OPTIONS);
  expect(turned.classNames).toEqual(one.classNames);
  const wanted = await numbersOf(one);
  for (const [i, found] of (await numbersOf(turned)).entries()) {
    for (const [name, value] of Object.entries(wanted[i] ?? {})) expectNear(found[name], value, `${i} ${name}`);
  }
});
