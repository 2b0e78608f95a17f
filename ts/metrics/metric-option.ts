/**
 * What `compile` accepts as metrics, weighted or not, and what they are from then on.
 */
import { FashionWasmError } from "../errors.js";
import { invalidOption } from "../options/check.js";
import { madeOption } from "../options/made.js";
import { list } from "../options/show.js";
import { kerasName } from "../options/spelling.js";
import type { MetricKind, MetricValue, Totals } from "./metric-spec.js";
import { KINDS, type MadeMetric, METRICS, type MetricName } from "./metrics.js";

/** A metric, as `compile` takes it. */
export type Metric = MetricName | MadeMetric;

/** What a metric is to the engine: a word where all options have their defaults. */
export type CountedMetric = string | (MadeMetric & { readonly weighted?: boolean });

/** A metric of a compiled model. */
export interface CompiledMetric {
  /** What its value is called in logs. */
  readonly name: string;
  readonly spec: CountedMetric;
  /** How many numbers the engine counts for it, of `units` outputs. */
  counts(units: number): number;
  /** Its value, of these numbers, summed over batches. */
  value(counts: ArrayLike<number>, totals: Totals): MetricValue;
}

/**
 * Checks `metrics` and `weightedMetrics` of `compile`. `accuracy` comes first, whether it was asked for or not. As in Keras, a
 * weighted metric whose name is taken is called `weightedX`.
 */
export function metricsOption(where: string, metrics: unknown, weighted: unknown): CompiledMetric[] {
  const all = [
    { type: "accuracy" } as const,
    ...madeMetrics(where, "metrics", metrics).filter((made) => made.type !== "accuracy" || made.name !== undefined),
  ];
  const taken = new Set<string>(all.map(nameOf));
  const others = madeMetrics(where, "weightedMetrics", weighted).map((made) => {
    const own = made.name === undefined && taken.has(made.type);
    const name = own ? { name: `weighted${made.type[0]?.toUpperCase()}${made.type.slice(1)}` } : {};
    return { ...made, ...name, weighted: true };
  });
  const compiled = [...all, ...others].map(compiledMetric);
  const names = compiled.map(({ name }) => name);
  // Keras' spelling is that of files: shirtRecall and shirt_recall would be one column.
  const spelt = names.map(kerasName);
  const second = names.findIndex((_, i) => spelt.indexOf(spelt[i] ?? "") < i);
  const twice = names[second];
  if (twice === undefined) return compiled;
  const first = names[spelt.indexOf(spelt[second] ?? "")];
  const other = first === twice ? "" : `, one of them in Keras' spelling, "${first}"`;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: two metrics are called "${twice}"${other} → give one of them a name: { name: "${twice}2" }`,
  );
}

/** The metrics of a compiled model of before, as a file holds them; the engine has read them, and knows no others. */
export function metricsOfSpec(specs: readonly CountedMetric[]): CompiledMetric[] {
  return specs.map((spec) => compiledMetric(typeof spec === "string" ? ({ type: spec } as MadeMetric) : spec));
}

/**
 * The values of metrics by their names, for logs.
 *
 * @param sums what the engine gave of the batches, added up; `counts` holds those of all metrics, one after the other
 */
export function metricValues(
  metrics: readonly CompiledMetric[],
  units: number,
  { counts, ...totals }: Totals & { readonly counts: ArrayLike<number> },
): Record<string, MetricValue> {
  const all = Array.from(counts);
  let start = 0;
  return Object.fromEntries(
    metrics.map((metric) => {
      const own = all.slice(start, start + metric.counts(units));
      start += own.length;
      return [metric.name, metric.value(own, totals)];
    }),
  );
}

function madeMetrics(where: string, name: string, received: unknown): MadeMetric[] {
  if (!Array.isArray(received)) throw invalidOption(where, name, received, 'an array, e.g. ["accuracy"]');
  return received.map((one: unknown) => {
    const isForeign = typeof one === "function" && !Object.values<unknown>(METRICS).includes(one);
    if (isForeign)
      throw invalidOption(where, name, one, `${list(Object.keys(METRICS))}, or what METRICS.accuracy() etc. return`);
    return madeOption<MadeMetric>(where, name, one, METRICS);
  });
}

const nameOf = ({ type, name = type }: MadeMetric) => name;

function compiledMetric(made: MadeMetric & { readonly weighted?: boolean }): CompiledMetric {
  const kind = KINDS[made.type] as MetricKind<object>;
  return {
    name: nameOf(made),
    spec: Object.keys(made).length === 1 ? made.type : made,
    counts: kind.counts,
    value: (counts, totals) => kind.value(counts, made, totals),
  };
}
