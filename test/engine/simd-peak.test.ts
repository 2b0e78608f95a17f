/** The yardstick: a number of GFLOP/s that a machine can have, and the same again. */
import { measureSimdPeak } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

describe("measureSimdPeak", () => {
  it("answers with the GFLOP/s of one thread", { retry: 2 }, async () => {
    const [first, second] = [await measureSimdPeak({ seconds: 0.1 }), await measureSimdPeak({ seconds: 0.1 })];
    expect(first).toBeGreaterThan(0.5);
    expect(first).toBeLessThan(200); // 6 GHz × 4 lanes × 8 operations
    expect(Math.abs(first - second)).toBeLessThan(0.5 * first);
  });

  it("refuses wrong options", async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the checks are for callers without types
    const untyped = measureSimdPeak as any;
    await expectRefusal(() => untyped({ seconds: 0 }), "INVALID_ARGUMENT", ["measureSimdPeak", '"seconds"', "> 0"]);
    await expectRefusal(() => untyped({ second: 1 }), "INVALID_ARGUMENT", ['"second"', 'mean "seconds"']);
  });
});
