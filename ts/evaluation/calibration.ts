/**
 * Whether a model that is sure of 90 % is right 9 times of 10: reliability diagram, expected calibration error. Pure.
 */
import { integerOption, optionsObject } from "../options/check.js";
import { type Confidences, confidencesOf } from "./confidence.js";
import type { ClassNumbers } from "./confusion-matrix.js";

/** One bin of a reliability diagram: images whose confidence (largest probability) lies in (low, high]. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  /** Number of images. */
  readonly count: number;
  /** Mean confidence of the bin's images; NaN where there is none. */
  readonly confidence: number;
  /** Share of the bin's images that were recognised; NaN where there is none. */
  readonly accuracy: number;
}

/** How far confidence and accuracy agree. */
export interface Calibration {
  /** Expected calibration error: `Σ count/n · |accuracy − confidence|` over the bins; 0 is best. */
  readonly ece: number;
  /** Mean negative log likelihood of the labels, natural logarithm; 0 is best. */
  readonly nll: number;
  /** Of equal width, from 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
}

/** Options of {@link calibration}. */
export interface CalibrationOptions {
  /** Number of classes: probabilities of one image. */
  readonly classes: number;
  /** Number of bins, 1 to 1000; default 15. */
  readonly bins?: number | undefined;
}

/** As scikit-learn clips doubles, so that one image that is surely wrong does not make the mean infinite. */
const CLIP = Number.EPSILON;

/**
 * Measures how far a model's confidence can be believed. An image's confidence is its largest probability; bin b of B
 * holds the images with confidence in (b/B, (b + 1)/B], and
 *
 * `ece = Σ count/n · |accuracy − mean confidence|`, `nll = −1/n · Σ ln clip(p[label], 2⁻⁵², 1 − 2⁻⁵²)`.
 *
 * `probabilities`: `n × classes`, row by row, as {@link classProbabilities} gives them. The error depends on the bins:
 * compare it only between equal numbers of them.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for lengths that do not fit,
 * labels that are no classes, and rows that are no probabilities.
 * @see Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017, arXiv:1706.04599, section 2; scikit-learn `log_loss`
 */
export function calibration(
  labels: ClassNumbers,
  probabilities: ArrayLike<number>,
  options: CalibrationOptions,
): Calibration {
  const where = "calibration";
  const { classes, bins: count = 15 } = optionsObject(where, options, ["classes", "bins"]);
  integerOption(where, "bins", count, { min: 1, max: 1000 });
  const confidences = confidencesOf(where, labels, probabilities, classes);
  const bins = reliability(confidences, count);
  const n = labels.length;
  let [ece, nll] = [0, 0];
  for (const bin of bins) {
    if (bin.count > 0) ece += (bin.count / n) * Math.abs(bin.accuracy - bin.confidence);
  }
  for (let i = 0; i < n; i++) {
    const own = probabilities[i * confidences.classes + (labels[i] ?? 0)] ?? 0;
    nll -= Math.log(Math.min(Math.max(own, CLIP), 1 - CLIP));
  }
  return { ece, nll: nll / n, bins };
}

function reliability({ confidence, right }: Confidences, bins: number): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  confidence.forEach((value, i) => {
    const sum = sums[binOf(value, bins)];
    if (sum === undefined) return;
    sum.count += 1;
    sum.confidence += value;
    sum.right += right[i] ?? 0;
  });
  return sums.map((sum, b) => ({
    low: b / bins,
    high: (b + 1) / bins,
    count: sum.count,
    confidence: sum.confidence / sum.count,
    accuracy: sum.right / sum.count,
  }));
}

/** The bin whose (low, high] holds `value` > 0; the product may be rounded over an edge, the edges decide. */
function binOf(value: number, bins: number): number {
  const bin = Math.ceil(value * bins) - 1;
  if (value <= bin / bins) return bin - 1;
  return value > (bin + 1) / bins ? bin + 1 : bin;
}
