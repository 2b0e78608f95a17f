/**
 * What images look like, in a few numbers: the range of their values, their background, their contrast. Pure.
 *
 * A model remembers these of the images it was trained on. Images of another kind, inverted say, get confident nonsense
 * from it, and nothing in its outputs tells: their tones do.
 */
import type { Images } from "./pixels.js";

/** Least and largest of a measure over the training images, without the 0.5 % at either end. */
export type Bounds = readonly [low: number, high: number];

/** How training images look. Tones are shares of the range of all values: 0 is `min`, 1 is `max`. */
export interface InputProfile {
  /** Least and largest value. */
  readonly min: number;
  readonly max: number;
  /** Mean of an image's four corners; null where images have no rows and columns, or were too few. */
  readonly corners: Bounds | null;
  /** The tone of the background: the median of the corners. */
  readonly background: number;
  /** Share of an image's values that are background, within 0.1. */
  readonly backgroundShare: Bounds;
  /** Largest tone of an image less its least. */
  readonly contrast: Bounds;
}

/** At most so many images are looked at, evenly spaced. */
const LOOKED_AT = { profile: 512, check: 32 } as const;
/** The profile of fewer images has no corners: it says no more than the range of values. */
const ENOUGH = 16;
/** Tones this close to the background's are background. */
const NEAR = 0.1;
/** How far outside the bounds of training an image may be: the bounds are those of a sample. */
const MARGIN = { corners: 0.04, backgroundShare: 0.1, contrast: 0.1 } as const;

type Pixels = Uint8Array | Float32Array;

/** Some of the images, evenly spaced. */
export function sampleOf({ count, rows }: Images, purpose: keyof typeof LOOKED_AT): Pixels[] {
  const taken = Math.min(count, LOOKED_AT[purpose]);
  return Array.from({ length: taken }, (_, i) => {
    const at = Math.floor((i * count) / taken);
    return rows(at, at + 1);
  });
}

/** Returns the profile of a sample of training images; null where all values are equal. */
export function profileOf(sample: readonly Pixels[], shape: readonly number[]): InputProfile | null {
  const [min, max] = rangeOf(sample);
  if (!(max > min)) return null;
  const range = { min, max };
  const corners = sample.map((image) => cornersOf(image, shape, range)).sort(ascending);
  const background = rounded(corners[corners.length >> 1] ?? 0);
  const measured = sample.map((image) => measuresOf(image, range, background));
  return {
    min: rounded(min),
    max: rounded(max),
    corners: shape.length === 3 && sample.length >= ENOUGH ? boundsOf(corners) : null,
    background,
    backgroundShare: boundsOf(measured.map(({ share }) => share).sort(ascending)),
    contrast: boundsOf(measured.map(({ contrast }) => contrast).sort(ascending)),
  };
}

/** What is unusual about images, as a sentence, and of how many of them it is true. */
export interface Finding {
  readonly unusual: number;
  readonly of: number;
  readonly what: string;
}

/** Compares a sample of images with the profile of those of training. */
export function compare(sample: readonly Pixels[], shape: readonly number[], profile: InputProfile): Finding {
  const units = otherUnits(sample, profile);
  if (units !== null) return { unusual: sample.length, of: sample.length, what: units };
  const found = sample.map((image) => oddity(image, shape, profile));
  const odd = found.filter((what) => what !== null);
  // The one that is said most often.
  const counts = new Map<string, number>();
  for (const what of odd) counts.set(what, (counts.get(what) ?? 0) + 1);
  const [most = ""] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { unusual: odd.length, of: sample.length, what: most };
}

function otherUnits(sample: readonly Pixels[], profile: InputProfile): string | null {
  const [min, max] = rangeOf(sample);
  if (!(max > min)) return null;
  const span = profile.max - profile.min;
  // Of most images: one that is brighter than all of training has the same units.
  const isTooLarge = ([low, high]: Bounds) => high > profile.max + span / 4 || low < profile.min - span / 4;
  const tooLarge = sample.filter((image) => isTooLarge(rangeOf([image]))).length > sample.length / 2;
  const tooSmall = span > 10 && max <= 1.001 && min >= -1.001;
  if (!tooLarge && !tooSmall) return null;
  const text = (low: number, high: number) => `${rounded(low)} to ${rounded(high)}`;
  return `the images have values from ${text(min, max)}, those the model was trained on from ${text(profile.min, profile.max)} → give them in the units of training`;
}

function oddity(image: Pixels, shape: readonly number[], profile: InputProfile): string | null {
  if (profile.corners === null) return null;
  const corners = cornersOf(image, shape, profile);
  const { share, contrast } = measuresOf(image, profile, profile.background);
  if (isOutside(corners, profile.corners, MARGIN.corners)) {
    const isInverted = !isOutside(1 - corners, profile.corners, MARGIN.corners);
    if (!isInverted)
      return "the images have another background than those the model was trained on → bring it to the same tone";
    const [here, there] = corners > 0.5 ? ["light", "dark"] : ["dark", "light"];
    return `the images have a ${here} background, those the model was trained on a ${there} one → invert them (${rounded(profile.min + profile.max)} − value)`;
  }
  if (isOutside(contrast, profile.contrast, MARGIN.contrast)) {
    return "the images have another contrast than those the model was trained on → stretch their tones to the same range";
  }
  if (isOutside(share, profile.backgroundShare, MARGIN.backgroundShare)) {
    return "the images have another share of background than those the model was trained on → cut and place the object as in training";
  }
  return null;
}

function rangeOf(sample: readonly Pixels[]): Bounds {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const image of sample) {
    for (const value of image) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return [min, max];
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function cornersOf(image: Pixels, shape: readonly number[], { min, max }: Range): number {
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

function measuresOf(image: Pixels, { min, max }: Range, background: number): { share: number; contrast: number } {
  const span = max - min;
  const [from, to] = [min + (background - NEAR) * span, min + (background + NEAR) * span];
  let [least, most, near] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of image) {
    if (value < least) least = value;
    if (value > most) most = value;
    if (value >= from && value <= to) near++;
  }
  return { share: near / image.length, contrast: (most - least) / span };
}

/** Of sorted values. */
function boundsOf(sorted: readonly number[]): Bounds {
  const cut = Math.floor(sorted.length * 0.005);
  return [rounded(sorted[cut] ?? 0), rounded(sorted[sorted.length - 1 - cut] ?? 0)];
}

function isOutside(value: number, [low, high]: Bounds, margin: number): boolean {
  return value < low - margin || value > high + margin;
}

const ascending = (a: number, b: number) => a - b;

/** Four decimals are enough, and short in a file. */
const rounded = (value: number) => Number(value.toFixed(4));
