/**
 * What can be labelled without a person: how many of the images, how often that is right, and for which images it holds.
 */
import type { Evaluation } from "../../evaluation/evaluate-classifier.js";
import type { MeasuredCoverage } from "../../evaluation/measured-coverage.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { counted, percent } from "../numbers.js";
import type { Headline } from "../page.js";

const NAME = "Automatic labels";

/** The share of the images as a figure; without one, why. */
export function automaticHeadline({ evaluation, seen = false }: ReportInput): Headline {
  const { coverageNotice } = evaluation;
  if (seen) return { name: NAME, value: "–", note: "not to be known from images it has learned from" };
  const coverage = holding(evaluation);
  if (coverage === null) return { name: NAME, value: "–", note: `not known: ${coverageNotice}` };
  const { askedPrecision, threshold, precision, interval } = coverage;
  const [right, low, high] = [precision, interval?.low, interval?.high].map((share) => percent(share ?? Number.NaN));
  return {
    name: NAME,
    value: percent(coverage.coverage),
    note: `of the images can be labelled automatically at ${percent(askedPrecision, 0)} precision (confidence ≥\u00A0${confidence(threshold)}); of these ${right} were right (${low} to ${high}). Void for images of another kind`,
  };
}

/** Where the threshold is from, and where it ends; null where there is none. */
export function automaticNote({ evaluation, seen = false }: ReportInput): Markup | null {
  const coverage = seen ? null : holding(evaluation);
  if (coverage === null) return null;
  return html`<p>What it is sure of it may label by itself: the <b>confidence of ${confidence(coverage.threshold)}</b>, from which on ${percent(coverage.askedPrecision, 0)} should be right, was chosen on ${counted(coverage.chosenOn, "image")} held out of training and measured on the test images. It is void for images of another kind, from another camera or in other units: choose it anew on some of those.</p>`;
}

function holding({ coverage, coverageNotice }: Evaluation): MeasuredCoverage | null {
  return coverageNotice === null ? coverage : null;
}

/** In per cent; with more decimals where one would make it a 100 that it is not. */
function confidence(threshold: number): string {
  let decimals = 1;
  while (threshold < 1 && Number((100 * threshold).toFixed(decimals)) === 100) decimals += 1;
  return percent(threshold, decimals);
}
