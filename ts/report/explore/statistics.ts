/**
 * Mean, standard deviation and histogram of all pixel values of a data set.
 *
 * Bytes are counted tone by tone, and everything follows from the 256 counts, exactly. Floats are gone through twice,
 * once for their range and once for the rest; those that are not finite do not count.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Histogram } from "../charts/histogram.js";
import { rangeOf } from "../pictures.js";

/** What one says of many numbers. */
export interface Statistics extends Histogram {
  readonly mean: number;
  /** Of the values themselves, as NumPy's `std`: divided by their number. */
  readonly deviation: number;
  /** True: `counts[v]` is the number of values `v`. */
  readonly isBytes: boolean;
}

const BINS = 256;

/** Counts all values of `data`. */
export function statisticsOf({ images }: Dataset): Statistics {
  const counts = new Array<number>(BINS).fill(0);
  if (images instanceof Uint8Array) {
    for (const value of images) counts[value] = (counts[value] as number) + 1;
    const sum = (term: (value: number) => number) => counts.reduce((all, n, value) => all + n * term(value), 0);
    const mean = sum((value) => value) / images.length;
    const deviation = Math.sqrt(sum((value) => (value - mean) ** 2) / images.length);
    return { counts, low: 0, high: BINS, mean, deviation, isBytes: true };
  }
  const { low, high } = rangeOf(images);
  const scale = high > low ? BINS / (high - low) : 0;
  let number = 0;
  let mean = 0;
  let squares = 0;
  for (const value of images) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor((value - low) * scale));
    counts[bin] = (counts[bin] as number) + 1;
    number += 1;
    const before = value - mean;
    mean += before / number; // Welford: no difference of large sums
    squares += before * (value - mean);
  }
  const deviation = number > 0 ? Math.sqrt(squares / number) : Number.NaN;
  return { counts, low, high, mean: number > 0 ? mean : Number.NaN, deviation, isBytes: false };
}
