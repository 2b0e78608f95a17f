/** Who is held out of an audience: as many as was asked, by chance alone, and the same again. */
import { type Audience, audience, type CustomerProfiles } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { profilesOf } from "./audience-fixture.js";

let profiles: CustomerProfiles;
beforeAll(async () => {
  profiles = await profilesOf("id");
});

const controlOf = ({ customers }: Audience) => customers.filter(({ group }) => group === "control").map(({ id }) => id);

describe("the hold-out", () => {
  it.each([
    [1, 0.1, 0],
    [7, 0.1, 1],
    [45, 0.1, 5],
    [57, 0.1, 6],
    [100, 0.25, 25],
    [99, 0.5, 50],
    [200, 0, 0],
  ])("of %i customers by %d is %i", async (size, controlShare, expected) => {
    const found = await audience(profiles, "Dress", { size, controlShare, minimumSupport: 0 });
    expect(found.size).toBe(size);
    expect(found.control).toBe(expected);
    expect(found.target).toBe(size - expected);
    expect(controlOf(found)).toHaveLength(expected);
  });

  it("is the same with the same seed and name, and another with others", async () => {
    const of = async (options: { seed?: number; name?: string }) =>
      controlOf(await audience(profiles, "Dress", { size: 200, controlShare: 0.2, ...options }));
    const five = await of({ seed: 5 });
    expect(await of({ seed: 5 })).toEqual(five);
    expect(await of({})).toEqual(await of({ seed: 1, name: "Dress" }));
    for (const options of [{ seed: 6 }, { seed: 5, name: "autumn" }, { seed: 5, name: "spring" }]) {
      const others = await of(options);
      const both = five.filter((id) => others.includes(id)).length;
      // 40 of 200: 8 are in both by chance, with a standard deviation of 2.3.
      expect(both).toBeGreaterThan(0);
      expect(both).toBeLessThan(18);
    }
  });

  it("does not change who is in the audience", async () => {
    const ids = async (seed: number) =>
      (await audience(profiles, "Dress", { size: 100, seed })).customers.map(({ id }) => id);
    expect(await ids(1)).toEqual(await ids(2));
  });

  it("falls on each customer equally often, whatever is expected of them", async () => {
    const seeds = 200;
    const share = 0.1;
    const heldOut = new Map<string, number>();
    const differences: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const { customers } = await audience(profiles, "Sneaker", { size: 250, controlShare: share, seed });
      const sums = { target: 0, control: 0 };
      for (const { id, group, expectedPurchases } of customers) {
        sums[group] += expectedPurchases;
        heldOut.set(id, (heldOut.get(id) ?? 0) + (group === "control" ? 1 : 0));
      }
      differences.push(sums.target / 225 - sums.control / 25);
    }
    const counts = [...heldOut.values()];
    expect(counts).toHaveLength(250);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(seeds * 25);
    const spread = seeds * share * (1 - share);
    const farthest = Math.max(...counts.map((count) => Math.abs(count - seeds * share) / Math.sqrt(spread)));
    const chi = counts.reduce((sum, count) => sum + (count - seeds * share) ** 2 / spread, 0) / 249;
    const mean = differences.reduce((sum, one) => sum + one, 0) / seeds;
    const error = Math.sqrt(differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / seeds / (seeds - 1));
    console.log(
      `held out ${Math.min(...counts)} to ${Math.max(...counts)} times of ${seeds}, chi-square by its freedom ${chi.toFixed(2)}; target − control: ${(mean / error).toFixed(2)} standard errors`,
    );
    expect(farthest).toBeLessThan(4.5);
    // Of 249 degrees of freedom: 1 ± 0.09.
    expect(chi).toBeGreaterThan(0.7);
    expect(chi).toBeLessThan(1.3);
    expect(Math.abs(mean / error)).toBeLessThan(3);
  });
});
