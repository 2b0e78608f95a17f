/**
 * The grey of a colour: what Pillow 13's `convert("L")` makes of the same colours, in every format that is read.
 */
import { dataset, encodePng } from "fashion-wasm";
import { expect, it } from "vitest";
import { greyOf } from "../../ts/data/grey.js";
import { flatWebp } from "./other-images.js";
import { COLOUR, chunk, png } from "./png-files.js";

/** By Pillow 13.0.0. */
const GREYS: readonly (readonly [red: number, green: number, blue: number, grey: number])[] = [
  [255, 0, 0, 76],
  [0, 255, 0, 150],
  [0, 0, 255, 29],
  [255, 255, 0, 226],
  [0, 255, 255, 179],
  [255, 0, 255, 105],
  [255, 255, 255, 255],
  [200, 100, 7, 119],
  [12, 34, 56, 30],
  [1, 2, 3, 2],
];
const colours = GREYS.flatMap((row) => row.slice(0, 3));
const greys = GREYS.map(([, , , grey]) => grey);
const shape = { width: GREYS.length, height: 1 };

async function grey(file: Uint8Array): Promise<number[]> {
  return [...(await dataset.fromImages({ images: [file], labels: null })).images];
}

it("of a PNG is Rec. 601's, in 8 bits, in 16 and with a palette", async () => {
  expect(await grey(await encodePng(Uint8Array.from(colours), [1, GREYS.length, 3]))).toEqual(greys);
  const deep = colours.map((tone) => tone * 257);
  expect(await grey(png({ ...shape, samples: deep, colour: COLOUR.rgb, depth: 16 }))).toEqual(greys);
  const before = [chunk("PLTE", Uint8Array.from(colours))];
  const places = greys.map((_, i) => i);
  expect(await grey(png({ ...shape, samples: places, colour: COLOUR.palette, before }))).toEqual(greys);
});

it("of a lossless WebP is Rec. 601's", async () => {
  expect(await grey(flatWebp(2, 1, [200, 100, 7]))).toEqual([119, 119]);
});

it("of a colour under alpha is that of the colour on black", async () => {
  const samples = [255, 0, 0, 128, 0, 255, 0, 0, 255, 255, 255, 51];
  expect(await grey(png({ width: 3, height: 1, samples, colour: COLOUR.rgba }))).toEqual([38, 0, 51]);
});

it("is the same by greyOf", () => {
  for (const [red, green, blue, expected] of GREYS) expect(greyOf(red, green, blue)).toBe(expected);
  for (let tone = 0; tone < 256; tone++) expect(greyOf(tone, tone, tone)).toBe(tone);
});
