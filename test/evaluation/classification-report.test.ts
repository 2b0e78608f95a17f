/** The report against numbers worked out by hand from ten images. */
import { classificationReport, confusionMatrix } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const labels = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3];
const predictions = [0, 0, 1, 1, 2, 2, 2, 2, 0, 2];
const classNames = ["shirt", "coat", "bag", "boot", "hat"];

describe("confusionMatrix", () => {
  it("counts true classes in rows, predicted ones in columns", () => {
    expect(confusionMatrix(labels, predictions, 4)).toEqual([
      [2, 1, 0, 0],
      [0, 1, 1, 0],
      [1, 0, 3, 0],
      [0, 0, 1, 0],
    ]);
    expect(confusionMatrix(Uint32Array.of(1), Uint8Array.of(0), 2)).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it("refuses lists of different lengths and numbers that are no classes", async () => {
    await expectRefusal(() => confusionMatrix([0], [], 2), "DATA_MISMATCH", ["1 labels and 0 predictions"]);
    await expectRefusal(() => confusionMatrix([2], [0], 2), "DATA_MISMATCH", ["label 0 is 2", "0 to 1"]);
    await expectRefusal(() => confusionMatrix([0], [0.5], 2), "DATA_MISMATCH", ["prediction 0 is 0.5"]);
    await expectRefusal(() => confusionMatrix([0], [0], 0), "INVALID_ARGUMENT", ['"classes"', "is 0"]);
  });
});

describe("classificationReport", () => {
  const report = classificationReport(labels, predictions, { classNames });

  it("gives precision, recall, F1 and support of every class, 0 where nothing can be divided", () => {
    const rounded = report.classes.map(({ name, precision, recall, f1, support }) => [
      name,
      ...[precision, recall, f1].map((value) => Number(value.toFixed(4))),
      support,
    ]);
    expect(rounded).toEqual([
      ["shirt", 0.6667, 0.6667, 0.6667, 3],
      ["coat", 0.5, 0.5, 0.5, 2],
      ["bag", 0.6, 0.75, 0.6667, 4],
      ["boot", 0, 0, 0, 1],
      ["hat", 0, 0, 0, 0],
    ]);
  });

  it("averages over classes and over images", () => {
    expect(report.accuracy).toBe(0.6);
    expect(report.macroAverage.precision).toBeCloseTo((2 / 3 + 0.5 + 0.6) / 5, 12);
    expect(report.weightedAverage.recall).toBeCloseTo(0.6, 12);
    expect(report.weightedAverage.f1).toBeCloseTo((2 + 1 + 8 / 3) / 10, 12);
    expect(report.macroAverage.support).toBe(10);
    expect(report.confusionMatrix).toHaveLength(5);
  });

  it("refuses options that are none", async () => {
    const untyped = classificationReport as (...args: unknown[]) => unknown;
    await expectRefusal(() => untyped([0], [0], {}), "INVALID_ARGUMENT", ['"classNames"', "undefined"]);
    await expectRefusal(() => untyped([0], [0], { names: [] }), "INVALID_ARGUMENT", ['"names"']);
  });
});
