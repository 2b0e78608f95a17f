/**
 * What image files mean: every kind of PNG there is, written by hand, decodes to the samples that went in; so do a JPEG and
 * a WebP whose pixels are known.
 */
import { dataset } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { ascii, concat, noise } from "./idx-files.js";
import { flatJpeg, flatWebp } from "./other-images.js";
import { COLOUR, chunk, type PngImage, png, uint32 } from "./png-files.js";

const [width, height] = [13, 11]; // neither fits bytes nor passes
const random = noise(4 * width * height * 2);
const samples = (count: number, depth: number) =>
  Array.from({ length: width * height * count }, (_, i) =>
    depth === 16
      ? (random[2 * i] as number) * 256 + (random[2 * i + 1] as number)
      : (random[i] as number) >> (8 - depth),
  );
const eight = (value: number, depth: number) => Math.round((value * 255) / (2 ** depth - 1));

async function decoded(file: Uint8Array, channels: 1 | 3, [rows, columns] = [height, width]): Promise<number[]> {
  const { images } = await dataset.fromImages({ images: [file], labels: null, imageShape: [rows, columns, channels] });
  return [...images];
}
/** Red, green, blue of every pixel, and the alpha they are under. */
function expected(values: readonly number[], count: number, depth: number): { rgb: number[]; grey: number[] } {
  const rgb: number[] = [];
  const grey: number[] = [];
  for (let i = 0; i < values.length; i += count) {
    const pixel = values.slice(i, i + count).map((value) => eight(value, depth));
    const alpha = count % 2 === 0 ? (pixel.pop() as number) : 255;
    const colour = (pixel.length === 1 ? [pixel[0], pixel[0], pixel[0]] : pixel) as number[];
    const seen = colour.map((tone) => Math.round((tone * alpha) / 255)) as [number, number, number];
    rgb.push(...seen);
    grey.push((19595 * seen[0] + 38470 * seen[1] + 7471 * seen[2] + 0x8000) >> 16);
  }
  return { rgb, grey };
}

const KINDS: [name: string, colour: 0 | 2 | 4 | 6, count: number, depth: 1 | 2 | 4 | 8 | 16][] = [
  ...([1, 2, 4, 8, 16] as const).map((depth): (typeof KINDS)[number] => ["grey", COLOUR.grey, 1, depth]),
  ...([8, 16] as const).flatMap((depth): typeof KINDS => [
    ["grey with alpha", COLOUR.greyAlpha, 2, depth],
    ["colour", COLOUR.rgb, 3, depth],
    ["colour with alpha", COLOUR.rgba, 4, depth],
  ]),
];

describe.each(KINDS)("a PNG, %s (colour type %i, %i samples of %i bits)", (_, colour, count, depth) => {
  const values = samples(count, depth);
  const { rgb, grey } = expected(values, count, depth);
  it.each([false, true])("has its samples with every filter; interlaced: %s", async (interlaced) => {
    for (const filter of [0, 1, 2, 3, 4, "all"] as const) {
      const file = png({ width, height, samples: values, colour, depth, filter, interlaced });
      const [inColour, inGrey] = [await decoded(file, 3), await decoded(file, 1)];
      expect(inColour).toEqual(rgb);
      expect(inGrey).toEqual(grey); // of a grey image, what it is
    }
  });
});

describe("a PNG with a palette", () => {
  it.each([1, 2, 4, 8] as const)("of %i bits has the palette's colours, under their alpha", async (depth) => {
    const values = samples(1, depth);
    const palette = noise(3 * 2 ** depth);
    const alphas = noise(2 ** depth).map((alpha, i) => (i % 2 ? 255 : alpha));
    const before = [chunk("PLTE", palette), chunk("tRNS", alphas)];
    const kind = { width, height, samples: values, colour: COLOUR.palette, depth, filter: "all" } as const;
    const colours = values.map((value) => [...palette.subarray(3 * value, 3 * value + 3)]);
    const onBlack = values.map((value, i) => {
      const alpha = alphas[value] as number;
      return (colours[i] as number[]).map((tone) => Math.round((tone * alpha) / 255));
    });
    for (const interlaced of [false, true]) {
      const file = png({ ...kind, interlaced, before: before.slice(0, 1) });
      expect(await decoded(file, 3)).toEqual(colours.flat());
      expect(await decoded(png({ ...kind, interlaced, before }), 3)).toEqual(onBlack.flat());
    }
  });
});

describe("chunks beside the pixels", () => {
  const image: PngImage = { width, height, samples: samples(1, 8) };
  it("a tone that is declared transparent is black", async () => {
    const file = png({
      ...image,
      samples: [...(image.samples as number[])].map((tone) => (tone > 99 ? 200 : tone)),
      before: [chunk("tRNS", Uint8Array.of(0, 200))],
    });
    expect(await decoded(file, 1)).toEqual((image.samples as number[]).map((tone) => (tone > 99 ? 0 : tone)));
  });

  it.each([
    ["gAMA", uint32(22_000)],
    ["sRGB", Uint8Array.of(0)],
    ["cHRM", concat(...[31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000].map(uint32))],
    ["iCCP", concat(ascii("profile\0\0"), Uint8Array.of(1, 2, 3))],
    ["tEXt", ascii("Title\0garment")],
    ["bKGD", Uint8Array.of(0, 255)],
    ["pHYs", concat(uint32(1), uint32(2), Uint8Array.of(0))],
    ["prIv", noise(300)],
  ])("%s changes no tone", async (type, data) => {
    expect(await decoded(png({ ...image, before: [chunk(type, data)] }), 1)).toEqual(image.samples);
  });
});

describe("other formats", () => {
  const tones = [
    [0, 255, 17, 90],
    [128, 127, 1, 254],
    [200, 3, 77, 64],
  ];
  it("a JPEG of flat blocks has their tones", async () => {
    const pixels = tones.flatMap((row) => new Array(8).fill(row.flatMap((tone) => new Array(8).fill(tone)))).flat();
    expect(await decoded(flatJpeg(tones), 1, [24, 32])).toEqual(pixels);
    expect(await decoded(flatJpeg(tones), 3, [24, 32])).toEqual(pixels.flatMap((tone) => [tone, tone, tone]));
  });

  it("a lossless WebP of one colour has it", async () => {
    const colour = [200, 100, 7] as const;
    const pixels = await decoded(flatWebp(9, 5, colour), 3, [5, 9]);
    expect(pixels).toEqual(new Array(45).fill(colour).flat());
  });
});
