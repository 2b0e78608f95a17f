/** Backtests of simulated shops: they find tastes where there are some, and say so where there are none. */
import { backtest } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { equal, lasting } from "./shop/activity.js";
import { claims, claimsLine, said } from "./shop/claims.js";
import { liftCounts, liftLine } from "./shop/lifts.js";
import { CUTOFF, ordersOf } from "./shop/measured.js";
import { makeShop } from "./shop/shop.js";
import { steady } from "./shop/tastes.js";

const BASELINES = ["most active", "most recent", "last class bought", "random"];

describe("a shop whose customers have tastes", () => {
  it("is better addressed by profiles than by anything that needs none", async () => {
    const shop = makeShop({ seed: 1, customers: 2000 });
    const { verdict, methods, calibration, newcomers, customers } = await backtest(
      await ordersOf(shop, { cutoff: CUTOFF }),
    );
    console.log(verdict, methods.map(({ name, lift }) => `${name} ${lift.toFixed(2)}`).join(", "));
    for (const name of BASELINES) expect(said(verdict, "better", name), name).toBe(true);
    expect(verdict).not.toContain("no better");
    expect(customers + newcomers).toBeLessThanOrEqual(2000);
    expect(newcomers).toBeGreaterThan(20);

    const bins = calibration.map(({ expected, observed }) => `${expected.toFixed(3)} ${observed.toFixed(3)}`);
    console.log(`expected and observed: ${bins.join(" | ")}`);
    for (const { expected, observed } of calibration) {
      expect(Math.abs(observed - expected)).toBeLessThan(0.25 * expected + 0.02);
    }
  });
});

describe("shops whose customers all like the same", () => {
  it("are said to be no better addressed where customers are alike in all", async () => {
    const found = await claims(24, 400, equal);
    console.log(`alike in all: ${claimsLine(found)}`);
    expect(found.better.get("most active")).toBeLessThanOrEqual(4);
    expect(found.nothing).toBeGreaterThanOrEqual(14);
  });

  it("are said to be no better addressed than by activity where only activity differs", async () => {
    const found = await claims(12, 400, lasting);
    console.log(`only activity differs: ${claimsLine(found)}`);
    expect(found.better.get("most active")).toBeLessThanOrEqual(2);
    // Whom activity tells apart, chance does not.
    expect(found.better.get("random")).toBe(12);
  });
});

describe("the interval of a lift", () => {
  it("holds the true lift of those who were chosen", async () => {
    const counts = await liftCounts(12, 800, () => steady);
    console.log(liftLine(counts));
    expect(counts.held).toBeGreaterThanOrEqual(10);
    const ofClasses = counts.heldOf.reduce((sum, held) => sum + held, 0);
    expect(ofClasses).toBeGreaterThanOrEqual(0.85 * 120);
    // Not by being so wide that it says nothing.
    expect(counts.width).toBeLessThan(0.2 * counts.truth);
  });
});
