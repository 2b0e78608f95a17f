/**
 * What held-out images set and the test images measure: a temperature, and the threshold above which a model may label by
 * itself. Pure.
 */
import type { Dataset } from "../data/dataset.js";
import { type Calibration, calibration } from "./calibration.js";
import type { Evaluation } from "./evaluate-classifier.js";
import { whyUnfit } from "./held-out.js";
import { measureCoverage } from "./measured-coverage.js";
import { classLogits, classProbabilities, type OutputOptions } from "./probabilities.js";
import { fitTemperature, scaleByTemperature } from "./temperature.js";

/** Images and what the model outputs for them, `n × classes`. */
interface Output {
  readonly data: Dataset;
  readonly outputs: Float32Array;
}

/** The test images with what is known of them already. */
interface Tested extends Output {
  readonly probabilities: Float32Array;
  readonly asTrained: Calibration;
}

/** The members of an evaluation that need held-out images; `unusual`: what {@link Classifier} says of either images. */
export function setByHeldOut(
  heldOut: Output,
  test: Tested,
  read: OutputOptions,
  unusual: string | null,
): Pick<Evaluation, "scaledCalibration" | "coverage" | "coverageNotice"> {
  const { classes } = read;
  const [{ labels }, unfit] = [test.data, whyUnfit(heldOut.data, test.data)];
  const temperature = fitTemperature(classLogits(heldOut.outputs, read), heldOut.data.labels, { classes });
  const scaled = scaleByTemperature(classLogits(test.outputs, read), temperature, { classes });
  const after = calibration(labels, scaled, { classes });
  const worse = after.ece < test.asTrained.ece ? null : "not better after scaling";
  const notice = unfit === null ? worse : `no temperature to rely on: ${unfit}`;
  const scaledCalibration = { ...after, temperature, fittedOn: heldOut.data.length, notice };
  const coverageNotice = unusual ?? unfit;
  if (coverageNotice !== null) return { scaledCalibration, coverage: null, coverageNotice };
  const chooseOn = { labels: heldOut.data.labels, probabilities: classProbabilities(heldOut.outputs, read) };
  const measureOn = { labels, probabilities: test.probabilities };
  return { scaledCalibration, ...measureCoverage(chooseOn, measureOn, classes) };
}
