/**
 * What a metric is: to the engine a word with options, which says what is counted; here, how a value is made of the counts.
 */
import { invalidOption } from "../options/check.js";
import { madeOf, optional, type Table, withoutDefaults } from "../options/table.js";

/** What every metric may be told. */
export interface MetricOptions {
  /** What it is called in logs and history: 1 to 64 letters, digits and _, a letter first; default the metric's own name. */
  readonly name?: string | undefined;
}

/** A metric as the functions of {@link METRICS} return it: without the options that have their defaults. */
export type MetricSpec<T extends string, O> = {
  readonly type: T;
} & { readonly [K in keyof O]?: Exclude<O[K], undefined> };

/** What a metric says: a number, one number an output, or a matrix of them. */
export type MetricValue = number | number[] | number[][];

/** Images behind the counts: their number, and the sum of their weights. */
export interface Totals {
  readonly count: number;
  readonly weight: number;
}

/** How a metric's value is made of what the engine counts; `units` is the number of outputs. */
export interface MetricKind<S> {
  counts(units: number): number;
  value(counts: ArrayLike<number>, spec: S, totals: Totals): MetricValue;
}

/** Names of columns that are there already, in Keras' spelling too, which files have. */
const TAKEN = /^(?:loss|epoch|learningRate|learning_rate|val[A-Z_].*)$/;

function metricName(where: string, name: string, received: unknown): string {
  if (typeof received === "string" && /^[A-Za-z]\w{0,63}$/.test(received) && !TAKEN.test(received)) return received;
  const expected = '1 to 64 letters, digits and _, a letter first, and not "loss", "epoch", "learningRate" or "val…"';
  throw invalidOption(where, name, received, expected);
}

/** Checks the options of a metric. */
export function metricOf<T extends string, O extends MetricOptions>(
  type: T,
  received: O | undefined,
  own: Table<Omit<O, "name">>,
): MetricSpec<T, O> {
  const table = { name: [undefined, optional(metricName)], ...own } as unknown as Table<O>;
  return withoutDefaults(madeOf(type, received, table), table) as unknown as MetricSpec<T, O>;
}
