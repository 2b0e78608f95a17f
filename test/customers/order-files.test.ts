/**
 * Orders of shops, as files of fixtures hold them: each becomes the customers that were worked out by hand, or is refused; by the
 * slow reader, whose rules the expectations follow, and by `readOrders`.
 */
import { readdirSync } from "node:fs";
import * as api from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { naiveOrders } from "./naive-orders.js";
import { type Bought, type LeftOut, type OrderFixture, orderFile, type ReadOptions } from "./order-fixture.js";
import { ORDER_FIXTURES } from "./order-fixtures.js";

/** What a reader found. */
interface Found {
  readonly customers: Readonly<Record<string, Bought>>;
  readonly leftOut: LeftOut;
  readonly badRows: number;
}

/** The part of `readOrders` that is used here. */
type ReadOrders = (
  sources: readonly string[],
  options: ReadOptions,
) => Promise<{
  readonly summary: { readonly leftOut: LeftOut; readonly badRows: number };
  customers(): Iterable<Bought & { readonly id: string }>;
}>;

async function check({ expected }: OrderFixture, read: () => Promise<Found>): Promise<void> {
  if ("customers" in expected) {
    const found = await read();
    expect(found.leftOut).toEqual(expected.leftOut);
    expect(found.badRows).toBe(expected.badRows);
    expect(Object.keys(found.customers).sort()).toEqual(Object.keys(expected.customers).sort());
    for (const [id, { spend, ...bought }] of Object.entries<Bought>(expected.customers)) {
      expect(found.customers[id], id).toMatchObject(bought);
      if (spend !== undefined) expect(found.customers[id]?.spend, id).toBeCloseTo(spend, 6);
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

const { readOrders } = api as unknown as { readonly readOrders?: ReadOrders };

// Until the package has it.
describe.runIf(readOrders !== undefined)("readOrders", () => {
  for (const fixture of ORDER_FIXTURES) {
    const { title, files, options } = fixture;
    const { catalogue } = options;
    const given = { ...options, ...(catalogue !== undefined && { catalogue: orderFile(catalogue) }) };
    it(title, () =>
      check(fixture, async () => {
        const orders = await (readOrders as ReadOrders)(files.map(orderFile), given);
        const customers = Object.fromEntries([...orders.customers()].map((each) => [each.id, each]));
        return { customers, leftOut: orders.summary.leftOut, badRows: orders.summary.badRows };
      }),
    );
  }
});
