/** The arithmetic of the bench: medians, disturbed rounds, ratios. */
import { describe, expect, test } from "vitest";
import {
  calmest,
  cpuTimes,
  isDisturbed,
  median,
  ratio,
  ratioToBest,
  summarize,
} from "../../bench/measure/statistics.mjs";

function round(imagesPerSecond: number, othersCpuSeconds: number | null = 0) {
  const times = { wallSeconds: 5, cpuSeconds: 10, stolenSeconds: 0, waitingCpuSeconds: 0 };
  const disturbed = isDisturbed({ ...times, othersCpuSeconds }, 0.05);
  return {
    images: 5 * imagesPerSecond,
    seconds: 5,
    imagesPerSecond,
    ...times,
    othersCpuSeconds,
    disturbed,
    attempts: 1,
  };
}

const measured = (id: string, family: string, ...rates: number[]) => ({
  id,
  family,
  summary: summarize(rates.map((rate) => round(rate))),
});

describe("median", () => {
  test("is the middle one, by size and not by text", () => {
    expect(median([9, 100, 10])).toBe(10);
  });

  test("is the mean of the middle two of an even number", () => {
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test("refuses none, and leaves what it gets as it was", () => {
    expect(() => median([])).toThrow("received no values");
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("a round", () => {
  test("is disturbed above the share of one core that is tolerated", () => {
    expect(round(1, 0.25).disturbed).toBe(false);
    expect(round(1, 0.26).disturbed).toBe(true);
  });

  test("is not called disturbed where nothing is known", () => {
    expect(round(1, null).disturbed).toBe(false);
  });

  test("knows its own CPU time, that of those who wait, and that of everything else", () => {
    const [before, after] = [
      { busy: 100, stolen: 1 },
      { busy: 110, stolen: 1.5 },
    ];
    expect(cpuTimes(before, after, [0.25, 9], 1)).toEqual({
      cpuSeconds: 9,
      othersCpuSeconds: 1.5,
      stolenSeconds: 0.5,
      waitingCpuSeconds: 0.25,
    });
    expect(cpuTimes(before, after, [12], 0).othersCpuSeconds).toBe(0);
    expect(cpuTimes(null, null, [0], 0).othersCpuSeconds).toBeNull();
  });

  test("that is repeated keeps the calmest attempt, not the fastest", () => {
    expect(calmest([round(10, 2), round(7, 1), round(20, 3)]).imagesPerSecond).toBe(7);
    expect(() => calmest([])).toThrow("received no attempts");
  });
});

test("a summary counts its disturbed rounds", () => {
  const summary = summarize([round(5, 1), round(3), round(4)]);
  expect(summary).toEqual({ median: 4, min: 3, max: 5, disturbedRounds: 1 });
});

describe("a ratio", () => {
  const own = measured("fashion-wasm", "own", 20, 30, 40);

  test("divides medians, and the worst round by the best and the other way round", () => {
    const expected = { of: "fashion-wasm", against: "torch", ratio: 3, low: 20 / 16, high: 8 };
    expect(ratio(own, measured("torch", "framework", 5, 10, 16))).toEqual(expected);
  });

  test("is taken against the fastest of a family by its median", () => {
    const all = [
      own,
      measured("torch", "framework", 10, 11, 90),
      measured("jax", "framework", 12, 15, 16),
      measured("tfjs", "javascript", 99),
    ];
    expect(ratioToBest(own, all, "framework")).toMatchObject({ against: "jax", ratio: 2 });
    expect(ratioToBest(own, all, "runtime")).toBeNull();
  });
});
