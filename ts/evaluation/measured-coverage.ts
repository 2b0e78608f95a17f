/**
 * What a model may label by itself: the threshold is chosen on held-out images, and measured on the test images. Pure.
 */
import type { ClassNumbers } from "./confusion-matrix.js";
import { coverageAtPrecision, coverageAtThreshold, type ThresholdCoverage } from "./coverage.js";
import { FEWEST_MEASURED } from "./held-out.js";

/**
 * Share of the test images whose confidence reaches a threshold that was chosen on held-out images, and how often these are
 * right. The threshold is void for images of another kind than those it was chosen on.
 */
export interface MeasuredCoverage extends ThresholdCoverage {
  /** The precision for which the threshold was chosen: 0.99. `precision` is what it came to on the test images. */
  readonly askedPrecision: number;
  /** Number of held-out images that the threshold was chosen on. */
  readonly chosenOn: number;
}

/** Images with the probabilities that a model gives them, `n × classes`. */
interface Predicted {
  readonly labels: ClassNumbers;
  readonly probabilities: Float32Array;
}

const ASKED = 0.99;
/**
 * The threshold is the best of as many as there are images, so luck is part of it: chosen at 99 % itself, it falls short
 * on other images every other time. With one standard error to spare it does so one time in four or five (the recipe
 * `quick`, over random splits), which costs three points of coverage with 5,000 held-out images.
 */
const MARGIN = 1;

/** Returns what {@link Evaluation} says of coverage: the figures, and why there are none or why they do not hold. */
export function measureCoverage(
  heldOut: Predicted,
  test: Predicted,
  classes: number,
): { readonly coverage: MeasuredCoverage | null; readonly coverageNotice: string | null } {
  const chosenOn = heldOut.labels.length;
  const chosen = coverageAtPrecision(heldOut.labels, heldOut.probabilities, {
    classes,
    precision: ASKED,
    margin: MARGIN,
  });
  const { threshold } = chosen;
  if (threshold === null || Math.round(chosen.coverage * chosenOn) < FEWEST_MEASURED) {
    const many = `at least ${FEWEST_MEASURED} of the ${chosenOn.toLocaleString("en-US")} held-out images`;
    const coverageNotice = `there is no confidence above which ${percent(ASKED, 0)} of ${many} are right with a standard error to spare`;
    return { coverage: null, coverageNotice };
  }
  const measured = coverageAtThreshold(test.labels, test.probabilities, { classes, threshold });
  return {
    coverage: { ...measured, askedPrecision: ASKED, chosenOn },
    coverageNotice: whyVoid(measured),
  };
}

/** Where even the interval stays below what was asked for, the test images are of another kind than those held out. */
function whyVoid({ coverage, precision, interval }: ThresholdCoverage): string | null {
  const fails = "the threshold chosen on held-out images does not hold for the test images";
  if (precision === null || interval === null) return `${fails}: none of them reaches it`;
  if (interval.high >= ASKED) return null;
  const { low, high } = interval;
  return `${fails}: of the ${percent(coverage)} that reach it ${percent(precision)} are right (${percent(low)} to ${percent(high)})`;
}

function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}
