/**
 * Mean, standard deviation and tones of many pixels, exact for bytes: whatever the order, the same numbers.
 */

/** What all pixels together are like. */
export interface PixelStatistics {
  readonly mean: number;
  /** Of all pixels as they are (divided by n, as NumPy's `std`). */
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** How many pixels have each tone 0 … 255; null for floats. */
  readonly tones: readonly number[] | null;
}

/** Goes over the images one by one. */
export function pixelStatistics(images: Iterable<Uint8Array | Float32Array>): PixelStatistics {
  const tones = new Array<number>(256).fill(0);
  let [count, mean, squares, min, max, bytes] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const image of images) {
    if (image instanceof Uint8Array) {
      for (const value of image) tones[value] = (tones[value] as number) + 1;
      continue;
    }
    bytes = false;
    // Welford's: a sum of squares would lose what the deviation is made of.
    for (const value of image) {
      count++;
      const from = value - mean;
      mean += from / count;
      squares += from * (value - mean);
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return bytes ? ofTones(tones) : { mean, std: Math.sqrt(squares / count), min, max, tones: null };
}

function ofTones(tones: readonly number[]): PixelStatistics {
  const sum = (of: (tone: number) => number) => tones.reduce((total, n, tone) => total + n * of(tone), 0);
  const count = sum(() => 1);
  const mean = sum((tone) => tone) / count;
  return {
    mean,
    std: Math.sqrt(sum((tone) => (tone - mean) ** 2) / count),
    min: tones.findIndex((n) => n > 0),
    max: tones.findLastIndex((n) => n > 0),
    tones,
  };
}
