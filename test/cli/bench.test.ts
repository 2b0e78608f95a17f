/** `fashion-wasm bench`: what it prints for people and for programs, how it is interrupted, and what it counts. */
import { sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { trainingFlop } from "../../ts/cli/bench/flop.js";
import { type NetName, nets } from "../../ts/cli/bench/nets.js";
import { itemsPerSecond, median, medianMilliseconds } from "../../ts/cli/bench/repeat.js";
import { jsonOf, runCli, startCli } from "./run-cli.js";

const SHORT = ["bench", "--data", "sample", "--seconds", "0.01"];
const number = expect.any(Number);
const figures = {
  trainImagesPerSecond: number,
  inferImagesPerSecond: number,
  latencyMs: number,
  gflops: number,
  simdPeakShare: number,
};

describe("bench", () => {
  it("prints one JSON object with each network's figures on the most threads, and on fewer", async () => {
    const ended = await runCli([...SHORT, "--net", "L,S", "--threads", "2", "--json"]);
    expect(ended.code).toBe(0);
    const json = jsonOf(ended);
    const byThreads = [1, 2].map((threads) => ({ threads, ...figures }));
    expect(json).toEqual({
      cpu: expect.stringMatching(/./),
      threads: 2,
      nets: { S: { ...figures, byThreads }, L: { ...figures, byThreads } },
      simdPeakGflops: number,
      data: expect.stringContaining("sample"),
      node: process.versions.node,
    });
    const { S } = json.nets as Record<string, Record<string, number>>;
    for (const name of Object.keys(figures)) expect(S?.[name]).toBeGreaterThan(0);
    expect(S?.gflops).toBeCloseTo(((S?.trainImagesPerSecond ?? 0) * 193_536) / 1e9, 2);
    expect(S?.simdPeakShare).toBeCloseTo((S?.gflops ?? 0) / (2 * (json.simdPeakGflops as number)), 2);
    expect(ended.stderr).toMatch(/^L, 2 threads: [\d,]+ images\/s trained, [\d,]+ predicted$/m);
  });

  it("prints a table that fits 80 columns, progress on stderr", async () => {
    const { code, stdout, stderr } = await runCli([...SHORT, "--net", "S", "--threads", "1"]);
    expect(code).toBe(0);
    const [header, row, ...rest] = stdout.split("\n");
    expect(rest).toEqual([""]);
    expect(header).toMatch(/^net {2}threads {2}training\/s {2}inference\/s {2}latency {2}GFLOP\/s {2}of SIMD peak$/);
    expect(row).toMatch(/^S {10}1 +[\d,]+ +[\d,]+ +[\d.]+ ms +[\d.]+ +\d+ %$/);
    expect(row?.length).toBe(header?.length);
    expect(stderr).toMatch(/GFLOP\/s of SIMD a thread$/m);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("measures all three networks without --net", async () => {
    const json = jsonOf(await runCli([...SHORT, "--threads", "2", "--json"]));
    expect(Object.keys(json.nets as object)).toEqual(["S", "L", "D"]);
  });

  it.each([
    ["SIGINT", 130, "interrupted"],
    ["SIGTERM", 143, "terminated"],
  ] as const)("ends at %s with exit %i", async (signal, exit, word) => {
    const { child, ended, stderrHas } = startCli(["bench", "--data", "sample", "--seconds", "600", "--json"]);
    await stderrHas("images from");
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(exit);
    expect(stderr).toMatch(new RegExp(`^fashion-wasm: ${word}: the bench is not done, nothing is kept$`, "m"));
    expect(JSON.parse(stdout)).toEqual({ error: { code: "INTERRUPTED", message: expect.stringContaining(word) } });
  });

  it("says its options, networks and exit codes in its help", async () => {
    const { stdout } = await runCli(["bench", "--help"]);
    for (const option of ["net", "threads", "seconds", "data", "json"]) expect(stdout).toContain(`--${option}`);
    for (const name of Object.keys(nets)) expect(stdout).toMatch(new RegExp(`^ {2}${name} {2}\\w`, "m"));
    expect(stdout).toContain("0 done, 1 failed, 2 wrong use, 130 interrupted");
  });
});

describe("the flop of a training step", () => {
  const expected: [NetName, number][] = [
    ["S", 193_536],
    ["L", 14_256_384],
    ["D", 111_699_456],
  ];
  it.each(expected)("of %s is %i an image", async (name, flop) => {
    await using model = await sequential(nets[name].layers(), { inputShape: [28, 28, 1], threads: 1 });
    expect(trainingFlop(model, await model.getWeights())).toBe(flop);
  });
});

describe("repeating", () => {
  it("takes the value in the middle", () => {
    expect([median([3, 1, 2]), median([1, 2, 3, 4]), median([5])]).toEqual([2, 3, 5]);
    expect(median([])).toBeNaN();
  });

  it("warms up, sizes the repeats to the time, and makes at least three", async () => {
    const calls: number[] = [];
    const prepare = (items: number) => async () => {
      calls.push(items);
      await new Promise((resolve) => setTimeout(resolve, items / 100));
    };
    const rate = await itemsPerSecond(prepare, { unit: 100, most: 5000, seconds: 0.2 });
    expect(calls.slice(0, 2)).toEqual([100, 100]);
    expect(calls.length).toBeGreaterThanOrEqual(5);
    expect(calls[2]).toBeGreaterThan(500);
    expect(new Set(calls.slice(2)).size).toBe(1);
    expect(rate).toBeGreaterThan(20_000);
    expect(rate).toBeLessThan(120_000);

    calls.length = 0;
    await itemsPerSecond(prepare, { unit: 100, most: 30, seconds: 1e-9 });
    expect(calls).toEqual([30, 30, 30, 30, 30]);
    expect(await medianMilliseconds(prepare(1000), 1e-9)).toBeGreaterThan(8);
  });
});
