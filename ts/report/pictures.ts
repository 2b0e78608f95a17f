/**
 * From numbers to pictures: images of a dataset, and one map of values in grey.
 *
 * Bytes are shown as they are. Floats have no agreed units: those between 0 and 1 and those between 0 and 255 are taken
 * as such, others are stretched from the least to the greatest. Kernels have a scale of their own: diverging.ts.
 */
import type { Dataset } from "../data/dataset.js";
import type { PixelImage } from "../data/png.js";

/** Least and greatest of finite values; 0 and 0 when there is none. */
export function rangeOf(values: ArrayLike<number>): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? { low: 0, high: 0 } : { low, high };
}

/** The values of a dataset that are shown as black and as white. */
export function tonesOf({ source }: Dataset): { readonly low: number; readonly high: number } {
  if (source.images instanceof Uint8Array) return { low: 0, high: 255 };
  const { low, high } = rangeOf(source.images);
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  return low >= 0 && high <= 255 ? { low: 0, high: 255 } : { low, high };
}

/** The byte of a value between `low` (0) and `high` (255). */
export function toneOf(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  const share = high > low ? (value - low) / (high - low) : 0;
  return Number.isFinite(share) ? Math.round(255 * Math.min(1, Math.max(0, share))) : 0;
}

/** Draws image `i`: three channels or more in colour by their first three, others in grey by their first. */
export function imagePainter(dataset: Dataset): (i: number) => PixelImage {
  const tones = tonesOf(dataset);
  const [height, width, depth] = dataset.imageShape;
  const channels = depth >= 3 ? 3 : 1;
  return (i) => {
    const image = dataset.image(i);
    const data = new Uint8Array(height * width * channels);
    for (let at = 0; at < data.length; at++) {
      const place = Math.floor(at / channels) * depth + (at % channels);
      data[at] = toneOf(image[place] as number, tones);
    }
    return { width, height, channels, data };
  };
}

/** One channel of values (height, width, channels), its least value black and its greatest white. */
export function greyMap(
  values: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  channel: number,
): { readonly image: PixelImage; readonly low: number; readonly high: number } {
  const map = Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel] ?? Number.NaN);
  const range = rangeOf(map);
  const data = Uint8Array.from(map, (value) => toneOf(value, range));
  return { image: { width, height, channels: 1, data }, ...range };
}
