/** What is made smaller for the pages: pictures by means, curves by their ends, names by their beginning. */
import { describe, expect, it } from "vitest";
import { thinned } from "../../ts/report/charts/thinned.js";
import { fitted, shrunk } from "../../ts/report/shrink.js";
import { cut, inAttribute } from "../../ts/report/words.js";
import { noise } from "./example.js";

describe("pictures", () => {
  it("fit into a square, in their proportions, and small ones stay", () => {
    expect(fitted({ height: 224, width: 112 }, 64)).toEqual({ height: 64, width: 32 });
    expect(fitted({ height: 28, width: 64 }, 64)).toEqual({ height: 28, width: 64 });
    expect(fitted({ height: 1, width: 100_000 }, 64)).toEqual({ height: 1, width: 64 });
  });

  it("are the means of what their pixels cover, by area, of each channel", () => {
    const twice = [1, 10, 3, 30, 5, 50, 7, 70]; // 2 × 2 pixels of 2 channels
    expect([...shrunk(twice, [2, 2, 2], 2, { height: 1, width: 1 })]).toEqual([4, 40]);
    expect([...shrunk(twice, [2, 2, 2], 1, { height: 2, width: 1 })]).toEqual([2, 6]);
    expect([...shrunk([0, 3, 6], [1, 3, 1], 1, { height: 1, width: 2 })]).toEqual([1, 5]);
    expect([...shrunk(twice, [2, 2, 2], 2, { height: 2, width: 2 })]).toEqual(twice);
  });

  it("keep their mean", () => {
    const values = Array.from({ length: 37 * 53 }, noise(5));
    const small = shrunk(values, [37, 53, 1], 1, { height: 8, width: 11 });
    const mean = (of: ArrayLike<number>) => Array.from(of).reduce((sum, one) => sum + one, 0) / of.length;
    expect(mean(small)).toBeCloseTo(mean(values), 6);
  });
});

describe("curves", () => {
  const random = noise(9);
  const values = Array.from({ length: 100_000 }, random);
  values[31_415] = 7;
  values[92_653] = -7;

  it("keep the first, the last, the least and the greatest in at most 500 points", () => {
    const points = thinned(values, 500);
    expect(points.length).toBeLessThanOrEqual(500);
    expect(points.length).toBeGreaterThan(400);
    for (const point of [0, 31_415, 92_653, 99_999]) expect(points).toContain(point);
    expect(points).toEqual([...new Set(points)].sort((a, b) => a - b));
  });

  it("keep all where there are no more, and keep long gaps", () => {
    expect(thinned([3, 1, 2], 500)).toEqual([0, 1, 2]);
    expect(thinned(values.slice(0, 501), 500).length).toBeLessThanOrEqual(500);
    const half = values.map((value, i) => (i < 50_000 ? value : Number.NaN));
    expect(thinned(half, 500).filter((i) => i >= 50_200).length).toBeGreaterThan(100);
  });
});

describe("names", () => {
  it("have at most 80 whole characters", () => {
    expect(cut("a".repeat(80))).toBe("a".repeat(80));
    expect(cut("a".repeat(81))).toBe(`${"a".repeat(79)}…`);
    expect(cut("👕".repeat(80))).toBe("👕".repeat(80));
    expect(cut("👕".repeat(2000))).toBe(`${"👕".repeat(79)}…`);
    expect(inAttribute("b".repeat(40), 32)).toBe(`${"b".repeat(31)}…`);
  });

  it("have no direction where nothing could end it", () => {
    expect(inAttribute("\u202Eabc\u2069\u200F")).toBe("abc");
  });
});
