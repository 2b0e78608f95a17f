/**
 * A trained model on the test images: loss, accuracy, the report per class and the predicted classes.
 */
import { type ClassificationReport, classificationReport, type Dataset, type Sequential } from "../index.js";

/** What the test images say of a model. */
export interface TestResult {
  readonly loss: number;
  readonly accuracy: number;
  readonly report: ClassificationReport;
  /** The predicted class of every test image. */
  readonly predictions: Uint32Array;
}

/** Images go through in batches of this size; it changes the time and the memory, not the result. */
const BATCH_SIZE = 256;

/** Tests `model` on `test`. */
export async function testModel(model: Sequential, test: Dataset): Promise<TestResult> {
  const { loss, accuracy } = await model.evaluate(test, { batchSize: BATCH_SIZE });
  const predictions = await model.predictClasses(test.images, { batchSize: BATCH_SIZE });
  const report = classificationReport(test.labels, predictions, { classNames: test.classNames });
  return { loss, accuracy, report, predictions };
}
