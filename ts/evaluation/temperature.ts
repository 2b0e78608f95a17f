/**
 * Temperature scaling: one number by which logits are divided, so that confidence comes to agree with accuracy. Pure.
 *
 * The order of an image's classes stays, and so does every predicted class; the temperature is to be fitted on images
 * that were neither trained on nor tested with.
 */
import { numberOption, optionsObject } from "../options/check.js";
import type { FloatArray } from "../platform/array-types.js";
import type { Calibration } from "./calibration.js";
import type { ClassNumbers } from "./confusion-matrix.js";
import { softmaxOfRows } from "./probabilities.js";
import { checkLabelledRows, checkRows } from "./rows.js";
import type { RowOptions } from "./top-k-accuracy.js";

/** The same after dividing logits by one temperature, fitted on images that were neither trained on nor tested with. */
export interface ScaledCalibration extends Calibration {
  /** Above 1: the model was too sure of itself. */
  readonly temperature: number;
  /** Number of images it was fitted on. */
  readonly fittedOn: number;
  /** Why the scaling is not to be relied on, ready to print: it helps nothing, or too few images; null where it helps. */
  readonly notice: string | null;
}

/** Bounds of β · (the mean distance of an image's largest and smallest logit), where β = 1 / T. */
const [LOWEST, HIGHEST] = [1e-4, 1e4] as const;

/**
 * Returns the temperature T for which the mean negative log likelihood of `softmax(logits / T)` is smallest.
 *
 * `logits`: `n × classes`, row by row, as {@link classLogits} gives them. The likelihood is convex in β = 1 / T; its
 * minimum is found by Newton's method within a bracket, which is halved (in logarithms) where a step would leave it, to
 * 12 digits; the same logits give the same T. T lies between a ten-thousandth and ten thousand times the mean distance of
 * an image's largest and smallest logit; a bound means that there is no minimum within: the lower that all images are
 * recognised, the upper that they are recognised no better than by chance. Where the logits of every image are equal among
 * themselves, T is 1.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; DATA_MISMATCH for lengths that do not fit,
 * labels that are no classes, and logits that are not finite.
 * @see Guo et al. 2017, "On calibration of modern neural networks", arXiv:1706.04599, section 4.2
 */
export function fitTemperature(logits: ArrayLike<number>, labels: ClassNumbers, options: RowOptions): number {
  const where = "fitTemperature";
  const { classes } = optionsObject(where, options, ["classes"]);
  const width = checkLabelledRows(where, labels, "logit", logits, classes);
  const at = (beta: number) => derivatives(logits, labels, width, beta);
  const spread = meanSpread(logits, width);
  if (spread === 0) return 1;
  let [low, high] = [LOWEST / spread, HIGHEST / spread];
  if (at(low).slope >= 0) return 1 / low;
  if (at(high).slope <= 0) return 1 / high;
  let beta = Math.min(high, Math.max(low, 1));
  for (let step = 0; step < 100; step++) {
    const { slope, curvature } = at(beta);
    if (slope === 0) break;
    if (slope > 0) high = beta;
    else low = beta;
    const newton = beta - slope / curvature;
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    const moved = Math.abs(next - beta);
    beta = next;
    if (moved <= 1e-12 * beta) break;
  }
  return 1 / beta;
}

/**
 * Returns the probabilities `softmax(logits / temperature)`, `n × classes`, for a temperature above 0.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a temperature or an option that is not allowed; DATA_MISMATCH for logits
 * that are not finite or no whole rows.
 */
export function scaleByTemperature(logits: ArrayLike<number>, temperature: number, options: RowOptions): FloatArray {
  const where = "scaleByTemperature";
  const { classes } = optionsObject(where, options, ["classes"]);
  numberOption(where, "temperature", temperature, { above: 0 });
  return softmaxOfRows(logits, checkRows(where, "logit", logits, classes), 1 / temperature);
}

/** The mean over the images of their largest logit less their smallest. */
function meanSpread(logits: ArrayLike<number>, width: number): number {
  let sum = 0;
  for (let start = 0; start < logits.length; start += width) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = start; i < start + width; i++) {
      low = Math.min(low, logits[i] ?? 0);
      high = Math.max(high, logits[i] ?? 0);
    }
    sum += high - low;
  }
  return (sum * width) / logits.length;
}

/**
 * Derivatives by β of `Σ ln Σ e^(βz) − βz[label]` over the images: `Σ E[z] − z[label]` and `Σ Var[z]`, mean and variance
 * under `softmax(βz)`. z is counted from the image's largest.
 */
function derivatives(logits: ArrayLike<number>, labels: ClassNumbers, width: number, beta: number) {
  let [slope, curvature] = [0, 0];
  for (let image = 0; image < labels.length; image++) {
    const start = image * width;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) largest = Math.max(largest, logits[start + i] ?? 0);
    let [sum, first, second] = [0, 0, 0];
    for (let i = 0; i < width; i++) {
      const z = (logits[start + i] ?? 0) - largest;
      const power = Math.exp(beta * z);
      sum += power;
      first += power * z;
      second += power * z * z;
    }
    const mean = first / sum;
    slope += mean - ((logits[start + (labels[image] ?? 0)] ?? 0) - largest);
    curvature += second / sum - mean * mean;
  }
  return { slope, curvature };
}
