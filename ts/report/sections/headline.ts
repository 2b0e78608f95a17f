/**
 * The result in five numbers, and in one sentence for who reads no further.
 */
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, percent } from "../numbers.js";
import type { Headline } from "../page.js";

/** What the model can do, in words. */
export function leadOf({ evaluation }: ReportInput): Markup {
  const { images, accuracy, accuracyInterval: interval } = evaluation;
  const right = Math.round(accuracy * images);
  return html`Of ${count(images)} test images, none of which it had learned from, the model recognised <strong>${count(right)}</strong>. On other images of the same kind, expect it to be right for ${percent(interval.low)} to ${percent(interval.high)} of them.`;
}

/** Accuracy, top 2, calibration, coverage, images. */
export function headlinesOf({ evaluation, test }: ReportInput): Headline[] {
  const { images, accuracy, accuracyInterval, top2Accuracy, calibration, scaledCalibration, coverage } = evaluation;
  const { low, high, level } = accuracyInterval;
  return [
    {
      name: "Accuracy",
      value: percent(accuracy),
      note: `${percent(level, 0)} interval ${percent(low)} to ${percent(high)}`,
    },
    { name: "Top 2", value: percent(top2Accuracy), note: "truth is the first or second guess" },
    {
      name: "Calibration error",
      value: percent(scaledCalibration?.ece ?? calibration.ece),
      note:
        scaledCalibration === null
          ? "ECE: confidence is off by this much on average"
          : `ECE after temperature scaling; ${percent(calibration.ece)} before`,
    },
    {
      name: `Automatic at ${percent(coverage.precision, 0)}`,
      value: percent(coverage.coverage),
      note:
        coverage.threshold === null
          ? `of images: at no confidence is it right for ${percent(coverage.precision, 0)}`
          : `of images: confidence ${percent(coverage.threshold)} or more, ${percent(coverage.precision, 0)} of them right`,
    },
    { name: "Test images", value: count(images), note: `in ${count(test.classNames.length)} classes` },
  ];
}
