/** What the report of the bench says of this build against the baseline. */
import { describe, expect, test } from "vitest";
import { summarize } from "../../bench/measure/statistics.mjs";
import { baselinePart, pairedRows } from "../../bench/report/baseline.mjs";

describe("the report", () => {
  const result = (id: string, pair: string | null, rate: number) => {
    const times = { wallSeconds: 1, cpuSeconds: 1, othersCpuSeconds: 0, stolenSeconds: 0, waitingCpuSeconds: 0 };
    const one = { images: rate, seconds: 1, imagesPerSecond: rate, ...times, disturbed: false, attempts: 1 };
    const rounds = Array.from({ length: 11 }, () => one);
    const rest = { title: id, family: "own", version: "", threads: 2, batch: 1, prepareSeconds: 1, peakMemoryMB: 1 };
    return { id, pair, ...rest, summary: summarize(rounds), rounds };
  };
  const pairOf = (rate: number) => [
    result("fashion-wasm", "fashion-wasm", rate),
    result("baseline", "fashion-wasm", 100),
  ];
  const comparison = { name: "baseline: fashion-wasm 0.0.9 (old)", build: "b1", ownBuild: "b2", same: false };
  const sections = [
    { net: "S", mode: "train" as const, batch: 1, failed: [], results: [...pairOf(103), result("torch", null, 9)] },
    { net: "S", mode: "infer" as const, batch: 1, failed: [], results: pairOf(97) },
    { net: "L", mode: "infer" as const, batch: 1, failed: [], results: pairOf(97).slice(0, 1) },
  ];

  test("has a row per net and mode in which both were measured", () => {
    const rows = pairedRows(sections);
    expect(rows.map(({ mode, net, ratio, pairedMedian }) => [mode, net, ratio, pairedMedian])).toEqual([
      ["train", "S", 1.03, 1.03],
      ["infer", "S", 0.97, 0.97],
    ]);
  });

  test("says what is compared, with what spread, and what it shows", () => {
    const text = baselinePart({ ...comparison, rows: pairedRows(sections) }).join("\n");
    expect(text).toContain(
      "baseline: fashion-wasm 0.0.9 (old), build b1; this build: b2. Above 1 this build is faster.",
    );
    expect(text).toContain("number 2 to number 10 of 11 in order of size, which holds the true one in 98.8 %");
    expect(text).toContain("| Training, net S | 1.030 | **1.030** | 1.030 – 1.030 | 0 of 11 | faster |");
    expect(text).toContain("| Inference, net S | 0.970 | **0.970** | 0.970 – 0.970 | 0 of 11 | slower |");
    expect(text).not.toContain("the noise");
  });

  test("says so when both are the same build, and when there are no figures", () => {
    expect(baselinePart({ ...comparison, same: true, rows: [] }).join("\n")).toMatch(/the noise.*\n.*No figures/);
    expect(baselinePart(null)).toEqual([]);
  });
});
