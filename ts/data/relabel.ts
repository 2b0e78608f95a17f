/**
 * The labels of a data set, numbered by another list of class names; the pixels stay where they are.
 */
import type { DataSource } from "./arrays.js";
import { classNumbers } from "./class-names.js";
import { withLabels } from "./pixel-home.js";
import { watchSource } from "./watched-source.js";

/** What is known of the classes of a data set. */
export interface Labelled {
  readonly source: DataSource;
  readonly classNames: readonly string[];
  /** The number of images per class. */
  classCounts(): number[];
}

/** Sources whose labels were numbered anew: one per numbering, so that an engine receives each of them once. */
const made = new WeakMap<DataSource, Map<string, DataSource>>();

/**
 * Returns the source with the labels that `names` give it: the source itself where all labels stay.
 *
 * @throws FashionWasmError DATA_MISMATCH for an image of a class that is not among `names`.
 */
export function relabelled(where: string, data: Labelled, names: readonly string[]): DataSource {
  const { source, classNames } = data;
  if (source.labels === null) return source;
  const counts = data.classCounts();
  const numbers = classNumbers(where, classNames, names, (place) => counts[place] !== 0);
  if (numbers === null) return source;
  const known = made.get(source) ?? new Map<string, DataSource>();
  made.set(source, known);
  const key = numbers.join();
  const found = known.get(key);
  if (found !== undefined) return found;
  const labels = source.labels.map((label) => numbers[label] as number);
  const fresh = withLabels(source, labels);
  watchSource(fresh, source);
  known.set(key, fresh);
  return fresh;
}
