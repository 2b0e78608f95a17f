/**
 * A trained model on the test images: loss, accuracy, all that is measured of a classifier.
 */
import {
  type ClassificationReport,
  classificationReport,
  type Dataset,
  type Evaluation,
  evaluateClassifier,
  type Sequential,
} from "../index.js";

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
}

/** Images go through in batches of this size; it changes the time and the memory, not the result. */
const BATCH_SIZE = 256;

/** Tests `model`. */
export async function testModel(model: Sequential, { test, heldOut, signal }: TestData): Promise<TestResult> {
  const { loss, accuracy } = await model.evaluate(test, { batchSize: BATCH_SIZE });
  if (!Number.isFinite(loss)) {
    const predictions = classesOf(await model.predict(test, { batchSize: BATCH_SIZE }), test.length);
    const report = classificationReport(test.labels, predictions, { classNames: test.classNames });
    return { loss, accuracy, report, predictions, evaluation: null };
  }
  const options = { batchSize: BATCH_SIZE, signal, ...(heldOut && { calibrationData: heldOut }) };
  const evaluation = await evaluateClassifier(model, test, options);
  const { report, predictions } = evaluation;
  return { loss, accuracy, report, predictions, evaluation };
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
