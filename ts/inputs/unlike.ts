/**
 * Whether images look like those a model was trained on, and what differs: units, background, contrast. Pure.
 */
import { type Bounds, cornersOf, type InputProfile, type Pixels, rangeOf, shareOf } from "./tones.js";

/** What is unusual about images, as a sentence, and of how many of those that were compared it is true. */
export interface Finding {
  readonly unusual: number;
  readonly of: number;
  readonly what: string;
}

/** Of fewer training images, only the range of values is known. */
const ENOUGH = 16;
/** How far outside the bounds of training an image may be: the bounds are those of a sample. */
const MARGIN = { corners: 0.04, backgroundShare: 0.1, contrast: 0.1 } as const;

/** Compares a sample of images with the profile of those of training. Blank images say nothing and are left out. */
export function compare(sample: readonly Pixels[], shape: readonly number[], profile: InputProfile): Finding {
  const drawn = sample.map((image) => ({ image, range: rangeOf(image, shape) })).filter(({ range: [a, b] }) => b > a);
  const isFew = shape.length === 1 && drawn.length < ENOUGH;
  const inOther = drawn.filter(({ image, range }) => areOtherUnits(range, image instanceof Uint8Array, profile, isFew));
  if (inOther.length > drawn.length / 2)
    return { unusual: inOther.length, of: drawn.length, what: unitsOf(drawn, profile) };
  const odd = drawn.map(({ image, range }) => oddity(image, range, shape, profile)).filter((what) => what !== null);
  // The one that is said most often.
  const counts = new Map<string, number>();
  for (const what of odd) counts.set(what, (counts.get(what) ?? 0) + 1);
  const [what = ""] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { unusual: odd.length, of: drawn.length, what };
}

/** Far larger or smaller, or with a sign: a brighter or a darker image alone has the same units. */
function areOtherUnits([low, high]: Bounds, bytes: boolean, profile: InputProfile, isFew: boolean): boolean {
  const { min, max, corners } = profile;
  const span = max - min;
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const isWithinOne = high <= 1.001 && low >= -1.001;
  const isFaint = isWithinOne || (!bytes && corners !== null && high - low < span / 32);
  if (span > 10 && isFaint && !isFew) return true;
  if (bytes && profile.bytes) return false;
  // Columns of a table have tails that images have not.
  const times = corners === null ? 8 : 3;
  const isSigned = low < min - span / 4 && min >= -span / 100;
  return isSigned || Math.max(Math.abs(low), Math.abs(high)) > times * largest;
}

function unitsOf(drawn: readonly { readonly range: Bounds }[], profile: InputProfile): string {
  const low = Math.min(...drawn.map(({ range }) => range[0]));
  const high = Math.max(...drawn.map(({ range }) => range[1]));
  const text = (least: number, most: number) => `${shown(least)} to ${shown(most)}`;
  return `the images have values from ${text(low, high)}, those the model was trained on from ${text(profile.min, profile.max)} → give them in the units of training`;
}

function oddity(image: Pixels, [low, high]: Bounds, shape: readonly number[], profile: InputProfile): string | null {
  const { min, max, background, images } = profile;
  if (profile.corners === null || images < ENOUGH) return null;
  const corners = cornersOf(image, shape, profile);
  const trained = "than those the model was trained on";
  if (isOutside(corners, profile.corners, MARGIN.corners)) {
    const isInverted = !isOutside(1 - corners, profile.corners, MARGIN.corners);
    if (!isInverted) return `the images have another background ${trained} → bring it to the same tone`;
    const [here, there] = corners > 0.5 ? ["light", "dark"] : ["dark", "light"];
    return `the images have a ${here} background, those the model was trained on a ${there} one → invert them (${shown(min + max)} − value)`;
  }
  if (isOutside((high - low) / (max - min), profile.contrast, MARGIN.contrast)) {
    return `the images have another contrast ${trained} → stretch their tones to the same range`;
  }
  if (isOutside(shareOf(image, shape, profile, background), profile.backgroundShare, MARGIN.backgroundShare)) {
    return `the images have another share of background ${trained} → cut and place the object as in training`;
  }
  return null;
}

function isOutside(value: number, [low, high]: Bounds, margin: number): boolean {
  return value < low - margin || value > high + margin;
}

const shown = (value: number) => String(Number(value.toPrecision(4)));
