/**
 * Metrics that are shares of right answers. What counts as right is decided in crates/engine/src/metrics.rs.
 */
import { integerOption } from "../options/check.js";
import { type MetricKind, type MetricOptions, type MetricSpec, metricOf } from "./metric-spec.js";

/** Options of {@link binaryAccuracy}. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** An output says yes above it, in (0, 1); default 0.5. */
  readonly threshold?: number | undefined;
}

/** Options of {@link topKCategoricalAccuracy}. */
export interface TopKCategoricalAccuracyOptions extends MetricOptions {
  /** A whole number ≥ 1, at most the number of outputs; default 5. */
  readonly k?: number | undefined;
}

/** A count over the images, or over their weights; 0 where all weigh 0, as in Keras. */
export const SHARE: MetricKind<{ readonly weighted?: boolean }> = {
  counts: () => 1,
  value(counts, { weighted = false }, { count, weight }) {
    const all = weighted ? weight : count;
    return all === 0 ? 0 : (counts[0] ?? Number.NaN) / all;
  },
};

/**
 * The share of images that are answered right, as Keras understands the word: with one output whether it is above 0.5 as the
 * label is, else whether the largest output (the first of equals) is the label's.
 *
 * It is counted always, and is the first metric of every model.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option, or a name that is none.
 * @see Keras `keras.metrics.Accuracy` and how `compile` reads "accuracy"
 */
export function accuracy(options?: MetricOptions): MetricSpec<"accuracy", MetricOptions> {
  return metricOf("accuracy", options, {});
}

/**
 * The share of outputs that say yes, `p > threshold`, where the label is 1 and no where it is 0; with several outputs the mean
 * over them. p is a probability: `linear` outputs go through the function that belongs to the loss first.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: "binaryCrossentropy", metrics: [binaryAccuracy({ threshold: 0.7 })] });
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a threshold out of its range, an unknown option, or a name that is none.
 * @see Keras `keras.metrics.BinaryAccuracy`
 */
export function binaryAccuracy(options?: BinaryAccuracyOptions): MetricSpec<"binaryAccuracy", BinaryAccuracyOptions> {
  return metricOf("binaryAccuracy", options, { threshold: [0.5, { above: 0, below: 1 }] });
}

/**
 * The share of images whose label is among the k largest outputs.
 *
 * @example
 * ```ts
 * const metrics = [topKCategoricalAccuracy({ k: 3, name: "top3" })]; // history has top3 and valTop3
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for a k that is none, an unknown option, or a name that is none.
 * @see Keras `keras.metrics.TopKCategoricalAccuracy`, for class numbers `SparseTopKCategoricalAccuracy`
 */
export function topKCategoricalAccuracy(
  options?: TopKCategoricalAccuracyOptions,
): MetricSpec<"topKCategoricalAccuracy", TopKCategoricalAccuracyOptions> {
  const whole = (where: string, name: string, received: unknown) => integerOption(where, name, received, { min: 1 });
  return metricOf("topKCategoricalAccuracy", options, { k: [5, whole] });
}
