/**
 * The confusion matrix as a metric: counted beside the loss, in training and evaluation.
 */
import { type MetricKind, type MetricOptions, type MetricSpec, metricOf } from "./metric-spec.js";

/**
 * Which class was taken for which: `matrix[t][p]` images of class `t` whose largest output is `p`; of weighted metrics the sum of
 * their weights.
 *
 * To `compile` its name will do; the function is `METRICS.confusionMatrix`, as the package's `confusionMatrix` counts lists.
 *
 * @example
 * ```ts
 * model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["confusionMatrix"] });
 * const { confusionMatrix } = await model.evaluate(test);
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option, or a name that is none.
 * @see scikit-learn `sklearn.metrics.confusion_matrix`
 */
export function confusionMatrix(options?: MetricOptions): MetricSpec<"confusionMatrix", MetricOptions> {
  return metricOf("confusionMatrix", options, {});
}

/** The engine counts row by row. */
export const CONFUSION_MATRIX: MetricKind<object> = {
  // A single output tells two classes apart.
  counts: (units) => Math.max(units, 2) ** 2,
  value(counts) {
    const units = Math.sqrt(counts.length);
    const all = Array.from(counts);
    return Array.from({ length: units }, (_, row) => all.slice(row * units, (row + 1) * units));
  },
};
