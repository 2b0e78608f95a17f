/**
 * Colours for values on both sides of 0: blue below, white at 0, orange above.
 *
 * Blue and orange stay apart for every kind of colour blindness, and lightness says the size. The same limit for all
 * pictures of a section makes them comparable. Values that are not finite are black, which is no other value's colour.
 */
import type { PixelImage } from "../data/png.js";

type Colour = readonly [number, number, number];

const BELOW: readonly Colour[] = [
  [247, 247, 245],
  [146, 190, 230],
  [21, 94, 170],
];
const ABOVE: readonly Colour[] = [
  [247, 247, 245],
  [248, 178, 116],
  [180, 71, 0],
];

/** The colour of `value`, full at ± `limit`. */
function divergingColour(value: number, limit: number): Colour {
  if (!Number.isFinite(value)) return [0, 0, 0];
  const colours = value < 0 ? BELOW : ABOVE;
  const place = limit > 0 ? Math.min(1, Math.abs(value) / limit) * (colours.length - 1) : 0;
  const from = colours[Math.min(colours.length - 2, Math.floor(place))] as Colour;
  const to = colours[Math.min(colours.length - 2, Math.floor(place)) + 1] as Colour;
  const share = place - Math.min(colours.length - 2, Math.floor(place));
  const channel = (c: 0 | 1 | 2) => Math.round(from[c] + (to[c] - from[c]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** A picture of `width × height` values, row by row. */
export function divergingPicture(values: ArrayLike<number>, width: number, height: number, limit: number): PixelImage {
  const data = Uint8Array.from(Array.from(values).flatMap((v) => divergingColour(v, limit)));
  return { width, height, channels: 3, data };
}

/** The scale itself, from −limit to limit, one pixel high. */
export function divergingScale(steps: number): PixelImage {
  const values = Array.from({ length: steps }, (_, i) => (2 * i) / (steps - 1) - 1);
  return divergingPicture(values, steps, 1, 1);
}
