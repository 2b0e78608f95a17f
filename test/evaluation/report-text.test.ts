/** The text of a report in its small print; whole tables of scikit-learn's are in scikit-learn.test.ts. */
import { type ClassificationReport, classificationReport, formatClassificationReport } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

describe("formatClassificationReport", () => {
  it("is a table with names to the right, of at least the width of the averages' names", () => {
    const report = classificationReport([0, 0, 1, 1], [0, 1, 1, 1], { classNames: ["a", "b"] });
    expect(formatClassificationReport(report)).toBe(
      [
        "              precision    recall  f1-score   support",
        "",
        "           a       1.00      0.50      0.67         2",
        "           b       0.67      1.00      0.80         2",
        "",
        "    accuracy                           0.75         4",
        "   macro avg       0.83      0.75      0.73         4",
        "weighted avg       0.83      0.75      0.73         4",
        "",
      ].join("\n"),
    );
  });

  it("rounds halves to even digits, as Python does", () => {
    const rounded = (accuracy: number, digits: number) => {
      const scores = { precision: 0, recall: 0, f1: 0, support: 0 };
      const report: ClassificationReport = {
        accuracy,
        classes: [],
        macroAverage: scores,
        weightedAverage: scores,
        confusionMatrix: [],
      };
      return /accuracy +(\S+)/.exec(formatClassificationReport(report, { digits }))?.[1];
    };
    // In Python: [format(x / 8, ".2f") for x in range(9)]
    const eighths = ["0.00", "0.12", "0.25", "0.38", "0.50", "0.62", "0.75", "0.88", "1.00"];
    expect(eighths.map((_, i) => rounded(i / 8, 2))).toEqual(eighths);
    expect([0.25, 0.75, 0.05, 0.15, 0.35].map((x) => rounded(x, 1))).toEqual(["0.2", "0.8", "0.1", "0.1", "0.3"]);
    expect([0.5, 0.500001, 1].map((x) => rounded(x, 0))).toEqual(["0", "1", "1"]);
    expect(rounded(2 ** -15, 14)).toBe("0.00003051757812");
    expect(rounded(1 / 3, 15)).toBe("0.333333333333333");
  });

  it("refuses digits out of bounds", async () => {
    const report = classificationReport([0], [0], { classNames: ["a"] });
    const untyped = formatClassificationReport as (...args: unknown[]) => unknown;
    await expectRefusal(() => untyped(report, { digits: 16 }), "INVALID_ARGUMENT", ['"digits"', "≤ 15"]);
    await expectRefusal(() => untyped(report, { digit: 2 }), "INVALID_ARGUMENT", ['did you mean "digits"']);
  });
});
