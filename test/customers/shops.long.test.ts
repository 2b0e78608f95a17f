/** What the tests of simulated shops say, counted in many shops. */
import { describe, expect, it, vi } from "vitest";
import { equal, lasting, various } from "./shop/activity.js";
import { campaignCounts, campaignLine } from "./shop/campaigns.js";
import { claims, claimsLine } from "./shop/claims.js";
import { liftCounts, liftLine } from "./shop/lifts.js";
import { tasteFigures, tasteLine } from "./shop/taste-figures.js";
import { drifting, steady } from "./shop/tastes.js";

vi.setConfig({ testTimeout: 1_800_000 });

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

describe("tastes in ten shops", () => {
  it.each([
    ["steady", () => steady, 0.87, 0.93],
    ["drifting", drifting, 0.82, 0.96],
  ] as const)("%s", async (name, tastes, least, most) => {
    const held: number[] = [];
    const gains: number[] = [];
    let [right, clear] = [0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const figures = await tasteFigures(seed, tastes);
      console.log(`${name}, seed ${seed}: ${tasteLine(figures)}`);
      gains.push(figures.losses.labels - figures.losses.probabilities);
      expect(figures.losses.probabilities).toBeLessThan(figures.losses.raw);
      held.push(figures.held);
      right += figures.right;
      clear += figures.clear;
    }
    console.log(`${name}: intervals hold ${(100 * mean(held)).toFixed(1)} %, first class right ${right} of ${clear}`);
    expect(mean(gains)).toBeGreaterThan(0);
    expect(right / clear).toBeGreaterThanOrEqual(0.93);
    expect(mean(held)).toBeGreaterThanOrEqual(least);
    expect(mean(held)).toBeLessThanOrEqual(most);
    // 400 customers of each shop: single ones vary by half a point.
    expect(Math.min(...held)).toBeGreaterThanOrEqual(least - 0.01);
    expect(Math.max(...held)).toBeLessThanOrEqual(most + 0.01);
  });
});

describe("verdicts on 200 shops without tastes", () => {
  it("claim what is not so about as often as the interval says", async () => {
    const found = await claims(200, 600, equal);
    console.log(`alike in all: ${claimsLine(found)}`);
    for (const [name, count] of found.better) expect(count / 200, name).toBeLessThanOrEqual(0.1);
    expect(found.better.get("most active")).toBeGreaterThanOrEqual(1);
  });

  it("do not claim to beat activity where only activity differs", async () => {
    const found = await claims(200, 600, lasting);
    console.log(`only activity differs: ${claimsLine(found)}`);
    expect((found.better.get("most active") ?? 0) / 200).toBeLessThanOrEqual(0.1);
    expect(found.better.get("random")).toBe(200);
  });
});

describe("verdicts on 200 shops without tastes whose customers stop", () => {
  it("find most of what activity alone gains", async () => {
    const found = await claims(200, 600, various);
    console.log(`customers stop: ${claimsLine(found)}`);
    expect(found.better.get("most active")).toBeGreaterThanOrEqual(140);
    expect(found.worse.get("most active")).toBeLessThanOrEqual(5);
  });
});

describe("intervals of lifts in 100 shops", () => {
  it.each([
    ["steady, 800 customers", 800, () => steady],
    ["steady, 150 customers", 150, () => steady],
    ["drifting, 800 customers", 800, drifting],
  ] as const)("%s", async (name, customers, tastes) => {
    const counts = await liftCounts(100, customers, tastes);
    console.log(`${name}: ${liftLine(counts)}`);
    expect(counts.held).toBeGreaterThanOrEqual(85);
    const dress = counts.heldOf[3];
    expect(dress).toBeGreaterThanOrEqual(85);
    expect(mean(counts.heldOf)).toBeGreaterThanOrEqual(85);
  });
});

describe("1,000 campaigns", () => {
  it.each([0, 0.1, 0.3])("with an effect of %s in a third", async (effect) => {
    const counts = await campaignCounts(1000, effect);
    console.log(`effect ${effect} in a third: ${campaignLine(counts)}`);
    expect(counts.held).toBeGreaterThanOrEqual(870);
    expect(counts.held).toBeLessThanOrEqual(930);
    if (effect === 0) expect(counts.notShown).toBe(counts.held);
  });
});
