/** The arithmetic of the bench: medians and their intervals, disturbed rounds, ratios. */
import { describe, expect, test } from "vitest";
import {
  calmest,
  cpuTimes,
  isDisturbed,
  median,
  medianInterval,
  pairedRatio,
  ratio,
  ratioToBest,
  summarize,
  verdict,
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

describe("the interval of a median", () => {
  const ascending = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  // Ranks and coverage as in tables of the sign test.
  test.each([
    [6, 1, 0.96875],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [11, 2, 0.98828125],
    [12, 3, 0.961426],
    [15, 4, 0.964844],
    [20, 6, 0.958611],
    [30, 10, 0.957226],
  ])("of %i values begins at number %i", (n, rank, coverage) => {
    const found = medianInterval(ascending(n));
    expect(found).toMatchObject({ low: rank, high: n + 1 - rank, rank });
    expect(found.coverage).toBeCloseTo(coverage, 6);
  });

  test("takes values by size, of any order, and leaves them as they were", () => {
    const values = [9, 100, 1, 30, 2, 4, 3, 8, 7, 6, 5];
    expect(medianInterval(values)).toMatchObject({ low: 2, high: 30 });
    expect(values[0]).toBe(9);
  });

  test("is wider for a higher confidence", () => {
    expect(medianInterval(ascending(11), 0.99)).toMatchObject({ low: 1, high: 11, rank: 1 });
    expect(medianInterval(ascending(12), 0.9)).toMatchObject({ low: 3, high: 10 });
    expect(medianInterval(ascending(13), 0.9)).toMatchObject({ low: 4, high: 10 });
  });

  test("holds for more values than 2⁻ⁿ has a number for", () => {
    const { rank, coverage } = medianInterval(ascending(4000));
    // The normal approximation: (n − 1.96 √n) / 2.
    expect(Math.abs(rank - (4000 - 1.96 * Math.sqrt(4000)) / 2)).toBeLessThan(2);
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(coverage).toBeLessThan(0.953);
  });

  test("refuses too few values to be that sure", () => {
    expect(() => medianInterval(ascending(5))).toThrow("received 5 values, too few for a confidence of 0.95");
    expect(() => medianInterval([])).toThrow("received 0 values");
    expect(() => medianInterval(ascending(11), 0.9999)).toThrow("too few");
  });
});

describe("two builds, round by round,", () => {
  const rounds = (...rates: number[]) => rates.map((rate) => round(rate));
  const build = (id: string, all: ReturnType<typeof rounds>) => ({
    ...measured(id, "own", 1),
    summary: summarize(all),
    rounds: all,
  });
  const drifting = [100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5];

  test("differ by their ratio, however the machine's speed drifts", () => {
    const own = build("fashion-wasm", rounds(...drifting.map((rate) => rate * 1.02)));
    const found = pairedRatio(own, build("baseline", rounds(...drifting)));
    expect(found).toMatchObject({ of: "fashion-wasm", against: "baseline", rank: 2, rounds: 11, disturbedRounds: 0 });
    for (const value of [found.ratio, found.pairedMedian, found.low, found.high]) expect(value).toBeCloseTo(1.02, 12);
    expect(verdict(found)).toBe("faster");
  });

  test("are compared within rounds: the median of ratios is not the ratio of medians", () => {
    const flat = rounds(...Array.from({ length: 11 }, () => 10));
    const own = build("fashion-wasm", rounds(10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11));
    const shuffled = build("baseline", rounds(20, 20, 20, 20, 20, 10, 10, 10, 10, 10, 10));
    expect(pairedRatio(own, build("baseline", flat))).toMatchObject({ ratio: 1, pairedMedian: 1, low: 1, high: 1.1 });
    expect(pairedRatio(own, shuffled)).toMatchObject({ ratio: 1, pairedMedian: 1, low: 0.5, high: 1.1 });
  });

  test("are not told apart by one stray round", () => {
    const same = Array.from({ length: 10 }, (_, i) => 100 + i);
    const own = build("fashion-wasm", rounds(...same, 1000));
    const found = pairedRatio(own, build("baseline", rounds(...same, 10)));
    expect(found).toMatchObject({ pairedMedian: 1, low: 1, high: 1 });
    expect(verdict(found)).toBe("no difference shown");
  });

  test("count a round as disturbed when either was", () => {
    const calm = rounds(...drifting);
    const own = build("fashion-wasm", [round(9, 1), ...calm.slice(1)]);
    const other = build("baseline", [round(9, 1), round(9, 1), ...calm.slice(2)]);
    expect(pairedRatio(own, other).disturbedRounds).toBe(2);
  });

  test("need as many rounds of both", () => {
    const own = build("fashion-wasm", rounds(...drifting));
    expect(() => pairedRatio(own, build("baseline", rounds(1, 2)))).toThrow("received 11 and 2 rounds");
  });

  test("get a verdict from the interval, and none when disturbed rounds may have made an end of it", () => {
    const calm = { rank: 2, disturbedRounds: 1 };
    expect(verdict({ ...calm, low: 1.001, high: 1.02 })).toBe("faster");
    expect(verdict({ ...calm, low: 0.98, high: 0.999 })).toBe("slower");
    expect(verdict({ ...calm, low: 1, high: 1.02 })).toBe("no difference shown");
    expect(verdict({ ...calm, low: 0.98, high: 1 })).toBe("no difference shown");
    expect(verdict({ low: 1.1, high: 1.2, rank: 2, disturbedRounds: 2 })).toBe("too disturbed to say");
  });
});
