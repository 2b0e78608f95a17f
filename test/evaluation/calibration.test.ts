/** Calibration and coverage, by hand on six images of two classes. */
import { calibration, coverageAtPrecision } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

//              right       wrong       right       right      wrong       right (of equals the first)
const rows = [0.875, 0.125, 0.25, 0.75, 0.25, 0.75, 1, 0, 0.625, 0.375, 0.5, 0.5];
const labels = [0, 0, 1, 0, 1, 0];

describe("calibration", () => {
  it("sorts confidences into (low, high] and weighs the gaps", () => {
    const { ece, nll, bins } = calibration(labels, rows, { classes: 2, bins: 4 });
    expect(bins).toEqual([
      { low: 0, high: 0.25, count: 0, confidence: Number.NaN, accuracy: Number.NaN },
      { low: 0.25, high: 0.5, count: 1, confidence: 0.5, accuracy: 1 },
      { low: 0.5, high: 0.75, count: 3, confidence: 2.125 / 3, accuracy: 1 / 3 },
      { low: 0.75, high: 1, count: 2, confidence: 0.9375, accuracy: 1 },
    ]);
    expect(ece).toBeCloseTo((0.5 + 1.125 + 0.125) / 6, 14);
    const likelihoods = [0.875, 0.25, 0.75, 1, 0.375, 0.5];
    expect(nll).toBeCloseTo(-likelihoods.reduce((sum, p) => sum + Math.log(p), 0) / 6, 14);
  });

  it("puts a confidence on an edge below it, where its product with the bins is rounded, too", () => {
    for (let bins = 1; bins <= 100; bins++) {
      for (let edge = Math.ceil(bins / 2); edge <= bins; edge++) {
        const confidence = edge / bins;
        const { bins: found } = calibration([0], [confidence, 1 - confidence], { classes: 2, bins });
        expect(found.findIndex(({ count }) => count === 1)).toBe(edge - 1);
      }
    }
  });

  it("stays finite for an image that is surely wrong", () => {
    expect(calibration([1], [1, 0], { classes: 2 }).nll).toBeCloseTo(52 * Math.LN2, 10);
  });

  it("refuses what are no probabilities, labels or options", async () => {
    const two = { classes: 2 };
    const untyped = calibration as (...args: unknown[]) => unknown;
    const logits = () => calibration([0], [3, -2], two);
    await expectRefusal(logits, "DATA_MISMATCH", ["probability 0 of image 0 is 3", "classProbabilities()"]);
    await expectRefusal(() => calibration([0], [0.9, 0.8], two), "DATA_MISMATCH", ["image 0 add up to 1.700"]);
    await expectRefusal(() => calibration([0, 1], [1, 0], two), "DATA_MISMATCH", ["2 labels for 1 images"]);
    await expectRefusal(() => calibration([2], [1, 0], two), "DATA_MISMATCH", ["label 0 is 2", "0 to 1"]);
    await expectRefusal(() => untyped(undefined, [1, 0], two), "DATA_MISMATCH", ["labels are undefined"]);
    await expectRefusal(() => calibration([0], [1, 0], { classes: 2, bins: 0 }), "INVALID_ARGUMENT", ['"bins"']);
    await expectRefusal(() => untyped([0], [1, 0]), "INVALID_ARGUMENT", ['"classes"']);
    await expectRefusal(() => untyped([0], [1, 0], { classes: 2, bin: 3 }), "INVALID_ARGUMENT", ['"bins"']);
  });
});

describe("coverageAtPrecision", () => {
  const at = (precision: number) => coverageAtPrecision(labels, rows, { classes: 2, precision });

  it("takes images from the surest on, equals together", () => {
    // 1 right, 0.875 right, two of 0.75 of which one is right, 0.625 wrong, 0.5 right
    expect(at(1)).toEqual({ precision: 1, coverage: 2 / 6, threshold: 0.875 });
    expect(at(0.75)).toEqual({ precision: 0.75, coverage: 4 / 6, threshold: 0.75 });
    expect(at(0.76).threshold).toBe(0.875);
    expect(at(0.6)).toEqual({ precision: 0.6, coverage: 1, threshold: 0.5 });
  });

  it("covers nothing where the surest are wrong, however many follow", () => {
    expect(coverageAtPrecision([1, 0], [1, 0, 0.75, 0.25], { classes: 2 })).toEqual({
      precision: 0.99,
      coverage: 0,
      threshold: null,
    });
  });

  it("goes past a bad stretch when what follows makes up for it", () => {
    const recovering = [0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4];
    const { coverage } = coverageAtPrecision([1, 0, 0, 0], recovering, { classes: 2, precision: 0.75 });
    expect(coverage).toBe(1);
  });

  it("refuses a precision that is none", async () => {
    await expectRefusal(() => at(0), "INVALID_ARGUMENT", ['"precision"', "> 0"]);
    await expectRefusal(() => at(99), "INVALID_ARGUMENT", ['"precision"', "≤ 1"]);
    await expectRefusal(() => coverageAtPrecision([], [], { classes: 2 }), "DATA_MISMATCH", ["at least one image"]);
  });
});
