/** The number of steps alone tells the stretching of a training whose end was found on the way. */
import { describe, expect, it } from "vitest";
import { Horizon } from "../../ts/training/horizon.js";

type Story = readonly (readonly [from: number, steps: number])[];

/** When choices are made, and how long the training then seems. */
function story(first: number, isKnown: boolean, choose: (done: number) => number): Story {
  const horizon = new Horizon(first, isKnown);
  const told: [number, number][] = [[0, horizon.steps]];
  for (let { next } = horizon; next !== null; { next } = horizon) {
    horizon.choose(choose(next), isKnown);
    told.push([next, horizon.steps]);
  }
  return told;
}

const known = (steps: number) => story(steps, true, () => steps);
const lengthOf = (told: Story) => told.at(-1)?.[1] ?? Number.NaN;

let state = 7;
/** A number from 0 to 1. */
function draw(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

describe("a horizon", () => {
  it("ends at the number that it is told from the start", () => {
    for (let steps = 1; steps < 3000; steps++) expect(lengthOf(known(steps))).toBe(steps);
    for (const steps of [46_901, 1_000_000, 12_345_678]) expect(lengthOf(known(steps))).toBe(steps);
  });

  it("is told by the number that it ends at, whatever was estimated on the way", () => {
    const lengths = new Set<number>();
    for (let trial = 0; trial < 5000; trial++) {
      const estimate = 2 ** (14 * draw());
      const told = story(estimate, false, () => estimate * (0.3 + 2 * draw()));
      expect(known(lengthOf(told))).toEqual(told);
      lengths.add(lengthOf(told));
    }
    expect(lengths.size).toBeGreaterThan(500);
  });

  it("makes its choices in their order before it ends, the last one near the end", () => {
    for (let steps = 1; steps < 4000; steps += 3) {
      const told = known(steps);
      const froms = told.map(([from]) => from);
      expect(froms.at(-1)).toBeLessThan(steps);
      expect(froms).toEqual([...froms].sort((a, b) => a - b));
    }
    expect(known(10_001).at(-1)?.[0]).toBeGreaterThan(9000);
  });

  it("ends at what turns out, where the first estimate is off by up to 25 %, the next by 8 %, the third by 1 %", () => {
    for (let trial = 0; trial < 3000; trial++) {
      const steps = 2000 * 8 ** draw();
      const wrong = (share: number) => steps * (1 + share * (2 * draw() - 1));
      const shares = [0.08, 0.01, 0];
      const told = story(wrong(0.25), false, () => wrong(shares.shift() ?? 0));
      expect(Math.abs(lengthOf(told) - steps)).toBeLessThan(0.03 * steps);
    }
  });
});
