/**
 * All that is measured on test images, in one call: how often a model is right, how far it can be believed, what a small
 * shift does to it.
 *
 * The measures are in the files beside; here they get the outputs of one prediction. It asks nothing of a model but
 * predictions, so it needs no loss and no `compile`.
 */
import type { Dataset } from "../data/dataset.js";
import { matchClasses } from "../data/match-classes.js";
import { FashionWasmError } from "../errors.js";
import { booleanOption, integerOption, optionsObject, signalOption } from "../options/check.js";
import { arePlaces } from "../options/places.js";
import { show } from "../options/show.js";
import type { Owned } from "../platform/array-types.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { type Calibration, calibration } from "./calibration.js";
import { type ClassificationReport, classificationReport } from "./classification-report.js";
import { type Interval, wilsonInterval } from "./interval.js";
import { largestOfRows } from "./largest.js";
import type { MeasuredCoverage } from "./measured-coverage.js";
import { classProbabilities, type OutputActivation } from "./probabilities.js";
import { checkClassNumbers } from "./rows.js";
import { setByHeldOut } from "./set-by-held-out.js";
import { checkDataset, type ShiftAccuracy, shiftAccuracies } from "./shifts.js";
import type { ScaledCalibration } from "./temperature.js";
import { topKAccuracy } from "./top-k-accuracy.js";

/** What is asked of a model; a `Model` has it all. */
export interface Classifier {
  /** Names of the classes, in the order of the outputs; without them labels are taken by number. */
  readonly classNames?: readonly string[] | null;
  /** Shape of one output, `[classes]`. */
  readonly outputShape: readonly number[];
  readonly outputActivation: OutputActivation;
  /** Outputs, row by row. */
  predict(
    images: Dataset | Uint8Array | Float32Array,
    options?: { readonly batchSize?: number | undefined; readonly checkImages?: boolean | undefined },
  ): Promise<Float32Array>;
  /** Returns a sentence on what sets the images apart from those the model was trained on; null where nothing does. */
  checkImages?(images: Dataset): string | null;
}

/** Options of {@link evaluateClassifier}. */
export interface EvaluateClassifierOptions {
  /** Images to fit a temperature and choose a threshold on, neither trained on nor tested with; default none. */
  readonly calibrationData?: Dataset | undefined;
  /** Whether the eight shifts are measured, which takes eight times as long as the rest; default true. */
  readonly shifts?: boolean | undefined;
  /** Images computed at a time, as for `model.predict`; default 256. It changes no result. */
  readonly batchSize?: number | undefined;
  /** Ends the evaluation between two predictions; it rejects with `signal.reason`. */
  readonly signal?: HostAbortSignal | undefined;
}

/** What {@link evaluateClassifier} returns. */
export interface Evaluation {
  /** Number of test images. */
  readonly images: number;
  /** Share that was recognised. */
  readonly accuracy: number;
  /** {@link wilsonInterval} of the accuracy, at 95 %. */
  readonly accuracyInterval: Interval;
  /** {@link topKAccuracy} of the outputs with k = 2. */
  readonly top2Accuracy: number;
  /** Scores of the classes, their averages, the confusion matrix. */
  readonly report: ClassificationReport;
  /** Of the probabilities as the model gives them, in 15 bins. */
  readonly calibration: Calibration;
  /** null where no images were given to fit a temperature on. */
  readonly scaledCalibration: ScaledCalibration | null;
  /**
   * What can be labelled automatically at a precision of 0.99, by the probabilities as the model gives them: the threshold
   * is chosen on `calibrationData`, coverage and precision are measured on the test images. null where that cannot be
   * known: `coverageNotice` says why.
   */
  readonly coverage: MeasuredCoverage | null;
  /** Why there is no coverage, or why it does not hold for the test images, ready to print; null where it holds. */
  readonly coverageNotice: string | null;
  /** Eight, by 1 and 2 pixels; empty where none was asked for. */
  readonly shifts: readonly ShiftAccuracy[];
  /** Class numbers, one per image: the place of the largest output, of equals the first. */
  readonly predictions: Uint32Array;
  /** n × classes, before temperature. */
  readonly probabilities: Float32Array;
}

/**
 * Measures a trained model on labelled images it has not seen.
 *
 * The test images are predicted once; everything but the shifts comes from those outputs. Probabilities are
 * {@link classProbabilities}. Labels are matched with the model's classes by name, in any order; where one of both has only
 * numbers, by number.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model, no dataset, or an option that is not allowed;
 * DATA_MISMATCH for labels that the model has no output for, and for outputs that are not finite, which a training that
 * diverged leaves; SHAPE_MISMATCH for a model whose output is not `[classes]`, or images of another shape than it takes;
 * DISPOSED. After an abort it rejects with `signal.reason`.
 */
export async function evaluateClassifier(
  model: Classifier,
  images: Dataset,
  options?: EvaluateClassifierOptions,
): Promise<Owned<Evaluation>> {
  const where = "evaluateClassifier";
  const { shifts, batchSize, signal, ...checked } = checkOptions(where, options);
  const classes = checkModel(where, model);
  const names = model.classNames ?? null;
  const matched = (data: Dataset) => {
    checkDataset(where, data);
    const own = matchClasses(where, data, { names, count: classes });
    checkClassNumbers(where, own.labels, classes);
    return own;
  };
  const test = matched(images);
  const calibrationData = checked.calibrationData && matched(checked.calibrationData);
  const predict = async (images: Dataset | Uint8Array | Float32Array, options = {}) => {
    signal?.throwIfAborted();
    return model.predict(images, batchSize === undefined ? options : { ...options, batchSize });
  };
  // Shifted images are unusual on purpose.
  const classesOfShifted = async (images: Uint8Array | Float32Array) =>
    largestOfRows(where, await predict(images, { checkImages: false }), classes);
  const read = { classes, activation: model.outputActivation };
  const outputs = await predict(test);
  const probabilities = classProbabilities(outputs, read);
  const predictions = largestOfRows(where, outputs, classes);
  const { labels } = test;
  const known = names === null || arePlaces(names) ? test.classNames : names;
  const classNames = Array.from({ length: classes }, (_, i) => known[i] ?? String(i));
  const report = classificationReport(labels, predictions, { classNames });
  const hits = report.confusionMatrix.reduce((sum, row, c) => sum + (row[c] ?? 0), 0);

  const asTrained = calibration(labels, probabilities, { classes });
  const unusualHeldOut = calibrationData && model.checkImages?.(calibrationData);
  const unusual = model.checkImages?.(test) || (unusualHeldOut ? `held-out images: ${unusualHeldOut}` : null);
  const tested = { data: test, outputs, probabilities, asTrained };
  return {
    images: test.length,
    accuracy: report.accuracy,
    accuracyInterval: wilsonInterval(hits, test.length),
    top2Accuracy: topKAccuracy(labels, outputs, Math.min(2, classes), { classes }),
    report,
    calibration: asTrained,
    ...(calibrationData === undefined
      ? { scaledCalibration: null, coverage: null, coverageNotice: unusual ?? NOTHING_HELD_OUT }
      : setByHeldOut({ data: calibrationData, outputs: await predict(calibrationData) }, tested, read, unusual)),
    shifts: shifts ? await shiftAccuracies(test, classesOfShifted) : [],
    predictions,
    probabilities,
  };
}

const NOTHING_HELD_OUT = "there are no images held out of training to choose a threshold on";

function checkOptions(where: string, options: EvaluateClassifierOptions | undefined) {
  const names = ["calibrationData", "shifts", "batchSize", "signal"] as const;
  const { shifts = true, batchSize, signal, calibrationData } = optionsObject(where, options, names);
  booleanOption(where, "shifts", shifts);
  if (batchSize !== undefined) integerOption(where, "batchSize", batchSize, { min: 1 });
  signalOption(where, signal);
  return { shifts, batchSize, signal, calibrationData };
}

/** Returns the number of classes. */
function checkModel(where: string, model: Classifier): number {
  const received: Partial<Classifier> | null | undefined = model;
  if (typeof received?.predict !== "function" || !Array.isArray(received.outputShape)) {
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: received ${show(model)} → give a model to evaluate`);
  }
  const [classes, ...others]: number[] = received.outputShape;
  if (classes !== undefined && classes > 1 && others.length === 0) return classes;
  if (classes === 1 && others.length === 0) {
    const advice = "a classifier has one for each class; model.evaluate() measures one that tells two apart";
    throw new FashionWasmError("SHAPE_MISMATCH", `${where}: the model has one output → ${advice}`);
  }
  throw new FashionWasmError(
    "SHAPE_MISMATCH",
    `${where}: the model's output has the shape ${show(received.outputShape)} → a classifier has one, [classes]; end the model with flatten() and dense()`,
  );
}
