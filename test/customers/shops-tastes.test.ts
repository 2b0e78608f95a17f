/** Tastes in simulated shops, from orders in CSV to profiles: they are what customers like, and intervals hold. */
import { describe, expect, it } from "vitest";
import { tasteFigures, tasteLine } from "./shop/taste-figures.js";
import { drifting, steady } from "./shop/tastes.js";

describe("2,000 customers with tastes of Dirichlet(0.3)", () => {
  it("are known by what they bought", async () => {
    const figures = await tasteFigures(1, () => steady);
    console.log(`steady tastes: ${tasteLine(figures)}`);
    expect(figures.clear).toBeGreaterThan(300);
    expect(figures.right / figures.clear).toBeGreaterThanOrEqual(0.93);
    expect(figures.losses.probabilities).toBeLessThan(figures.losses.labels);
    expect(figures.losses.probabilities).toBeLessThan(figures.losses.raw - 0.02);
    expect(figures.losses.probabilities).toBeLessThan(figures.losses.average - 0.5);
    expect(figures.held).toBeGreaterThanOrEqual(0.87);
    expect(figures.held).toBeLessThanOrEqual(0.93);
  });
});

describe("2,000 customers of four segments whose tastes drift", () => {
  it("are known well enough", async () => {
    const figures = await tasteFigures(1, drifting);
    console.log(`drifting tastes: ${tasteLine(figures)}`);
    expect(figures.right / figures.clear).toBeGreaterThanOrEqual(0.93);
    expect(figures.losses.probabilities).toBeLessThan(figures.losses.raw);
    expect(figures.losses.probabilities).toBeLessThan(figures.losses.average);
    expect(figures.held).toBeGreaterThanOrEqual(0.82);
    expect(figures.held).toBeLessThanOrEqual(0.96);
  });
});
