/**
 * From numbers to pictures: images of a dataset, and one map of values in grey.
 *
 * Bytes are shown as they are. Floats have no agreed units: those between 0 and 1 and those between 0 and 255 are taken
 * as such, others are stretched from the least to the greatest. Kernels have a scale of their own: diverging.ts. No picture
 * has more pixels a side than it is asked to have: shrink.ts.
 */
import type { Dataset } from "../data/dataset.js";
import { pixelsIn } from "../data/pixel-home.js";
import type { PixelImage } from "../data/png.js";
import type { Markup } from "./html.js";
import { fitted, shrinkNote, shrunk } from "./shrink.js";

/** Most pixels a side of one map of values. */
export const MAP_SIDE = 32;

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
export function tonesOf(dataset: Dataset): { readonly low: number; readonly high: number } {
  if (pixelsIn(dataset.source) instanceof Uint8Array) return { low: 0, high: 255 };
  const { min: low, max: high } = dataset.statistics();
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  return low >= 0 && high <= 255 ? { low: 0, high: 255 } : { low, high };
}

/** The byte of a value between `low` (0) and `high` (255). */
export function toneOf(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  const share = high > low ? (value - low) / (high - low) : 0;
  return Number.isFinite(share) ? Math.round(255 * Math.min(1, Math.max(0, share))) : 0;
}

/**
 * Draws image `i` with at most `side` pixels a side: three channels or more in colour by their first three, others in
 * grey by their first.
 */
export function imagePainter(dataset: Dataset, side: number): (i: number) => PixelImage {
  const tones = tonesOf(dataset);
  const [height, width, depth] = dataset.imageShape;
  const channels = depth >= 3 ? 3 : 1;
  const size = fitted({ height, width }, side);
  return (i) => {
    const values = shrunk(dataset.image(i), dataset.imageShape, channels, size);
    return { ...size, channels, data: Uint8Array.from(values, (value) => toneOf(value, tones)) };
  };
}

/**
 * Draws the test images of the report, whose 86 pictures together stay below 1 MB; `note` says by how much they are smaller
 * than what they show, if they are.
 */
export function testImages(test: Dataset): { readonly paint: (i: number) => PixelImage; readonly note: Markup | null } {
  const [height, width, depth] = test.imageShape;
  const side = depth >= 3 ? 48 : 64;
  return { paint: imagePainter(test, side), note: shrinkNote({ height, width }, side) };
}

/**
 * One channel of values (height, width, channels) with at most {@link MAP_SIDE} pixels a side, the least of them black and
 * the greatest white; `low` and `high` are of the values as they came.
 */
export function greyMap(
  values: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  channel: number,
): { readonly image: PixelImage; readonly low: number; readonly high: number } {
  const map = Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel] ?? Number.NaN);
  const size = fitted({ height, width }, MAP_SIDE);
  const small = shrunk(map, [height, width, 1], 1, size);
  const tones = rangeOf(small);
  const data = Uint8Array.from(small, (value) => toneOf(value, tones));
  return { image: { ...size, channels: 1, data }, ...rangeOf(map) };
}
