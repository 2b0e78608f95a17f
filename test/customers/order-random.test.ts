/** Orders made at random: `readOrders` finds what the slow reader finds. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, it } from "vitest";
import { naiveOrders } from "./naive-orders.js";
import { orderFile } from "./order-fixture.js";
import { sums, TODAY } from "./order-tables.js";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-random-orders-"));
afterAll(() => rmSync(folder, { recursive: true }));

function random(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

const STATUSES = ["paid", "shipped", "Paid", "", "pending", "cancelled", "refunded", "never heard of"];
const CUSTOMERS = ["7", "8", "A-9", "", "Ada@Example.com", "ada@example.com"];
const TABLE = "customer_id,order_id,date,sku,quantity,amount,status,consent,refunded_quantity";

/** Rows of plain orders, each in one order; some wrong, some to be left out, some taken back. */
function plainRows(pick: (most: number) => number): string[][] {
  return Array.from({ length: 40 }, (_, order) => {
    const day = `2026-0${1 + pick(9)}-${10 + pick(19)}`;
    const customer = CUSTOMERS[pick(6)];
    const common = `${STATUSES[pick(12) % 8] ?? ""},${["", "yes", "no"][pick(3)]}`;
    return Array.from({ length: 1 + pick(4) }, (_, item) => {
      const quantity = pick(25) === 0 ? "many" : pick(4);
      const back = pick(10) === 0 ? 1 : 0;
      const time = pick(30) === 0 ? "2026-02-31x" : day;
      const bought = `${customer},O${order},${time},S${item},${quantity},${pick(500) / 4},${common},${back}`;
      const isSure = customer !== "" && common.startsWith("paid") && time === day && Number(quantity) > back;
      return isSure && pick(3) === 0 ? [bought, `${customer},O${order},${day},S${item},-1,-1,paid,,0`] : [bought];
    }).flat();
  });
}

/** Rows of Shopify's export, the order's fields on the first one. */
function shopifyRows(pick: (most: number) => number): string[][] {
  return Array.from({ length: 40 }, (_, order) => {
    const fields = `${["ada@example.com", "", "bo@example.com"][pick(3)]},${["paid", "voided", "refunded", "partially_refunded", "odd"][pick(5)]}`;
    const phone = pick(2) === 0 ? "+49 30 123" : "";
    return Array.from({ length: 1 + pick(4) }, (_, item) => {
      const line = `${pick(3)},Item ${pick(9)},${1 + pick(90)}.50,`;
      const head = item === 0 ? `${fields},2026-03-${10 + pick(20)} 10:00:00 +0100,${phone},${pick(3)}` : ",,,,";
      return `#${order},${head},${line}`;
    });
  });
}

const SHOPIFY =
  "Name,Email,Financial Status,Created at,Phone,Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku";

it.each([
  ["a table", TABLE, plainRows],
  ["Shopify's export", SHOPIFY, shopifyRows],
])("%s, in one file and in two", async (_, header, make) => {
  for (let seed = 1; seed <= 40; seed++) {
    const orders = make(random(seed));
    const half = orders.slice(0, 20).flat();
    const paths = [[...orders.flat()], half].map((rows, i) => {
      const path = join(folder, `${seed}-${i}.csv`);
      writeFileSync(path, `${[header, ...rows].join("\n")}\n`);
      return path;
    });
    // Returns of two files are told apart by the real reader alone: there are none in Shopify's.
    const files = header === SHOPIFY && seed % 2 === 0 ? paths : paths.slice(0, 1);
    const names = files.map((path) => relative(orderFile(""), path));
    const slow = naiveOrders(names, { today: TODAY });
    const { customers, all } = await sums(files);
    const what = `seed ${seed}`;
    expect({ ...all.leftOut, lines: all.lines, badRows: all.badRows, returned: all.returned }, what).toEqual({
      ...slow.leftOut,
      lines: slow.lines,
      badRows: slow.badRows,
      returned: slow.returned,
    });
    expect(Object.keys(customers).sort(), what).toEqual(Object.keys(slow.customers).sort());
    for (const [id, { monetary = 0, consent, ...bought }] of Object.entries(slow.customers)) {
      expect(customers[id], `${what}, customer ${id}`).toMatchObject(bought);
      expect(customers[id]?.monetary, `${what}, customer ${id}`).toBeCloseTo(monetary, 6);
    }
  }
});
