/**
 * How much of the work a model can take over: a threshold is chosen on some images and measured on others. Pure.
 *
 * evaluateClassifier does both: measured-coverage.ts.
 */
import { numberOption, optionsObject } from "../options/check.js";
import { confidencesOf } from "./confidence.js";
import type { ClassNumbers } from "./confusion-matrix.js";
import { type Interval, wilsonInterval } from "./interval.js";

/** What {@link coverageAtPrecision} chooses. */
export interface Coverage {
  /** The precision that was asked for. */
  readonly precision: number;
  /** Share of images with confidence ≥ threshold; 0 where no threshold reaches the precision. */
  readonly coverage: number;
  /** Smallest confidence (largest probability) of the images that are covered; null where none is. */
  readonly threshold: number | null;
}

/** Options of {@link coverageAtPrecision}. */
export interface CoverageOptions {
  /** Number of classes: probabilities of one image. */
  readonly classes: number;
  /** Share of the covered images that must be right, above 0, at most 1; default 0.99. */
  readonly precision?: number | undefined;
  /** Number of standard errors by which the precision must be exceeded, at least 0; default 0. */
  readonly margin?: number | undefined;
}

/** How far a threshold reaches, and how often the labels above it are right. */
export interface ThresholdCoverage {
  readonly threshold: number;
  /** Share of the images with confidence ≥ threshold. */
  readonly coverage: number;
  /** Number of images with confidence ≥ threshold. */
  readonly covered: number;
  /** Number of all images. */
  readonly images: number;
  /** Share of the covered images that are right; null where none is covered. */
  readonly precision: number | null;
  /** {@link wilsonInterval} of the precision, at 95 %; null where no image is covered. */
  readonly interval: Interval | null;
}

/** Options of {@link coverageAtThreshold}. */
export interface ThresholdCoverageOptions {
  /** Number of classes: probabilities of one image. */
  readonly classes: number;
  /** Smallest confidence that is covered, 0 to 1. */
  readonly threshold: number;
}

/**
 * Chooses the threshold that covers most: returns the largest share of images such that those with confidence (largest
 * probability) ≥ threshold are right in at least `precision` of the cases. Images of equal confidence are covered together
 * or not at all. With a `margin` of m standard errors, `covered` images are enough where
 *
 * `hits / covered ≥ precision + m · √(precision · (1 − precision) / covered)`.
 *
 * `probabilities`: `n × classes`, row by row, as {@link classProbabilities} returns them. As the best of many, the
 * threshold flatters the images it is chosen on: measure it on others, with {@link coverageAtThreshold}. It holds for
 * images of their kind only, and says nothing of any other.
 *
 * @example
 * const { threshold } = coverageAtPrecision(heldOut.labels, ofHeldOut, { classes: 10, precision: 0.95 });
 * if (threshold !== null) coverageAtThreshold(test.labels, ofTest, { classes: 10, threshold }).precision; // about 0.95
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for lengths that do not fit,
 * labels that are no classes, and rows that are no probabilities.
 * @see El-Yaniv & Wiener 2010, "On the foundations of noise-free selective classification": the risk-coverage curve
 */
export function coverageAtPrecision(
  labels: ClassNumbers,
  probabilities: ArrayLike<number>,
  options: CoverageOptions,
): Coverage {
  const where = "coverageAtPrecision";
  const { classes, precision = 0.99, margin = 0 } = optionsObject(where, options, ["classes", "precision", "margin"]);
  numberOption(where, "precision", precision, { above: 0, max: 1 });
  numberOption(where, "margin", margin, { min: 0 });
  const { confidence, right } = confidencesOf(where, labels, probabilities, classes);
  const order = Uint32Array.from(confidence, (_, i) => i);
  order.sort((a, b) => (confidence[b] ?? 0) - (confidence[a] ?? 0));
  const deviation = margin * Math.sqrt(precision * (1 - precision));
  let [hits, coverage, threshold] = [0, 0, null] as [number, number, number | null];
  order.forEach((image, i) => {
    hits += right[image] ?? 0;
    const own = confidence[image] ?? 0;
    const [next, covered] = [order[i + 1], i + 1];
    const isLastOfEquals = next === undefined || confidence[next] !== own;
    if (isLastOfEquals && hits / covered >= precision + deviation / Math.sqrt(covered)) {
      [coverage, threshold] = [covered / order.length, own];
    }
  });
  return { precision, coverage, threshold };
}

/**
 * Measures a threshold: how many images have a confidence (largest probability) ≥ `threshold`, and how many of these are
 * right, with {@link wilsonInterval} at 95 %.
 *
 * `probabilities`: `n × classes`, row by row, as {@link classProbabilities} returns them. The interval holds for a
 * threshold that was chosen on other images.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for lengths that do not fit,
 * labels that are no classes, and rows that are no probabilities.
 */
export function coverageAtThreshold(
  labels: ClassNumbers,
  probabilities: ArrayLike<number>,
  options: ThresholdCoverageOptions,
): ThresholdCoverage {
  const where = "coverageAtThreshold";
  const { classes, threshold } = optionsObject(where, options, ["classes", "threshold"]);
  const least = numberOption(where, "threshold", threshold, { min: 0, max: 1 });
  const { confidence, right } = confidencesOf(where, labels, probabilities, classes);
  let [covered, hits] = [0, 0];
  confidence.forEach((own, i) => {
    if (own < least) return;
    covered += 1;
    hits += right[i] ?? 0;
  });
  const images = confidence.length;
  const measured = { threshold: least, coverage: covered / images, covered, images };
  if (covered === 0) return { ...measured, precision: null, interval: null };
  return { ...measured, precision: hits / covered, interval: wilsonInterval(hits, covered) };
}
