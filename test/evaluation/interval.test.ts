/** Wilson's interval where it can be worked out by hand; SciPy's numbers are in scikit-learn.test.ts. */
import { wilsonInterval } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

describe("wilsonInterval", () => {
  it("is the textbook's", () => {
    const { low, high, level } = wilsonInterval(90, 100);
    // z = 1.959964: (0.9 + 0.019207 ± 1.959964 · √(0.0009 + 0.000096)) / 1.038415
    expect(low).toBeCloseTo(0.82563, 5);
    expect(high).toBeCloseTo(0.94477, 5);
    expect(level).toBe(0.95);
  });

  it("is [0, z²/(n + z²)] without a hit, and mirrored without a miss", () => {
    const z2 = 1.959963984540054 ** 2;
    expect(wilsonInterval(0, 20).low).toBe(0);
    expect(wilsonInterval(0, 20).high).toBeCloseTo(z2 / (20 + z2), 14);
    expect(wilsonInterval(20, 20).high).toBe(1);
    expect(wilsonInterval(20, 20).low).toBeCloseTo(20 / (20 + z2), 14);
  });

  it("knows the normal distribution at levels near 0 and near 1", () => {
    const zAt = (level: number) => {
      const { high } = wilsonInterval(0, 1, { level });
      return Math.sqrt(high / (1 - high));
    };
    expect(zAt(0.682689492137086)).toBeCloseTo(1, 13);
    expect(zAt(0.954499736103642)).toBeCloseTo(2, 13);
    expect(zAt(0.999936657516334)).toBeCloseTo(4, 10);
    expect(zAt(1e-9) / 1e-9).toBeCloseTo(Math.sqrt(Math.PI / 2), 9);
  });

  it("refuses what are no counts, levels or options", async () => {
    const untyped = wilsonInterval as (...args: unknown[]) => unknown;
    await expectRefusal(() => wilsonInterval(1, 0), "INVALID_ARGUMENT", ['"n"', "is 0"]);
    await expectRefusal(() => wilsonInterval(11, 10), "INVALID_ARGUMENT", ['"hits"', "11", "≤ 10"]);
    await expectRefusal(() => wilsonInterval(0.5, 10), "INVALID_ARGUMENT", ['"hits"', "0.5"]);
    await expectRefusal(() => wilsonInterval(1, 10, { level: 1 }), "INVALID_ARGUMENT", ['"level"', "0.999999"]);
    await expectRefusal(() => wilsonInterval(1, 10, { level: 0 }), "INVALID_ARGUMENT", ['"level"']);
    await expectRefusal(() => untyped(1, 10, { levels: 0.9 }), "INVALID_ARGUMENT", ['did you mean "level"']);
    await expectRefusal(() => untyped(1, 10, 0.9), "INVALID_ARGUMENT", ["0.9", "level"]);
  });
});
