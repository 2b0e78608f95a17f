/**
 * How images look, in a few numbers: the range of their values, their background, their contrast. Pure.
 *
 * A model remembers these of the images it was trained on. Images of another kind, inverted say, get confident nonsense
 * from it, and nothing in its outputs tells: their tones do (unlike.ts).
 */
import type { Images } from "./pixels.js";

/** Least and largest of a measure over images, without the 0.5 % at either end. */
export type Bounds = readonly [low: number, high: number];

/** How training images look. Tones are shares of the range of all values: 0 is `min`, 1 is `max`. */
export interface InputProfile {
  /** Number of images looked at. */
  readonly images: number;
  /** Whether they were bytes. */
  readonly bytes: boolean;
  /** Least and largest value. */
  readonly min: number;
  readonly max: number;
  /** Mean of an image's four corners; null where images have no rows and columns. */
  readonly corners: Bounds | null;
  /** The tone of the background: the median of the corners. */
  readonly background: number;
  /** Share of an image's values that are background, within 0.1. */
  readonly backgroundShare: Bounds;
  /** Largest tone of an image less its least. */
  readonly contrast: Bounds;
}

/** One image's values. */
export type Pixels = Uint8Array | Float32Array;

/** Tones this close to the background's are background. */
const NEAR = 0.1;
/** Of a larger image some pixels are looked at, at equal distances. */
const MOST_PIXELS = 1600;
/** The golden ratio less 1: places that follow no period, as images that alternate have one. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Up to `most` of the images, one from each of equal parts. */
export function sampleOf({ count, rows }: Images, most: number): Pixels[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, i) => {
    const at = taken === count ? i : Math.floor(((i + ((i * GOLDEN) % 1)) * count) / taken);
    return rows(at, at + 1);
  });
}

/** Returns the profile of a sample of training images; null where all values are equal. */
export function profileOf(sample: readonly Pixels[], shape: readonly number[]): InputProfile | null {
  const ranges = sample.map((image) => rangeOf(image, shape));
  const min = Math.min(...ranges.map(([low]) => low));
  const max = Math.max(...ranges.map(([, high]) => high));
  if (!(max > min)) return null;
  const range = { min, max };
  const corners = sample.map((image) => cornersOf(image, shape, range)).sort(ascending);
  const background = rounded(corners[corners.length >> 1] ?? 0);
  const shares = sample.map((image) => shareOf(image, shape, range, background)).sort(ascending);
  const contrasts = ranges.map(([low, high]) => (high - low) / (max - min)).sort(ascending);
  return {
    images: sample.length,
    bytes: sample[0] instanceof Uint8Array,
    min,
    max,
    corners: shape.length === 3 ? boundsOf(corners) : null,
    background,
    backgroundShare: boundsOf(shares),
    contrast: boundsOf(contrasts),
  };
}

/** Returns the profile that has room for the images of both; the background is that of the first. */
export function widened(one: InputProfile, other: InputProfile): InputProfile {
  const [min, max] = [Math.min(one.min, other.min), Math.max(one.max, other.max)];
  // A tone of either, as a share of the range of both.
  const tone = (of: InputProfile) => (share: number) =>
    rounded((of.min + share * (of.max - of.min) - min) / (max - min));
  const scale = (of: InputProfile) => (contrast: number) => rounded((contrast * (of.max - of.min)) / (max - min));
  const union = (a: Bounds, b: Bounds): Bounds => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  const both = (by: typeof tone, a: Bounds, b: Bounds) => union(mapped(a, by(one)), mapped(b, by(other)));
  // What is background of one kind need not be of the other.
  const isFar = Math.abs(tone(one)(one.background) - tone(other)(other.background)) > NEAR;
  const [least, most] = union(one.backgroundShare, other.backgroundShare);
  return {
    images: Math.max(one.images, other.images),
    bytes: one.bytes && other.bytes,
    min,
    max,
    corners: one.corners && other.corners && both(tone, one.corners, other.corners),
    background: tone(one)(one.background),
    backgroundShare: [isFar ? 0 : least, most],
    contrast: both(scale, one.contrast, other.contrast),
  };
}

const mapped = ([low, high]: Bounds, by: (value: number) => number): Bounds => [by(low), by(high)];

/** Least and largest value of one image. */
export function rangeOf(image: Pixels, shape: readonly number[]): Bounds {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const { step, channels } = strideOf(image, shape);
  for (let at = 0; at < image.length; at += step) {
    for (let i = at; i < at + channels; i++) {
      const value = image[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [least, most];
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Mean tone of the four corners. */
export function cornersOf(image: Pixels, shape: readonly number[], { min, max }: Range): number {
  const [height = 1, width = 1, channels = 1] = shape.length === 3 ? shape : [];
  let sum = 0;
  for (const row of [0, height - 1]) {
    for (const column of [0, width - 1]) {
      const at = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) sum += image[at + channel] ?? 0;
    }
  }
  return (sum / (4 * channels) - min) / (max - min);
}

/** Share of the values that are background. */
export function shareOf(image: Pixels, shape: readonly number[], { min, max }: Range, background: number): number {
  const [from, to] = [background - NEAR, background + NEAR].map((tone) => min + tone * (max - min)) as [number, number];
  const { step, channels } = strideOf(image, shape);
  let near = 0;
  let all = 0;
  for (let at = 0; at < image.length; at += step) {
    for (let i = at; i < at + channels; i++) {
      const value = image[i] as number;
      if (value >= from && value <= to) near++;
      all++;
    }
  }
  return near / all;
}

/** From pixel to pixel that is looked at. */
function strideOf(image: Pixels, shape: readonly number[]): { step: number; channels: number } {
  const channels = shape[2] ?? 1;
  const pixels = image.length / channels;
  // All of it in one stride, where it is small.
  if (pixels <= MOST_PIXELS) return { step: image.length, channels: image.length };
  return { step: channels * Math.ceil(pixels / MOST_PIXELS), channels };
}

/** Of sorted values. */
function boundsOf(sorted: readonly number[]): Bounds {
  const cut = Math.floor(sorted.length * 0.005);
  return [rounded(sorted[cut] ?? 0), rounded(sorted[sorted.length - 1 - cut] ?? 0)];
}

const ascending = (a: number, b: number) => a - b;

/** Of shares four decimals are enough, and short in a file. */
const rounded = (share: number) => Number(share.toFixed(4));
