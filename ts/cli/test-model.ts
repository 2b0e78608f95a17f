/**
 * A trained model on the test images: loss, accuracy, all that is measured of a classifier. What it waits for is said.
 */
import {
  type ClassificationReport,
  type Classifier,
  classificationReport,
  type Dataset,
  type Evaluation,
  evaluateClassifier,
  type Model,
} from "../index.js";
import { counted } from "./format.js";
import { garmentClassifier } from "./photo-training/garment-classes.js";
import { showTesting, type TestingProgress } from "./testing-progress.js";

/** What the test images say of a model. */
export interface TestResult {
  readonly loss: number;
  readonly accuracy: number;
  readonly report: ClassificationReport;
  /** The predicted class of every test image. */
  readonly predictions: Uint32Array;
  /** null where the outputs are no finite numbers, as after a training that diverged: then nothing more can be said. */
  readonly evaluation: Evaluation | null;
}

/** What a model is tested with. */
export interface TestData {
  readonly test: Dataset;
  /** Images that were held out of training, to fit a temperature on. */
  readonly heldOut: Dataset | null;
  readonly signal: AbortSignal;
  /** Whether it is a model for photos, with an output for what is no garment. */
  readonly photos: boolean;
}

/** Images go through in batches of this size; it changes the time and the memory, not the result. */
const BATCH_SIZE = 256;

/** Tests `model`. */
export async function testModel(model: Model, data: TestData): Promise<TestResult> {
  const { test, heldOut, signal } = data;
  // Once for the loss, once for the rest, and eight times moved.
  const images = 10 * test.length + (heldOut?.length ?? 0);
  const what = `testing on ${counted(test.length, "image")}, and on the same moved by a pixel or two`;
  const progress = showTesting(what, images, signal);
  try {
    return await measured(model, data, progress);
  } finally {
    progress.stop();
  }
}

async function measured(
  model: Model,
  { test, heldOut, signal, photos }: TestData,
  progress: TestingProgress,
): Promise<TestResult> {
  if (photos) return measuredPhotos(model, { test, heldOut, signal }, progress);
  const { loss, accuracy } = await model.evaluate(test, { batchSize: BATCH_SIZE, verbose: 0 });
  progress.add(test.length);
  if (!Number.isFinite(loss)) {
    const predictions = classesOf(await model.predict(test, { batchSize: BATCH_SIZE }), test.length);
    const report = classificationReport(test.labels, predictions, { classNames: test.classNames });
    return { loss, accuracy, report, predictions, evaluation: null };
  }
  const options = { batchSize: BATCH_SIZE, signal, ...(heldOut && { calibrationData: heldOut }) };
  const evaluation = await evaluateClassifier(counting(model, progress), test, options);
  const { report, predictions } = evaluation;
  return { loss, accuracy, report, predictions, evaluation };
}

/** A model for photos, by its classes alone: the output for what is no garment is left out, in the loss too. */
async function measuredPhotos(
  model: Model,
  { test, heldOut, signal }: Omit<TestData, "photos">,
  progress: TestingProgress,
): Promise<TestResult> {
  const classifier = counting(garmentClassifier(model), progress);
  const options = { batchSize: BATCH_SIZE, signal, ...(heldOut && { calibrationData: heldOut }) };
  const evaluation = await evaluateClassifier(classifier, test, options);
  const { report, predictions, probabilities, accuracy } = evaluation;
  const classes = report.classes.length;
  const losses = Array.from(
    test.labels,
    (label, i) => -Math.log(Math.max(1e-7, probabilities[i * classes + label] ?? 0)),
  );
  const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
  return { loss, accuracy, report, predictions, evaluation };
}

/** The model, whose predictions are counted. */
function counting(model: Classifier, progress: TestingProgress): Classifier {
  const { outputShape } = model;
  return {
    classNames: model.classNames ?? null,
    outputShape,
    outputActivation: model.outputActivation,
    checkImages: (images) => model.checkImages?.(images) ?? null,
    async predict(images, options) {
      const outputs = await model.predict(images, options);
      progress.add(outputs.length / outputShape.reduce((all, size) => all * size, 1));
      return outputs;
    },
  };
}

/** The class of each row, also where outputs are not finite, which `predictClasses` refuses; class 0 where all are NaN. */
function classesOf(outputs: Float32Array, count: number): Uint32Array {
  const width = outputs.length / count;
  return Uint32Array.from({ length: count }, (_, i) =>
    outputs
      .subarray(i * width, (i + 1) * width)
      .reduce((best, value, place, row) => (value > (row[best] ?? 0) ? place : best), 0),
  );
}
