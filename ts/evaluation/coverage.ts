/**
 * How much of the work a model can take over: the images it may label by itself at a precision that is asked for. Pure.
 */
import { numberOption, optionsObject } from "../options/check.js";
import { confidencesOf } from "./confidence.js";
import type { ClassNumbers } from "./confusion-matrix.js";

/** How many images can be labelled by themselves when those labels are to be right at `precision`. */
export interface Coverage {
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
}

/**
 * Returns the largest share of images such that those with confidence (largest probability) ≥ threshold are right in at
 * least `precision` of the cases. Images of equal confidence are covered together or not at all.
 *
 * `probabilities`: `n × classes`, row by row, as {@link classProbabilities} gives them. The threshold is chosen on the
 * very images it is measured on, which flatters it a little; for use choose it on others.
 *
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
  const { classes, precision = 0.99 } = optionsObject(where, options, ["classes", "precision"]);
  numberOption(where, "precision", precision, { above: 0, max: 1 });
  const { confidence, right } = confidencesOf(where, labels, probabilities, classes);
  const order = Uint32Array.from(confidence, (_, i) => i);
  order.sort((a, b) => (confidence[b] ?? 0) - (confidence[a] ?? 0));
  let [hits, coverage, threshold] = [0, 0, null] as [number, number, number | null];
  order.forEach((image, i) => {
    hits += right[image] ?? 0;
    const own = confidence[image] ?? 0;
    const next = order[i + 1];
    const isLastOfEquals = next === undefined || confidence[next] !== own;
    if (isLastOfEquals && hits / (i + 1) >= precision) [coverage, threshold] = [(i + 1) / order.length, own];
  });
  return { precision, coverage, threshold };
}
