/** What `train` and `eval` print of labelling without a person and of temperature scaling, at every state of knowledge. */
import type { Evaluation } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { confidence } from "../../ts/cli/format.js";
import { drawReport } from "../../ts/cli/test-report.js";
import { evaluationOf, images, names } from "../report/example.js";

const test = images(names(4));
const made = evaluationOf(test);
const { coverage, scaledCalibration: scaled } = made;

/** The lines above the table of classes. */
function linesOf(changes: Partial<Evaluation>): string[] {
  const evaluation = { ...made, shifts: [], ...changes };
  const { accuracy, report, predictions } = evaluation;
  const result = { loss: 0.5, accuracy, report, predictions, evaluation };
  const lines = drawReport(test, "somewhere", result, { interactive: false, width: 80, colours: "none" });
  return lines.slice(3, lines.indexOf("", 3));
}

describe("drawReport", () => {
  it("says what can be labelled automatically, how often that was right, and where it ends", () => {
    expect(linesOf({})).toEqual([
      "95 % interval          0.6120 to 0.8430",
      "right in two guesses   0.9870",
      "calibration error      0.0432, 0.0121 with temperature 1.370, fitted on 6,000 images",
      "can be labelled automatically at 99 % precision: 33.3 % of the images",
      "  (confidence ≥ 0.9150); of these 98.5 % were right (97.2–99.3 %)",
      "  threshold chosen on 6,000 held-out images; void for images of another kind",
    ]);
  });

  it("says in one line why that is not known", () => {
    const coverageNotice = "there are no images held out";
    for (const known of [null, coverage]) {
      const lines = linesOf({ coverage: known, coverageNotice });
      expect(lines.slice(3)).toEqual(["can be labelled automatically: not known: there are no images held out"]);
    }
  });

  it("does not praise a temperature that does not help", () => {
    const scaledCalibration = scaled && { ...scaled, ece: 0.05, notice: "not better after scaling" };
    expect(linesOf({ scaledCalibration })[2]).toBe("calibration error      0.0432; not better after scaling");
    expect(linesOf({ scaledCalibration: null })[2]).toContain("0.0432; no images were held out of training");
  });
});

describe("confidence", () => {
  it("has four decimals, more where it would read as 1", () => {
    const shown = [0, 0.5, 0.91496, 0.99994, 0.99996, 0.9999999, 1].map(confidence);
    expect(shown).toEqual(["0.0000", "0.5000", "0.9150", "0.9999", "0.99996", "0.9999999", "1.0000"]);
  });
});
