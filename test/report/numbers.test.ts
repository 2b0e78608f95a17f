/** Numbers as words, and the axes of charts. */
import { describe, expect, it } from "vitest";
import { axisOf, wholeTicks } from "../../ts/report/charts/axis.js";
import { count, fixed, percent, short } from "../../ts/report/numbers.js";

describe("numbers", () => {
  it("are in English form", () => {
    expect([0, 999, 1000, 1234567.6, -4321].map(count)).toEqual(["0", "999", "1,000", "1,234,568", "−4,321"]);
    expect([0, 0.8786, 1].map((share) => percent(share))).toEqual(["0.0\u00A0%", "87.9\u00A0%", "100.0\u00A0%"]);
    expect([-0.001, -1.25].map((value) => fixed(value, 1))).toEqual(["0.0", "−1.3"]);
    expect([0, 0.12345, 12.345, 1234.5, 1e-5, 2.5e9].map(short)).toEqual([
      "0",
      "0.123",
      "12.3",
      "1,235",
      "1e−5",
      "2.5e9",
    ]);
  });

  it("say when they are none", () => {
    for (const word of [count, percent, short]) {
      expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => word(value))).toEqual([
        "NaN",
        "∞",
        "−∞",
      ]);
    }
  });
});

describe("axes", () => {
  const words = (values: readonly number[], unit?: "percent") => {
    const { ticks, word } = axisOf(values, 4, unit);
    return ticks.map(word);
  };

  it("have round ticks that hold all values", () => {
    expect(words([0.339, 0.694])).toEqual(["0.3", "0.4", "0.5", "0.6", "0.7"]);
    expect(words([0.75, 0.878], "percent")).toEqual(["75\u00A0%", "80\u00A0%", "85\u00A0%", "90\u00A0%"]);
    expect(words([0, 12345])).toEqual(["0", "5,000", "10,000", "15,000"]);
  });

  it("do without values, with one, and with the largest", () => {
    expect(words([Number.NaN]).length).toBeGreaterThan(1);
    expect(words([3, 3]).length).toBeGreaterThan(1);
    expect(words([0, 3e38])).toEqual(["0", "1e38", "2e38", "3e38"]);
    expect(words([1e-8, 2e-8]).length).toBeGreaterThan(1);
  });

  it("of one value stay where such values can be", () => {
    const ends = (values: readonly number[], unit?: "percent") => {
      const { low, high } = axisOf(values, 4, unit);
      return [low, high];
    };
    expect(ends([1, 1], "percent")).toEqual([0.9, 1]);
    expect(ends([0, 0], "percent")).toEqual([0, 1]);
    expect(ends([0.98, 0.98], "percent")[1]).toBeLessThanOrEqual(1);
    expect(ends([0, 0])).toEqual([0, 1]);
    expect(ends([2, 2])[0]).toBeGreaterThan(1);
    expect(ends([-2, -2])[0]).toBeLessThan(-2);
  });

  it("count epochs in whole numbers", () => {
    expect(wholeTicks(1)).toEqual([1]);
    expect(wholeTicks(5)).toEqual([1, 2, 3, 4, 5]);
    expect(wholeTicks(40)).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40]);
  });
});
