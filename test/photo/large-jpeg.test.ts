/**
 * Large JPEG files, which are decoded to fewer pixels: of each kind that is written, they lead to the image of their pixels.
 */
import { preparePhoto } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { type Picture, photoOf, pillowFiles, python, tonesOf } from "./photo-files.js";

/** 930 × 870 pixels, in colours and in grey. */
const placing = { scale: 30, margins: [2, 0, 1, 1] } as const;
const photo = photoOf(tonesOf(9), { ...placing, dye: [0.9, 0.5, 0.4] });
const grey = photoOf(tonesOf(9), placing);

/** What a canvas would have of a picture. */
function canvasOf({ width, height, channels, data }: Picture) {
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = data[channels * i + (c % channels)] as number;
  }
  return { width, height, data: pixels };
}

/** By how much tones may differ from those of the pixels on average: hard edges fall between the fewer pixels. */
const KINDS: readonly (readonly [kind: string, picture: Picture, options: object, most: number])[] = [
  ["of all colours", photo, { quality: 95, subsampling: 0 }, 4],
  ["with half of the colours", photo, { quality: 95, subsampling: 1 }, 4],
  ["with a quarter of the colours", photo, { quality: 95, subsampling: 2 }, 4],
  ["that is progressive", photo, { quality: 90, progressive: true }, 4],
  ["with restarts", photo, { quality: 90, restart_marker_blocks: 7 }, 4],
  ["of low quality", photo, { quality: 50 }, 4],
  ["of red, green and blue", photo, { quality: 95, keep_rgb: true }, 1.5],
  ["in grey", grey, { quality: 95 }, 3],
];

describe.skipIf(python === "")("a large JPEG", () => {
  it.each(KINDS)("%s", async (_, picture, options, most) => {
    const [file = new Uint8Array()] = pillowFiles([picture, "JPEG", options]);
    const [found, expected] = [await preparePhoto(file), await preparePhoto(canvasOf(picture))];
    const size = { width: 930, height: 870, objects: 1, cut: 0 };
    expect(found).toMatchObject(size);
    expect(expected).toMatchObject(size);
    expect(found.background?.kind).toBe("plain");
    const { box } = expected;
    for (const side of ["left", "top", "width", "height"] as const) {
      expect(Math.abs(Number(found.box?.[side]) - Number(box?.[side]))).toBeLessThanOrEqual(8);
    }
    const differences = [...found.pixels].map((tone, i) => Math.abs(tone - (expected.pixels[i] as number)));
    expect(differences.reduce((sum, difference) => sum + difference, 0) / 784).toBeLessThan(most);
  });
});
