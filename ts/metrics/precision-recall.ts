/**
 * The face of precision, recall and F1: options, defaults, documentation. What they make of their counts is in ratios.ts.
 *
 * An image is true of an output that its label names, and taken for it by `p > threshold`, by being among the `topK` largest, or
 * by being the largest. What has nothing to divide by is 0, as in Keras.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, invalidOption } from "../options/check.js";
import { hint } from "../options/nearest.js";
import { list } from "../options/show.js";
import { optional } from "../options/table.js";
import { type MetricOptions, type MetricSpec, metricOf } from "./metric-spec.js";
import type { Average } from "./ratios.js";

/** Options of {@link precision} and {@link recall}. */
export interface PrecisionOptions extends MetricOptions {
  /** An output is taken above this probability, in [0, 1]; default 0.5, and none where `average` or `topK` is given. */
  readonly threshold?: number | null | undefined;
  /** The k largest outputs are taken, a whole number ≥ 1; not together with `threshold`. Default none. */
  readonly topK?: number | null | undefined;
  /** Counts this output alone, a whole number ≥ 0; not together with `average`. Default none: all. */
  readonly classId?: number | null | undefined;
  /**
   * As in scikit-learn: `"micro"`, `"macro"`, `"weighted"`, or null for one value an output. Given, the largest output is
   * taken, unless there is a `threshold` or `topK`. Default as in Keras, which has no such option: micro, by the threshold.
   */
  readonly average?: Average | undefined;
}

/** Options of {@link f1Score}. */
export interface F1ScoreOptions extends MetricOptions {
  /** `"micro"`, `"macro"`, `"weighted"`, or null, the default: one value an output. */
  readonly average?: Average | undefined;
  /** An output is taken above this probability, in (0, 1]; null, the default: the largest is. */
  readonly threshold?: number | null | undefined;
}

const AVERAGES = ["micro", "macro", "weighted"] as const;

const averageOption = (where: string, name: string, received: unknown) => {
  if (received === null || received === undefined || AVERAGES.some((one) => one === received)) return received;
  throw invalidOption(
    where,
    name,
    received,
    `${list(AVERAGES)}, or null for one value an output${hint(received, AVERAGES)}`,
  );
};
const whole = (min: number) => optional((where, name, received) => integerOption(where, name, received, { min }));

/**
 * Precision: of all that are taken for something the share that is it, `tp / (tp + fp)`.
 *
 * Without options it is Keras': the threshold 0.5 on every output, all outputs counted together. **That is seldom what is meant
 * of classes that exclude each other: an image whose largest output is below 0.5 is taken for nothing.** With `average` it is
 * scikit-learn's: the largest output is taken.
 *
 * @example
 * ```ts
 * model.compile({
 *   optimizer: "adam",
 *   loss: "sparseCategoricalCrossentropy",
 *   metrics: [precision({ average: "macro" }), recall({ classId: 6, name: "shirtRecall" })],
 * });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value out of its range, options that exclude each other, an unknown option.
 * @see Keras `keras.metrics.Precision`; scikit-learn `sklearn.metrics.precision_score`
 */
export function precision(options?: PrecisionOptions): MetricSpec<"precision", PrecisionOptions> {
  return taken("precision", options);
}

/**
 * Recall: of all that are something the share that is taken for it, `tp / (tp + fn)`; options and defaults are those of
 * {@link precision}.
 *
 * @example
 * ```ts
 * const metrics = [recall({ average: null })]; // an array, one number a class
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value out of its range, options that exclude each other, an unknown option.
 * @see Keras `keras.metrics.Recall`; scikit-learn `sklearn.metrics.recall_score`
 */
export function recall(options?: PrecisionOptions): MetricSpec<"recall", PrecisionOptions> {
  return taken("recall", options);
}

/**
 * F1, the harmonic mean of precision and recall, `2tp / (2tp + fp + fn)`; by default an array, one number an output.
 *
 * @example
 * ```ts
 * const metrics = [f1Score({ average: "macro" })];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a value out of its range, or an unknown option.
 * @see Keras `keras.metrics.F1Score`; scikit-learn `sklearn.metrics.f1_score`
 */
export function f1Score(options?: F1ScoreOptions): MetricSpec<"f1Score", F1ScoreOptions> {
  const average = (where: string, name: string, received: unknown) => averageOption(where, name, received) ?? undefined;
  return metricOf("f1Score", options, {
    average: [undefined, average],
    threshold: [undefined, optional({ above: 0, max: 1 })],
  });
}

function taken<T extends "precision" | "recall">(type: T, options?: PrecisionOptions): MetricSpec<T, PrecisionOptions> {
  const made = metricOf<T, PrecisionOptions>(type, options, {
    threshold: [undefined, optional({ min: 0, max: 1 })],
    topK: [undefined, whole(1)],
    classId: [undefined, whole(0)],
    average: [undefined, averageOption],
  });
  apart(type, made, "threshold", "topK");
  apart(type, made, "classId", "average");
  const { threshold, topK, average } = made as PrecisionOptions;
  return threshold === undefined && topK === undefined && average === undefined ? { ...made, threshold: 0.5 } : made;
}

function apart(where: string, made: object, one: string, other: string): void {
  if (!(one in made && other in made)) return;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: options "${one}" and "${other}" exclude each other → give one of them`,
  );
}
