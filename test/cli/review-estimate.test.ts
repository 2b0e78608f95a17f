/** The accuracy on one's own photos: that its interval holds what it promises, in simulated reviews whose truth is known. */
import { describe, expect, it } from "vitest";
import { photosToHalve, type Stratum, stratifiedAccuracy } from "../../ts/cli/review/estimate.js";
import { ordersOf, randomNumbers, walkOf } from "../../ts/cli/review/order.js";
import { type Estimate, estimateOf, strataOf } from "../../ts/cli/review/strata.js";

/** A table whose truth is known: class 0 is the model's label of all, and right where `truth` says so. */
function shop({
  rows,
  doubtful,
  sureRight,
  doubtfulRight,
  random,
}: {
  readonly rows: number;
  readonly doubtful: number;
  readonly sureRight: number;
  readonly doubtfulRight: number;
  readonly random: () => number;
}) {
  const labels = new Int32Array(rows);
  const flags = Uint8Array.from({ length: rows }, (_, row) => Number(row < doubtful));
  // The less probable, the more often wrong: walking by doubt is far from a random sample.
  const probabilities = Float64Array.from({ length: rows }, (_, row) =>
    row < doubtful ? (row + 1) / (2 * doubtful) : 0.9,
  );
  const truth = Int32Array.from({ length: rows }, (_, row) => {
    const right = row < doubtful ? 2 * doubtfulRight * ((row + 1) / doubtful) : sureRight;
    return random() < right ? 0 : 1;
  });
  return { facts: { labels, flags, probabilities }, truth, accuracy: truth.filter((each) => each === 0).length / rows };
}

/** Decides the first `many` of a walk, as the truth has it. */
function walked(rows: Uint32Array, many: number, truth: Int32Array): Int32Array {
  const reviewed = new Int32Array(truth.length).fill(-1);
  for (const row of rows.subarray(0, many)) reviewed[row] = truth[row] as number;
  return reviewed;
}

describe("the interval", () => {
  const CASES = [
    { walk: "random", rows: 600, doubtful: 120, many: 90, first: 0, sureRight: 0.95, doubtfulRight: 0.45 },
    { walk: "doubtful", rows: 600, doubtful: 120, many: 180, first: 0, sureRight: 0.95, doubtfulRight: 0.45 },
    { walk: "doubtful", rows: 240, doubtful: 60, many: 200, first: 0, sureRight: 0.85, doubtfulRight: 0.3 },
    { walk: "random", rows: 1500, doubtful: 450, many: 150, first: 0, sureRight: 0.9, doubtfulRight: 0.4 },
    { walk: "random", rows: 40, doubtful: 12, many: 30, first: 0, sureRight: 0.9, doubtfulRight: 0.4 },
    // By doubt for a while, then at random.
    { walk: "random", rows: 600, doubtful: 120, many: 90, first: 50, sureRight: 0.95, doubtfulRight: 0.45 },
  ] as const;
  const REVIEWS = 600;

  it.each(CASES)(
    "holds the truth in 95 of 100 reviews: $many of $rows, $walk, after $first by doubt",
    ({ walk, many, first, ...made }) => {
      const random = randomNumbers(7);
      let [held, pooledHeld] = [0, 0];
      for (let review = 0; review < REVIEWS; review++) {
        const { facts, truth, accuracy } = shop({ ...made, random });
        const orders = ordersOf(facts, review);
        const reviewed = walked(walkOf(orders, walk), many, truth);
        for (const row of orders.doubtful.subarray(0, first)) reviewed[row] = truth[row] as number;
        const { low, high, share } = estimateOf(orders, { reviewed, labels: facts.labels }, walk) ?? {
          low: 1,
          high: 0,
          share: null,
        };
        expect(share).not.toBeNull();
        if (low <= accuracy + 1e-12 && accuracy - 1e-12 <= high) held += 1;
        // What an interval would be that takes all decided photos for one random sample.
        const right = walkOf(orders, walk)
          .subarray(0, many)
          .filter((row) => truth[row] === 0).length;
        const pooled = stratifiedAccuracy([{ size: truth.length, drawn: many, right, unknown: 0 }]);
        if (pooled.low <= accuracy && accuracy <= pooled.high) pooledHeld += 1;
      }
      // In 600 reviews a share of 0.95 has a standard deviation of 0.009, and Wilson's interval swings around it.
      expect(held / REVIEWS).toBeGreaterThan(0.925);
      expect(held / REVIEWS).toBeLessThan(made.rows === 40 ? 1.001 : 0.99);
      // The same check sees a wrong interval: by doubt first, the plain share is far too low.
      if (walk === "doubtful") expect(pooledHeld / REVIEWS).toBeLessThan(0.7);
    },
  );

  it("is wider than the spread of the estimate itself by the same margin: narrower ones fail the check", () => {
    const random = randomNumbers(11);
    let held = 0;
    for (let review = 0; review < REVIEWS; review++) {
      const { facts, truth, accuracy } = shop({
        rows: 600,
        doubtful: 120,
        sureRight: 0.95,
        doubtfulRight: 0.45,
        random,
      });
      const orders = ordersOf(facts, review);
      const reviewed = walked(walkOf(orders, "random"), 90, truth);
      const estimate = estimateOf(orders, { reviewed, labels: facts.labels }, "random");
      const { low = 0, high = 0 } = estimate ?? {};
      const [middle, half] = [(low + high) / 2, (high - low) / 2];
      if (Math.abs(accuracy - middle) <= 0.75 * half) held += 1;
    }
    expect(held / REVIEWS).toBeLessThan(0.92);
  });

  it("is Wilson's for one sample of a large whole, and exact where all was drawn", () => {
    const one = stratifiedAccuracy([{ size: 1e9, drawn: 100, right: 80, unknown: 0 }]);
    // scipy 1.17: binomtest(80, 100).proportion_ci(method="wilson")
    expect(one.low).toBeCloseTo(0.711164, 4);
    expect(one.high).toBeCloseTo(0.866636, 4);
    expect(stratifiedAccuracy([{ size: 8, drawn: 8, right: 6, unknown: 0 }])).toEqual({
      share: 0.75,
      low: 0.75,
      high: 0.75,
    });
  });

  it("bounds what nobody has seen, and what was left out", () => {
    const seen: Stratum = { size: 10, drawn: 10, right: 6, unknown: 0 };
    const unseen: Stratum = { size: 30, drawn: 0, right: 0, unknown: 0 };
    expect(stratifiedAccuracy([seen, unseen])).toEqual({ share: null, low: 6 / 40, high: 36 / 40 });
    const left: Stratum = { size: 10, drawn: 10, right: 6, unknown: 2 };
    expect(stratifiedAccuracy([left])).toEqual({ share: 0.75, low: 0.6, high: 0.8 });
    expect(stratifiedAccuracy([])).toEqual({ share: null, low: 0, high: 1 });
  });
});

describe("photos that would halve the interval", () => {
  it.each(["random", "doubtful"] as const)("halve it on the average, in the order %s", (walk) => {
    const random = randomNumbers(3);
    const ratios = Array.from({ length: 40 }, (_, seed) => {
      const { facts, truth } = shop({ rows: 2000, doubtful: 60, sureRight: 0.9, doubtfulRight: 0.4, random });
      const orders = ordersOf(facts, seed);
      const rows = walkOf(orders, walk);
      const at = (many: number) => {
        const reviewed = walked(rows, many, truth);
        const { low, high, toHalve } = estimateOf(orders, { reviewed, labels: facts.labels }, walk) as Estimate;
        return { width: high - low, toHalve: toHalve as number };
      };
      const now = at(150);
      return at(150 + now.toHalve).width / now.width;
    });
    // The share of right ones is another one among the photos to come.
    expect(ratios.reduce((sum, each) => sum + each, 0) / ratios.length).toBeCloseTo(0.5, 1);
  });

  it("are the fewest", () => {
    const after = (more: number): Stratum[] => [
      { size: 1e6, drawn: 100 + more, right: 0.8 * (100 + more), unknown: 0 },
    ];
    const more = photosToHalve(after, 1e6 - 100) as number;
    const width = (many: number) => {
      const { low, high } = stratifiedAccuracy(after(many));
      return high - low;
    };
    expect(width(more)).toBeLessThanOrEqual(width(0) / 2 + 2e-6);
    expect(width(more - 1)).toBeGreaterThan(width(0) / 2 - 2e-6);
    expect(photosToHalve(() => [{ size: 9, drawn: 9, right: 9, unknown: 0 }], 0)).toBeNull();
  });
});

describe("strata", () => {
  const random = randomNumbers(5);
  const { facts, truth } = shop({ rows: 300, doubtful: 100, sureRight: 0.9, doubtfulRight: 0.4, random });
  const orders = ordersOf(facts, 2);
  const { labels } = facts;

  it("tell photos walked by doubt from those of the random sample, by which ones are decided", () => {
    const reviewed = walked(orders.doubtful, 30, truth);
    for (const row of orders.random.subarray(0, 60)) reviewed[row] = truth[row] as number;
    const { walked: first, otherDoubtful, rest } = strataOf(orders, { reviewed, labels });
    expect([first.size, first.unknown, otherDoubtful.unknown, rest.unknown]).toEqual([30, 0, 0, 0]);
    const sampled = orders.random.subarray(0, 60);
    expect(rest.drawn).toBe(sampled.filter((row) => facts.flags[row] === 0).length);
    expect(otherDoubtful.drawn).toBe(sampled.filter((row) => orders.doubtful.indexOf(row) >= 30).length);
  });

  it("count what was left out on the way as unknown", () => {
    const reviewed = walked(orders.doubtful, 40, truth);
    reviewed[orders.doubtful[7] as number] = -1;
    expect(strataOf(orders, { reviewed, labels }).walked).toMatchObject({ size: 40, unknown: 1 });
    expect(estimateOf(orders, { reviewed, labels }, "doubtful")?.leftOut).toBe(1);
  });

  it("are empty of knowledge before anything is decided", () => {
    const reviewed = new Int32Array(300).fill(-1);
    expect(estimateOf(orders, { reviewed, labels }, "doubtful")).toMatchObject({
      share: null,
      low: 0,
      high: 1,
      unseenDoubtful: 100,
      unseenRest: 200,
    });
  });
});

describe("orders", () => {
  it("show doubtful ones by doubt, then the others at random, then failed ones, each once", () => {
    const labels = Int32Array.from([0, 1, -1, 2, 0, 1]);
    const facts = {
      labels,
      flags: Uint8Array.from([1, 0, 0, 1, 0, 1]),
      probabilities: Float64Array.from([0.5, 0.9, 0, 0.2, 0.8, 0.5]),
    };
    const orders = ordersOf(facts, 4);
    expect([...orders.doubtful]).toEqual([3, 0, 5]);
    expect([...walkOf(orders, "failed")]).toEqual([2]);
    for (const walk of ["doubtful", "random"] as const) {
      const rows = [...walkOf(orders, walk)];
      expect(rows.at(-1)).toBe(2);
      expect(rows.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    }
    expect(ordersOf(facts, 4)).toEqual(orders);
  });

  it("are any order alike: each of three rows comes first in a third of the seeds", () => {
    const facts = { labels: new Int32Array(3), flags: new Uint8Array(3), probabilities: new Float64Array(3) };
    const first = [0, 0, 0];
    for (let seed = 0; seed < 3000; seed++) {
      const row = ordersOf(facts, seed).random[0] as number;
      first[row] = (first[row] as number) + 1;
    }
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
});
