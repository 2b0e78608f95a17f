/**
 * The bench of customers' profiles: its shop is the same on every run, and other results are noticed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runOnce } from "../../bench/customers/contestants.mjs";
import { shopFiles } from "../../bench/customers/generate.mjs";
import { markdown, timesAsFast } from "../../bench/customers/report.mjs";
import { compare } from "../../bench/customers/results.mjs";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = shopFiles({ lines: 3000, customers: 120, products: 60 });
const build = join(import.meta.dirname, "../..");

test("a shop has as many lines, customers and items as asked for, in the order of their dates", () => {
  const [header, ...lines] = readFileSync(files.orders, "utf8").trimEnd().split("\n");
  expect(header).toBe("customer_id,date,item_id,quantity,amount");
  expect(lines).toHaveLength(3000);
  const rows = lines.map((line) => line.split(","));
  expect(new Set(rows.map(([customer]) => customer)).size).toBe(120);
  const dates = rows.map(([, date]) => date ?? "");
  expect(dates).toEqual([...dates].sort());
  expect([dates[0], dates.at(-1)]).toEqual(["2024-01-01", "2025-12-31"]);
  expect(readFileSync(files.catalogue, "utf8").trimEnd().split("\n")).toHaveLength(61);
});

test("a run says its stages and its memory; other results are noticed", async () => {
  const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
  const run = await runOnce({ id: "fashion-wasm", title: "" }, { build, files, results: ours });
  expect(run.customers).toBe(120);
  expect(Object.keys(run.stages)).toEqual(["read and aggregate", "statistics"]);
  expect(run.peakMB).toBeGreaterThan(20);
  mkdirSync(theirs);
  writeFileSync(join(theirs, "ids.txt"), readFileSync(join(ours, "ids.txt")));
  const numbers = new Float64Array(new Uint8Array(readFileSync(join(ours, "numbers.f64"))).buffer);
  const write = () => writeFileSync(join(theirs, "numbers.f64"), numbers);
  write();
  expect(compare(ours, theirs)).toMatchObject({ customers: 120, agree: true });
  // The last customer's recency is a day off.
  const place = numbers.length - 15;
  numbers[place] = (numbers[place] ?? 0) + 1;
  write();
  expect(compare(ours, theirs)).toMatchObject({ agree: false, differences: { recency: 1, share: 0 } });
});

test("ratios are taken round by round, and have an interval from six rounds on", () => {
  const result = (id: string, seconds: number[]) => ({
    ...{
      id,
      title: id,
      version: "1",
      agreement: id === "pandas" ? { customers: 1, differences: {}, agree: true } : null,
    },
    runs: seconds.map((one) => ({
      ...{
        version: "1",
        customers: 1,
        cpuSeconds: one,
        seconds: one,
        peakMB: id === "pandas" ? 400 : 100,
        disturbed: false,
      },
      stages: { statistics: { seconds: one / 2, cpuSeconds: one / 2 } },
    })),
  });
  const [own, other] = [result("fashion-wasm", [1, 1, 2, 1, 1, 1, 1]), result("pandas", [3, 4, 8, 2, 3, 3, 3])];
  expect(timesAsFast(own, other, (run) => run.seconds)).toEqual({ ratio: 3, low: 2, high: 4 });
  const machine = {
    date: "2026-12-01",
    cpu: "",
    cores: 2,
    memoryGB: 1,
    system: "",
    node: "",
    python: "",
    commit: "",
    loadAtStart: 0,
  };
  const shop = { lines: 10, customers: 1, products: 1, bytes: 1e6 };
  const twice = { ...own.runs[0], peakMB: 101 } as (typeof own.runs)[number];
  const text = markdown({ machine, shop, rounds: 7, results: [own, other], twice });
  expect(text).toContain("| pandas | **3.00 (2.00 – 4.00)** | 3.00 (2.00 – 4.00) | 3.00 (2.00 – 4.00) | 0.25 | yes |");
  expect(text).toContain("**1.01** times the peak");
});
