/** Top-k accuracy by hand; scikit-learn's numbers are in scikit-learn.test.ts. */
import { topKAccuracy } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const three = { classes: 3 };

describe("topKAccuracy", () => {
  it("counts labels among the k largest", () => {
    const outputs = [5, 1, 3, 5, 1, 3, 5, 1, 3];
    expect([1, 2, 3].map((k) => topKAccuracy([0, 2, 1], outputs, k, three))).toEqual([1 / 3, 2 / 3, 1]);
  });

  it("takes of equals the first, as predictClasses does", () => {
    const equals = [7, 7, 7];
    const hits = [0, 1, 2].map((label) => [1, 2, 3].map((k) => topKAccuracy([label], equals, k, three)));
    expect(hits).toEqual([
      [1, 1, 1],
      [0, 1, 1],
      [0, 0, 1],
    ]);
  });

  it("refuses a k beyond the classes, and what does not fit", async () => {
    await expectRefusal(() => topKAccuracy([0], [1, 2, 3], 4, three), "INVALID_ARGUMENT", ['"k"', "≤ 3"]);
    await expectRefusal(() => topKAccuracy([0], [1, 2, 3], 0, three), "INVALID_ARGUMENT", ['"k"', "≥ 1"]);
    await expectRefusal(() => topKAccuracy([3], [1, 2, 3], 1, three), "DATA_MISMATCH", ["label 0 is 3"]);
    await expectRefusal(() => topKAccuracy([0], [1, 2], 1, three), "DATA_MISMATCH", ["2 output values", "3 per image"]);
    await expectRefusal(() => topKAccuracy([0], [1, Number.NaN, 3], 1, three), "DATA_MISMATCH", ["NaN"]);
  });
});
