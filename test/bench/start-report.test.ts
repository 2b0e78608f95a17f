/** What the report of the bench says of starts: in milliseconds, with the host's own start and without. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contestants, takesPart } from "../../bench/contestants.mjs";
import { summarize } from "../../bench/measure/statistics.mjs";
import { pairedRows } from "../../bench/report/baseline.mjs";
import { type Report, writeReport } from "../../bench/report/files.mjs";
import { insideRounds } from "../../bench/report/start.mjs";

/** Eleven rounds of four starts each. */
function result(id: string, milliseconds: number, inside: number) {
  const times = { wallSeconds: 1, cpuSeconds: 1, othersCpuSeconds: 0, stolenSeconds: 0, waitingCpuSeconds: 0 };
  const [seconds, insideSeconds] = [(4 * milliseconds) / 1000, (4 * inside) / 1000];
  const rate = { images: 4, seconds, insideSeconds, imagesPerSecond: 4 / seconds };
  const rounds = Array.from({ length: 11 }, () => ({ ...rate, ...times, disturbed: false, attempts: 1 }));
  const rest = { family: "own", version: "", threads: 2, batch: 1, prepareSeconds: 1, peakMemoryMB: null };
  return { id, title: id, pair: "fashion-wasm", ...rest, summary: summarize(rounds), rounds };
}

const results = [result("fashion-wasm", 160, 100), result("baseline", 180, 120)];
const sections = [{ net: "fashion-wasm/inference", mode: "start" as const, batch: 1, failed: [], results }];
const report: Report = {
  machine: { date: "2026-01-02T03:04:05.000Z", cpu: "a CPU", cores: 2, memoryGB: 8, system: "", node: "" } as never,
  options: { threads: 2, rounds: 11, seconds: 5, repeats: 3, tolerance: 0.05 },
  missing: [],
  baseline: { name: "baseline", build: "b1", ownBuild: "b2", same: false, rows: pairedRows(sections) },
  ratios: [],
  sections,
};

test("the report has a start's milliseconds and two rows against the baseline, and no chart", () => {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-bench-start-"));
  try {
    writeReport(folder, report);
    expect(readdirSync(folder).sort()).toEqual(["2026-01-02-03-04.json", "2026-01-02-03-04.md"]);
    const text = readFileSync(join(folder, "2026-01-02-03-04.md"), "utf8");
    const interval = (ratio: string) => `| ${ratio} | **${ratio}** | ${ratio} – ${ratio} | 0 of 11 | faster |`;
    expect(text).toContain(`| Start, fashion-wasm/inference ${interval("1.125")}`);
    expect(text).toContain(`| Start, fashion-wasm/inference, from the import on ${interval("1.200")}`);
    expect(text).toContain("## Start, fashion-wasm/inference\n\nA round is disturbed");
    expect(text).toContain("| fashion-wasm | **160** | 160 – 160 | 100 | at most 0.0 % |  |");
    expect(text).toContain("| baseline | **180** | 180 – 180 | 120 | at most 0.0 % |  |");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the other modes' sections stay in the chart", () => {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-bench-start-"));
  try {
    writeReport(folder, { ...report, sections: [...sections, { ...sections[0], net: "S", mode: "infer" } as never] });
    const chart = readFileSync(join(folder, "2026-01-02-03-04.svg"), "utf8");
    expect(chart).toContain("Inference, net S, batches of 1");
    expect(chart).not.toContain("Start");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("rounds of other modes have no time from the import on", () => {
  const { rounds, summary } = result("fashion-wasm", 160, 100);
  const plain = rounds.map(({ insideSeconds, ...round }) => round);
  expect(() => insideRounds({ rounds: plain, summary })).toThrow("a round without insideSeconds");
});

test("only this package takes part in starts", () => {
  const starting = contestants.filter((entry) => takesPart(entry, "start")).map(({ id }) => id);
  expect(starting).toEqual(["fashion-wasm", "fashion-wasm-1-thread", "fashion-wasm-chromium"]);
  const training = contestants.filter((entry) => takesPart(entry, "train")).map(({ id }) => id);
  expect(training).toContain("pytorch");
  expect(training).not.toContain("onnxruntime");
});
