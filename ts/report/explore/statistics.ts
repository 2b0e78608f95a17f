/**
 * Mean, standard deviation and histogram of all pixel values of a data set: the data set's own, and for floats, which have no
 * tones, counts in equal steps from the least to the largest.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Histogram } from "../charts/histogram.js";

/** What one says of many numbers. */
export interface Statistics extends Histogram {
  readonly mean: number;
  readonly std: number;
  /** True: `counts[v]` is the number of values `v`. */
  readonly isBytes: boolean;
}

const BINS = 256;

/** Counts all values of `data`. */
export function statisticsOf(data: Dataset): Statistics {
  const { mean, std, min, max, tones } = data.statistics();
  if (tones !== null) return { counts: tones, low: 0, high: BINS, mean, std, isBytes: true };
  const counts = new Array<number>(BINS).fill(0);
  const scale = max > min ? BINS / (max - min) : 0;
  for (const value of data.images) {
    const bin = Math.min(BINS - 1, Math.floor((value - min) * scale));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { counts, low: min, high: max, mean, std, isBytes: false };
}
