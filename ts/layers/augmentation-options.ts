/**
 * The options that layers of augmentation share: ranges that are drawn from, how images are read, the range of tones.
 *
 * One number stands for a range in two ways, both Keras': of what has a sign for both sides of 0, of what has none for 0 up to it.
 */
import { choiceOption, floatOption, invalidOption } from "../options/check.js";

/** A range in the spec, the smaller number first. */
export type Range2 = readonly [least: number, most: number];

/** One number, or the least and the most. */
export type Factor = number | readonly [number, number];

/** What lies outside of an image: the image mirrored at its border, repeated, `fillValue`, or the pixel at the border. */
export type FillMode = "reflect" | "wrap" | "constant" | "nearest";

/** What lies between pixels: the weighted mean of four, or the nearest. */
export type Interpolation = "bilinear" | "nearest";

/** Options of layers that read images at other places. */
export interface ReadingOptions {
  /** What lies outside of the image; default `"reflect"`. Garments on black that are to stay whole want `"constant"`. */
  readonly fillMode?: FillMode | undefined;
  /** Default `"bilinear"`. */
  readonly interpolation?: Interpolation | undefined;
  /** What `"constant"` puts outside; default 0. */
  readonly fillValue?: number | undefined;
}

/** The same as the engine reads it. */
export type ReadingSpec = {
  readonly fillMode: FillMode;
  readonly interpolation: Interpolation;
  readonly fillValue: number;
};

/** Names of these options. */
export const READING = ["fillMode", "interpolation", "fillValue"] as const;

/** Checks them and fills in the defaults. */
export function readingOptions(
  where: string,
  { fillMode = "reflect", interpolation = "bilinear", fillValue = 0 }: ReadingOptions,
): ReadingSpec {
  return {
    fillMode: choiceOption(where, "fillMode", fillMode, ["reflect", "wrap", "constant", "nearest"]),
    interpolation: choiceOption(where, "interpolation", interpolation, ["bilinear", "nearest"]),
    fillValue: floatOption(where, "fillValue", fillValue),
  };
}

/** What a factor may be. */
export interface FactorRange {
  readonly min: number;
  readonly max: number;
  /** Whether `min` itself is too small. */
  readonly open?: boolean;
}

/** Checks a factor that has a sign: f stands for `[−|f|, |f|]`. */
export function signedFactor(where: string, name: string, received: unknown, range: FactorRange): Range2 {
  return factorOf(where, name, received, range, (value) => [value === 0 ? 0 : -Math.abs(value), Math.abs(value)]);
}

/** Checks a factor without a sign: f stands for `[0, f]`. */
export function unsignedFactor(where: string, name: string, received: unknown): Range2 {
  return factorOf(where, name, received, { min: 0, max: 1 }, (value) => [0, value]);
}

function factorOf(
  where: string,
  name: string,
  received: unknown,
  { min, max, open = false }: FactorRange,
  spread: (value: number) => Range2,
): Range2 {
  const isIn = (value: unknown): value is number =>
    typeof value === "number" && value <= max && (open ? value > min : value >= min);
  if (isIn(received)) return spread(received);
  if (Array.isArray(received) && received.length === 2) {
    const [one, other] = received as readonly unknown[];
    if (isIn(one) && isIn(other)) return [Math.min(one, other), Math.max(one, other)];
  }
  const bounds = open ? `greater than ${min}, at most ${max}` : `from ${min} to ${max}`;
  throw invalidOption(where, name, received, `a number ${bounds}, or two of them, [least, most]`);
}

/** Checks the tones of black and white; default `[0, 255]`. */
export function valueRangeOption(where: string, received: unknown = [0, 255]): Range2 {
  if (Array.isArray(received) && received.length === 2) {
    const [least, most] = received.map((bound) => floatOption(where, "valueRange", bound)) as [number, number];
    if (least < most) return [least, most];
  }
  throw invalidOption(where, "valueRange", received, "[least, most], the tones of black and white, such as [0, 255]");
}
