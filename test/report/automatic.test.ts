/** What the report says of labelling without a person and of temperature scaling: measured figures, or why there are none. */
import { type ReportInput, reportHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { reportInput } from "./example.js";
import { read } from "./markup.js";

type Changes = Partial<ReportInput["evaluation"]>;
const textOf = (changes: Changes, options: Partial<ReportInput> = {}) => {
  const input = reportInput(options);
  const { text } = read(reportHtml({ ...input, evaluation: { ...input.evaluation, ...changes } }));
  return text.replaceAll("\u00A0", " ");
};
const { coverage, scaledCalibration } = reportInput().evaluation;

describe("automatic labels in the report", () => {
  it("are given with their precision on the test images, its interval, and where they end", () => {
    const text = textOf({});
    expect(text).toMatch(/Automatic labels\s*33\.3 %/);
    expect(text).toContain(
      "of the images can be labelled automatically at 99 % precision (confidence ≥ 91.5 %); of these 98.5 % were right (97.2 % to 99.3 %). Void for images of another kind",
    );
    expect(text).toContain("chosen on 6,000 images held out of training and measured on the test images");
    expect(text).toContain("choose it anew");
  });

  it("are not given where they are not known, but the reason is", () => {
    const text = textOf({ coverage: null, coverageNotice: "the images are <inverted>" });
    expect(text).toMatch(/Automatic labels\s*–\s*not known: the images are <inverted>/);
    expect(text).not.toMatch(/labelled automatically|choose it anew/);
  });

  it("are not claimed where the threshold does not hold", () => {
    const text = textOf({ coverageNotice: "the threshold does not hold" });
    expect(text).toContain("not known: the threshold does not hold");
    expect(text).not.toMatch(/labelled automatically|choose it anew/);
  });

  it("are not claimed of images that were learned from", () => {
    const text = textOf({}, { seen: true });
    expect(text).toMatch(/Automatic labels\s*–\s*not to be known from images it has learned from/);
    expect(text).not.toMatch(/labelled automatically|choose it anew/);
  });

  it("do not round a confidence to a certainty", () => {
    const at = (threshold: number) => textOf({ coverage: coverage && { ...coverage, threshold } });
    expect(at(0.99999)).toContain("(confidence ≥ 99.999 %)");
    expect(at(1)).toContain("(confidence ≥ 100.0 %)");
  });
});

describe("temperature scaling in the report", () => {
  it("is the headline where it helps, and not where it does not", () => {
    expect(textOf({})).toMatch(/Calibration error\s*1\.2 %\s*ECE after temperature scaling; 4\.3 % before/);
    const worse = scaledCalibration && { ...scaledCalibration, ece: 0.06, notice: "not better after scaling" };
    const text = textOf({ scaledCalibration: worse });
    expect(text).toMatch(/Calibration error\s*4\.3 %\s*ECE: [^;]+; not better after scaling/);
    expect(text).toContain("Beware: not better after scaling.");
    expect(text).not.toContain("ECE after temperature scaling");
  });
});
