/** A threshold is chosen on some images and measured on others: by hand, and through evaluateClassifier. */
import {
  type Classifier,
  coverageAtPrecision,
  coverageAtThreshold,
  type Dataset,
  dataset,
  evaluateClassifier,
  evaluationJson,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

/** Wilson's interval at 95 % in another way: the shares p with (hits/n − p)² ≤ z² p(1 − p)/n, roots of a parabola. */
function wilson(hits: number, n: number): [number, number] {
  const z2 = 1.959963984540054 ** 2;
  const [a, b, c] = [1 + z2 / n, -(2 * hits) / n - z2 / n, (hits / n) ** 2];
  const root = Math.sqrt(b * b - 4 * a * c);
  return [(-b - root) / (2 * a), (-b + root) / (2 * a)];
}

describe("coverageAtThreshold", () => {
  const rows = [0.875, 0.125, 0.25, 0.75, 0.25, 0.75, 1, 0, 0.625, 0.375, 0.5, 0.5];
  const labels = [0, 0, 1, 0, 1, 0];
  const at = (threshold: number) => coverageAtThreshold(labels, rows, { classes: 2, threshold });

  it("counts images from the threshold on, itself included, and those that are right", () => {
    const { interval, ...measured } = at(0.75);
    expect(measured).toEqual({ threshold: 0.75, coverage: 4 / 6, covered: 4, images: 6, precision: 0.75 });
    expect([interval?.low, interval?.high]).toEqual(wilson(3, 4).map((edge) => expect.closeTo(edge, 12)));
    // (0.75 + 0.480182 ± 1.959964 · √(0.046875 + 0.060023)) / 1.960365
    expect([interval?.low, interval?.high]).toEqual([expect.closeTo(0.30064, 5), expect.closeTo(0.95441, 5)]);
    expect(interval?.level).toBe(0.95);
    expect(at(0.7500001)).toMatchObject({ covered: 2, precision: 1 });
    expect(at(0)).toMatchObject({ covered: 6, coverage: 1, precision: 4 / 6 });
    expect(at(1)).toMatchObject({ covered: 1, precision: 1 });
  });

  it("has no precision where nothing is covered", () => {
    expect(coverageAtThreshold([0], [0.6, 0.4], { classes: 2, threshold: 0.7 })).toEqual({
      threshold: 0.7,
      coverage: 0,
      covered: 0,
      images: 1,
      precision: null,
      interval: null,
    });
  });

  it("measures what coverageAtPrecision has chosen", () => {
    const { threshold, coverage } = coverageAtPrecision(labels, rows, { classes: 2, precision: 0.75 });
    expect(at(threshold ?? Number.NaN)).toMatchObject({ coverage, precision: 0.75 });
  });

  it("refuses what is no threshold", async () => {
    const untyped = coverageAtThreshold as (...args: unknown[]) => unknown;
    for (const threshold of [-0.1, 1.1, 93, Number.NaN, "0.9", null, undefined]) {
      await expectRefusal(() => untyped(labels, rows, { classes: 2, threshold }), "INVALID_ARGUMENT", ['"threshold"']);
    }
    await expectRefusal(() => untyped(labels, rows, { classes: 2, treshold: 1 }), "INVALID_ARGUMENT", ['"threshold"']);
    await expectRefusal(() => untyped([], [], { classes: 2, threshold: 1 }), "DATA_MISMATCH", ["at least one image"]);
  });
});

describe("coverageAtPrecision with a margin", () => {
  it("asks for as many standard errors more", async () => {
    // 99 right, then one wrong, then 100 right, each less sure than the one before: 199 of 200 are right.
    const labels = Array.from({ length: 200 }, (_, i) => (i === 99 ? 1 : 0));
    const rows = labels.flatMap((_, i) => [1 - i / 1000, i / 1000]);
    const covered = (margin: number, precision = 0.99) =>
      Math.round(200 * coverageAtPrecision(labels, rows, { classes: 2, precision, margin }).coverage);
    expect(covered(0)).toBe(200);
    expect(covered(0.7)).toBe(200); // 0.99 + 0.7 · √(0.0099 / 200) = 0.99492 ≤ 0.995
    expect(covered(0.72)).toBe(99); // 0.99507 > 0.995, and 0.99 + 0.72 · √(0.0099 / 99) = 0.9972
    expect(covered(1.1)).toBe(0); // 0.99 + 1.1 · 0.01 > 1
    expect(covered(5, 1)).toBe(99);
    await expectRefusal(() => covered(-1), "INVALID_ARGUMENT", ['"margin"']);
  });
});

/** Two classes, two pixels an image that are its probabilities; `checkImages` where it is given. */
function knowing(checkImages?: Classifier["checkImages"]): Classifier {
  return {
    outputShape: [2],
    outputActivation: "softmax",
    predict: async (images) =>
      Float32Array.from(images instanceof Uint8Array || images instanceof Float32Array ? images : images.images),
    ...(checkImages && { checkImages }),
  };
}

/** Groups of images: how many, how sure the model is of class 0, how many of them are of class 1, which it gets wrong. */
function groups(...all: readonly (readonly [count: number, confidence: number, wrong: number])[]): Dataset {
  const images = all.flatMap(([count, sure]) => Array.from({ length: count }, () => [sure, 1 - sure]).flat());
  const labels = all.flatMap(([count, , wrong]) => Array.from({ length: count }, (_, i) => (i < wrong ? 1 : 0)));
  return dataset.fromArrays({ images: Float32Array.from(images), labels, imageShape: [1, 2, 1] });
}

/** On these 0.875 is the threshold: 800 of 800 and 398 of 400 are right, at 0.75 300 of 400. */
const heldOut = groups([800, 0.9375, 0], [400, 0.875, 2], [400, 0.75, 100], [400, 0.625, 200]);
const measured = (test: Dataset, calibrationData?: Dataset, check?: Classifier["checkImages"]) =>
  evaluateClassifier(knowing(check), test, { shifts: false, calibrationData });

describe("coverage of evaluateClassifier", () => {
  it("is chosen on the held-out images and measured on the test images", async () => {
    // Chosen on the test images themselves, 0.75 would be the threshold, and 100 % of the images covered.
    const test = groups([500, 0.9375, 1], [300, 0.875, 6], [200, 0.75, 0]);
    expect(coverageAtPrecision(test.labels, test.images, { classes: 2 })).toMatchObject({ threshold: 0.75 });
    const { coverage, coverageNotice } = await measured(test, heldOut);
    const [low, high] = wilson(793, 800).map((edge) => expect.closeTo(edge, 12));
    expect(coverage).toEqual({
      askedPrecision: 0.99,
      threshold: 0.875,
      chosenOn: 2000,
      coverage: 0.8,
      covered: 800,
      images: 1000,
      precision: 793 / 800,
      interval: { low, high, level: 0.95 },
    });
    expect(coverageNotice).toBeNull();
  });

  it("leaves a standard error to spare when it is chosen", async () => {
    const test = groups([500, 0.9375, 0]);
    // 1200 images: 0.99 + √(0.0099 / 1200) = 0.99287, 8 mistakes are 0.99333, 9 are 0.9925.
    const at = async (wrong: number) =>
      (await measured(test, groups([800, 0.9375, 0], [400, 0.875, wrong]))).coverage?.threshold;
    expect([await at(8), await at(9)]).toEqual([0.875, 0.9375]);
  });

  it.each([
    ["without held-out images", undefined, /^there are no images held out of training/],
    ["on one", groups([1, 0.9375, 0]), /^1 held-out image is too few \(at least 300/],
    ["on 299", groups([299, 0.9375, 0]), /^299 held-out images are too few \(at least 300/],
    [
      "where none is sure enough",
      groups([2000, 0.9375, 20]),
      /^there is no confidence above which 99 % of at least 100 of the 2,000/,
    ],
    [
      "where fewer than 100 are",
      groups([99, 0.9375, 0], [400, 0.625, 200]),
      /^there is no confidence above which 99 %/,
    ],
  ])("is not given %s, and the reason is", async (_, calibrationData, reason) => {
    const result = await measured(groups([500, 0.9375, 0]), calibrationData);
    expect(result.coverage).toBeNull();
    expect(result.coverageNotice).toMatch(reason);
    const json = JSON.parse(JSON.stringify(evaluationJson(result)));
    expect(json).toMatchObject({ coverage: null, coverageNotice: result.coverageNotice });
  });

  it("is given on 300 held-out and 100 test images, and not on a handful of test images", async () => {
    const least = groups([100, 0.9375, 0], [200, 0.625, 100]);
    expect((await measured(groups([100, 0.9375, 0]), least)).coverage).toMatchObject({ covered: 100, precision: 1 });
    const two = await measured(groups([2, 0.9375, 0]), heldOut);
    expect(two.coverage).toBeNull();
    expect(two.coverageNotice).toBe("2 test images are too few (at least 100 are needed)");
    expect(two.scaledCalibration?.notice).toBe(`no temperature to rely on: ${two.coverageNotice}`);
  });

  it("is not chosen on test images, however they were cut or copied", async () => {
    const test = groups([1000, 0.9375, 0]);
    const copy = groups([1000, 0.9375, 0]);
    const [half, other] = test.split(0.5, { seed: 1 });
    const notices = [];
    for (const [tested, held] of [
      [test, test],
      [test, copy],
      [test, half],
      [half, test],
      [half, test.tail(400)],
    ] as const) {
      const { coverage, coverageNotice, scaledCalibration } = await measured(tested, held);
      expect(coverage).toBeNull();
      expect(scaledCalibration?.notice).toBe(`no temperature to rely on: ${coverageNotice}`);
      notices.push(coverageNotice);
    }
    const shared = [...(half.indices ?? [])].filter((place) => place >= 600).length;
    const counts = ["1,000", "1,000", "500", "500", String(shared)];
    expect(notices).toEqual(counts.map((n) => `${n} held-out images are among the test images (hold out others)`));
    expect((await measured(half, other)).coverage).toMatchObject({ chosenOn: 500, covered: 500 });
  });

  it("says where the threshold does not hold", async () => {
    const other = await measured(groups([500, 0.9375, 200], [500, 0.5, 0]), heldOut);
    expect(other.coverageNotice).toBe(
      "the threshold chosen on held-out images does not hold for the test images: of the 50.0 % that reach it 60.0 % are right (55.6 % to 64.2 %)",
    );
    expect(other.coverage).toMatchObject({ covered: 500, precision: 0.6 });
    const unsure = await measured(groups([500, 0.625, 0]), heldOut);
    expect(unsure.coverageNotice).toMatch(/does not hold for the test images: none of them reaches it$/);
    expect(unsure.coverage).toMatchObject({ coverage: 0, precision: null, interval: null });
  });

  it("is void for images that the model finds unusual, and the rest is measured all the same", async () => {
    const test = groups([500, 0.9375, 0]);
    const inverted = "the images look inverted: their mean is 182, that of the training images 73";
    const asked: Dataset[] = [];
    const unusual = (of: Dataset | null) => (images: Dataset) => {
      asked.push(images);
      return images === of ? inverted : null;
    };
    const usual = await measured(test, heldOut, unusual(null));
    expect(asked).toContain(test);
    expect(usual.coverage?.covered).toBe(500);
    const { coverage, coverageNotice, ...rest } = await measured(test, heldOut, unusual(test));
    expect([coverage, coverageNotice]).toEqual([null, inverted]);
    expect(rest).toEqual({ ...rest, ...usual, coverage: undefined, coverageNotice: undefined });
    expect((await measured(test, undefined, unusual(test))).coverageNotice).toBe(inverted);
    const byOthers = await measured(test, heldOut, unusual(heldOut));
    expect([byOthers.coverage, byOthers.coverageNotice]).toEqual([null, `held-out images: ${inverted}`]);
  });
});

describe("scaledCalibration of evaluateClassifier", () => {
  /** 3 of 4 images of each kind right where the model says 0.9375, so that scaling helps. */
  const boastful = groups([400, 0.9375, 100]);

  it("is without a notice where it helps", async () => {
    const { calibration, scaledCalibration } = await measured(groups([800, 0.9375, 200]), boastful);
    expect(scaledCalibration?.ece).toBeLessThan(calibration.ece);
    expect(scaledCalibration?.notice).toBeNull();
  });

  it("says where it does not help, or nobody can know", async () => {
    const honest = groups([1600, 0.9375, 100]);
    const { calibration, scaledCalibration: worse } = await measured(honest, boastful);
    expect(worse?.ece).toBeGreaterThan(calibration.ece);
    expect(worse?.notice).toBe("not better after scaling");
    const { scaledCalibration: few } = await measured(groups([800, 0.9375, 200]), groups([4, 0.9375, 1]));
    expect(few?.notice).toBe("no temperature to rely on: 4 held-out images are too few (at least 300 are needed)");
    expect(few).toMatchObject({ fittedOn: 4, temperature: expect.any(Number), ece: expect.any(Number) });
  });
});
