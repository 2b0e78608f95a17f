/** The number of steps alone tells the stretching of a training whose end was found on the way. */
import { describe, expect, it } from "vitest";
import { firstInterval, Horizon, likelySteps } from "../../ts/training/horizon.js";

/** When choices are made, and how long the training then seems. */
function story(first: number, choose: (done: number) => number): [from: number, steps: number][] {
  const horizon = new Horizon(first);
  const told: [number, number][] = [[0, horizon.steps]];
  for (let { next } = horizon; next !== null; { next } = horizon) {
    horizon.choose(choose(next));
    told.push([next, horizon.steps]);
  }
  return told;
}

const lengthOf = (told: [number, number][]) => told.at(-1)?.[1] ?? Number.NaN;

describe("a horizon", () => {
  it("ends at the number that it is told from the start", () => {
    for (let steps = 1; steps < 3000; steps++) expect(lengthOf(story(steps, () => steps))).toBe(steps);
    for (const steps of [46_901, 1_000_000, 12_345_678]) expect(lengthOf(story(steps, () => steps))).toBe(steps);
  });

  it("is told by the number that it ends at, whatever was estimated on the way", () => {
    let state = 7;
    const draw = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const lengths = new Set<number>();
    for (let trial = 0; trial < 3000; trial++) {
      const estimate = 2 ** (14 * draw());
      const told = story(likelySteps(estimate), () => estimate * (0.7 + 0.6 * draw()));
      const steps = lengthOf(told);
      expect(story(steps, () => steps)).toEqual(told);
      lengths.add(steps);
    }
    expect(lengths.size).toBeGreaterThan(500);
  });

  it("makes its choices before it ends, and its last near the end", () => {
    for (let steps = 1; steps < 5000; steps++) {
      const told = story(steps, () => steps);
      for (const [from, length] of told) expect(from).toBeLessThan(Math.max(length, 1));
      expect(told.map(([from]) => from)).toEqual(told.map(([from]) => from).sort((a, b) => a - b));
    }
    const [, , , [last] = [0]] = story(10_000, () => 10_000);
    expect(last).toBeGreaterThan(9300);
  });

  it("begins where an estimate may be off by a sixth either way", () => {
    for (let estimate = 20; estimate < 5000; estimate *= 1.01) {
      const { low, high } = firstInterval(likelySteps(estimate));
      expect(low).toBeLessThan(0.87 * estimate);
      expect(high).toBeGreaterThan(1.15 * estimate);
    }
  });
});
