/**
 * The result in five numbers, and in one sentence for who reads no further.
 */
import type { Evaluation } from "../../evaluation/evaluate-classifier.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, counted, percent } from "../numbers.js";
import type { Headline } from "../page.js";
import { automaticHeadline } from "./automatic.js";

/** What the model can do, in words. */
export function leadOf({ evaluation, seen = false }: ReportInput): Markup {
  const { images, accuracy, accuracyInterval: interval } = evaluation;
  const right = Math.round(accuracy * images);
  if (seen) {
    const these = images === 1 ? "this image" : "these images or some of them";
    return html`The model recognised <strong>${count(right)}</strong> of ${counted(images, "image")}. <strong>Beware:</strong> it has learned from ${these}. Figures on images that a model has learned from are too good: they do not say how often it is right on others.`;
  }
  const unknown = images === 1 ? "which it had not learned from" : "none of which it had learned from";
  return html`Of ${counted(images, "test image")}, ${unknown}, the model recognised <strong>${count(right)}</strong>. Over all images of this kind its accuracy is likely between ${percent(interval.low)} and ${percent(interval.high)} (${percent(interval.level, 0)} interval).`;
}

/** Accuracy, top 2, calibration, coverage, images. */
export function headlinesOf(input: ReportInput): Headline[] {
  const { evaluation, seen = false } = input;
  const { images, accuracy, accuracyInterval, top2Accuracy } = evaluation;
  const { low, high, level } = accuracyInterval;
  return [
    {
      name: "Accuracy",
      value: percent(accuracy),
      note: seen
        ? "on images it has learned from: too good"
        : `${percent(level, 0)} interval ${percent(low)} to ${percent(high)}`,
    },
    { name: "Top 2", value: percent(top2Accuracy), note: "truth is the first or second guess" },
    calibrationHeadline(evaluation),
    automaticHeadline(input),
    {
      name: seen ? "Images" : "Test images",
      value: count(images),
      note: `in ${counted(evaluation.report.classes.length, "class", "classes")}`,
    },
  ];
}

/** After scaling, where scaling is known to help. */
function calibrationHeadline({ calibration, scaledCalibration: scaled }: Evaluation): Headline {
  const name = "Calibration error";
  if (scaled !== null && scaled.notice === null) {
    return {
      name,
      value: percent(scaled.ece),
      note: `ECE after temperature scaling; ${percent(calibration.ece)} before`,
    };
  }
  const note = "ECE: confidence is off by this much on average";
  return { name, value: percent(calibration.ece), note: scaled === null ? note : `${note}; ${scaled.notice}` };
}
