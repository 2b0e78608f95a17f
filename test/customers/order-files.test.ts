/**
 * Orders of shops, as files of fixtures hold them: each becomes the customers that were worked out by hand, or is refused; by the
 * slow reader, whose rules the expectations follow, and by `readOrders`.
 */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { type CustomerOrders, readOrders } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { naiveOrders } from "./naive-orders.js";
import { type Beside, type Bought, type LeftOut, type OrderFixture, orderFile } from "./order-fixture.js";
import { ORDER_FIXTURES } from "./order-fixtures.js";

/** What a reader found. */
interface Found extends Beside {
  readonly customers: Readonly<Record<string, Bought>>;
  readonly leftOut: LeftOut;
  readonly lines: number;
}

/** The id of a customer whom fixtures name by an address. */
function idOf(customer: string): string {
  return /^\+|@/.test(customer) ? createHash("sha256").update(customer).digest("hex") : customer;
}

async function check({ expected }: OrderFixture, read: () => Promise<Found>): Promise<void> {
  if ("customers" in expected) {
    const found = await read();
    const { customers, leftOut, ...beside } = expected;
    expect(found).toMatchObject(beside);
    expect(found.leftOut).toEqual({ noLabel: found.lines, ...leftOut });
    expect(Object.keys(found.customers).sort()).toEqual(Object.keys(customers).map(idOf).sort());
    for (const [customer, { monetary, ...bought }] of Object.entries(customers)) {
      const id = idOf(customer);
      expect(found.customers[id], customer).toMatchObject(bought);
      if (monetary !== undefined) expect(found.customers[id]?.monetary, customer).toBeCloseTo(monetary, 6);
    }
    return;
  }
  const { code, file, line, column, says } = expected.refusal;
  const error = await read().then(
    () => undefined,
    (thrown: Error & { code?: string }) => thrown,
  );
  // What is wrong with all files together is no file's fault.
  const isOfFile = code !== undefined || line !== undefined;
  const parts = [isOfFile ? file : [], line === undefined ? [] : `line ${line}`, column ?? [], says].flat();
  for (const part of parts) expect(error?.message).toContain(part);
  if (code !== undefined) expect(error?.code).toBe(code);
}

/** The classes of catalogue.csv. */
const CLASSES = new Set(["Shirt", "Ankle boot", "Bag"]);

describe("the slow reader", () => {
  for (const fixture of ORDER_FIXTURES) {
    const { title, files, options } = fixture;
    it(title, () => check(fixture, async () => naiveOrders(files, options, options.catalogue ? CLASSES : undefined)));
  }

  it("has a fixture for each file", () => {
    const used = new Set(ORDER_FIXTURES.flatMap(({ files, options }) => [...files, options.catalogue ?? []].flat()));
    const there = readdirSync(orderFile("")).filter((name) => !name.startsWith("."));
    expect(there.sort()).toEqual([...used].sort());
  });
});

describe("readOrders", () => {
  for (const fixture of ORDER_FIXTURES) {
    const { title, files, options } = fixture;
    const { catalogue } = options;
    const given = { ...options, ...(catalogue !== undefined && { catalogue: orderFile(catalogue) }) };
    it(title, () =>
      check(fixture, async () => {
        const orders = await readOrders(files.map(orderFile), given);
        const customers = Object.fromEntries(
          [...orders.customers()].map((each: CustomerOrders) => [each.id, each]),
        ) as unknown as Record<string, Bought>;
        const { summary } = orders;
        orders.dispose();
        const { rows, lines, noLabel: _, ...others } = { rows: 0, lines: summary.lines, ...summary.leftOut };
        const all = Object.values(others).reduce((sum, one) => sum + one, rows + lines);
        // Each row became one thing.
        const rowsOfFiles = summary.files.reduce((sum, file) => sum + file.rows, 0);
        expect(rowsOfFiles).toBe(all + summary.returned + summary.badRows);
        expect(summary.files.reduce((sum, file) => sum + file.lines, 0)).toBe(summary.lines);
        expect(Object.keys(customers)).toHaveLength(summary.customers);
        return { ...summary, customers };
      }),
    );
  }
});
