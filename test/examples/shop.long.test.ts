/** examples/shop as a whole, on Fashion-MNIST's 10,000 test images: `npm run test:long -- shop`. */
import { describe, expect, it } from "vitest";
import { figuresLieNearTheTruth, withShop } from "./shop.js";

describe("examples/shop", () => {
  withShop([], (shop) => {
    figuresLieNearTheTruth(shop);

    it("shows the effect of the campaign", () => {
      const [interval] = shop().all("A campaign", "its 90 %")[0] as unknown as [{ low: number; high: number }];
      expect(interval.low).toBeGreaterThan(0);
    });
  });
});

describe.each([2, 3, 4])("examples/shop --seed %i", (seed) => {
  withShop(["--seed", String(seed)], (shop) => {
    it("draws another shop, whose profiles are as near the truth", () => {
      const [coverage, level] = shop().figure("Profiles", "90 % intervals");
      expect(Math.abs(coverage - level)).toBeLessThan(0.06);
      const [[ours, perfect] = [0, 0]] = shop().all("The last 60 days", "lift of");
      expect(ours).toBeGreaterThan(0.65 * perfect);
    });
  });
});
