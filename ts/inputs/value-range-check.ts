/**
 * Whether layers of augmentation that work in tones get the tones that they were told: after a rescaling to [0, 1] a brightness
 * in 0–255 would leave nothing of an image.
 */
import type { ModelSpec } from "../engine/protocol.js";
import type { InputProfile } from "./tones.js";

type Range = readonly [least: number, most: number];
type Layer = ModelSpec["layers"][number];

/** So many times wider or narrower than the images' is a range that is not meant for them. */
const FAR = 8;

/** Says, in a sentence, which layer's `valueRange` is not that of the images that come to it; null where all fit. */
export function wrongValueRange({ layers }: ModelSpec, { min, max }: InputProfile): string | null {
  let range: Range = [min, max];
  for (const [place, layer] of layers.entries()) {
    const { type, valueRange } = layer;
    if (isRange(valueRange) && !isFillWithin(layer, range)) {
      const ratio = (range[1] - range[0]) / (valueRange[1] - valueRange[0]);
      if (!(ratio > 1 / FAR && ratio < FAR)) {
        const [from, to] = range.map(short);
        const what = `${type} (layer ${place + 1}) has valueRange [${valueRange.join(", ")}], and the images come to it with values from ${from} to ${to}`;
        return `${what} → put it before what scales them, or give it their valueRange`;
      }
    }
    if (type.startsWith("random")) continue;
    const next = scaled(layer, range);
    if (next === null) return null;
    range = next;
  }
  return null;
}

/** The range after a layer that scales by numbers that are known; null after any other. */
function scaled(layer: Layer, range: Range): Range | null {
  const { scale, offset = 0, mean, variance } = layer;
  if (typeof scale === "number" && typeof offset === "number") {
    return sorted(range.map((value) => value * scale + offset));
  }
  if (!Array.isArray(mean) || !Array.isArray(variance)) return null;
  const [middle, deviation] = [Number(mean[0]), Math.sqrt(Number(variance[0]))];
  return sorted(range.map((value) => (value - middle) / deviation));
}

/** Whether a layer only puts one value somewhere, and one that such images have. */
function isFillWithin({ fillValue }: Layer, [least, most]: Range): boolean {
  return typeof fillValue === "number" && fillValue >= least && fillValue <= most;
}

function isRange(received: unknown): received is Range {
  return Array.isArray(received) && received.length === 2;
}

function sorted([one = 0, other = 0]: readonly number[]): Range {
  return [Math.min(one, other), Math.max(one, other)];
}

const short = (value: number) => Number(value.toPrecision(3));
