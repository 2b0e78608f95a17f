/**
 * The table of metrics, and how each makes its value of what the engine counts.
 *
 * To add one: write its function and its kind, and name them here, in both tables; what is counted is in Rust.
 */
import { accuracy, binaryAccuracy, SHARE, topKCategoricalAccuracy } from "./accuracies.js";
import { CONFUSION_MATRIX, confusionMatrix } from "./confusion-matrix.js";
import type { MetricKind } from "./metric-spec.js";
import { f1Score, precision, recall } from "./precision-recall.js";
import { F1_SCORE, PRECISION, RECALL } from "./ratios.js";

export {
  accuracy,
  type BinaryAccuracyOptions,
  binaryAccuracy,
  type TopKCategoricalAccuracyOptions,
  topKCategoricalAccuracy,
} from "./accuracies.js";
export type { MetricOptions, MetricValue } from "./metric-spec.js";
export {
  type F1ScoreOptions,
  f1Score,
  type PrecisionOptions,
  precision,
  recall,
} from "./precision-recall.js";
export type { Average } from "./ratios.js";

/**
 * Every metric by its name: the function that makes it.
 *
 * @example
 * const metrics = [METRICS.confusionMatrix({ name: "mistakes" })];
 */
export const METRICS = {
  accuracy,
  binaryAccuracy,
  topKCategoricalAccuracy,
  precision,
  recall,
  f1Score,
  confusionMatrix,
} as const;

/** Names that stand for a metric with its defaults, as in Keras. */
export type MetricName = keyof typeof METRICS;

/** A metric with its options, as the functions of {@link METRICS} return it. */
export type MadeMetric = ReturnType<(typeof METRICS)[MetricName]>;

/** How values are made of counts. */
export const KINDS: Readonly<Record<MetricName, MetricKind<never>>> = {
  accuracy: SHARE,
  binaryAccuracy: SHARE,
  topKCategoricalAccuracy: SHARE,
  precision: PRECISION,
  recall: RECALL,
  f1Score: F1_SCORE,
  confusionMatrix: CONFUSION_MATRIX,
};
