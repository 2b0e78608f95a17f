/**
 * An evaluation as it goes into a file: plain data, without what there is one of per image.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { Calibration, ReliabilityBin } from "./calibration.js";
import type { Evaluation } from "./evaluate-classifier.js";
import type { ScaledCalibration } from "./temperature.js";

/** A calibration in which null stands for what an empty bin has not; JSON knows no NaN. */
export type CalibrationJson<T extends Calibration = Calibration> = Omit<T, "bins"> & {
  readonly bins: readonly (Omit<ReliabilityBin, "confidence" | "accuracy"> & {
    readonly confidence: number | null;
    readonly accuracy: number | null;
  })[];
};

/** What {@link evaluationJson} returns. */
export type EvaluationJson = Omit<Evaluation, "predictions" | "probabilities" | "calibration" | "scaledCalibration"> & {
  readonly calibration: CalibrationJson;
  readonly scaledCalibration: CalibrationJson<ScaledCalibration> | null;
};

/**
 * Returns the evaluation as a plain object that survives JSON: the same members without `predictions` and
 * `probabilities`, and null for the confidence and accuracy of empty bins.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no evaluation.
 */
export function evaluationJson(evaluation: Evaluation): EvaluationJson {
  const received: Partial<Evaluation> | null | undefined = evaluation;
  if (!Array.isArray(received?.calibration?.bins)) {
    const advice = "give what evaluateClassifier returned";
    throw new FashionWasmError("INVALID_ARGUMENT", `evaluationJson: received ${show(evaluation)} → ${advice}`);
  }
  const { predictions: _predictions, probabilities: _probabilities, ...rest } = evaluation;
  const { scaledCalibration } = rest;
  return {
    ...rest,
    calibration: calibrationJson(rest.calibration),
    scaledCalibration: scaledCalibration && calibrationJson(scaledCalibration),
  };
}

function calibrationJson<T extends Calibration>(calibration: T): CalibrationJson<T> {
  const bins = calibration.bins.map((bin) => (bin.count > 0 ? bin : { ...bin, confidence: null, accuracy: null }));
  return { ...calibration, bins };
}
