/** From an audience to whether the campaign worked: intervals hold the true effect. */
import { describe, expect, it } from "vitest";
import { campaignCounts, campaignLine } from "./shop/campaigns.js";

describe("campaigns to an audience, measured by its hold-out", () => {
  it("are found to work where they do", async () => {
    const counts = await campaignCounts(40, 0.3);
    console.log(`effect in a third: ${campaignLine(counts)}`);
    expect(counts.held).toBeGreaterThanOrEqual(32);
    expect(counts.notShown).toBeLessThanOrEqual(20);
  });

  it("are not shown to work where they do not", async () => {
    const counts = await campaignCounts(40, 0);
    console.log(`no effect: ${campaignLine(counts)}`);
    expect(counts.held).toBeGreaterThanOrEqual(32);
    expect(counts.notShown).toBe(counts.held);
  });
});
