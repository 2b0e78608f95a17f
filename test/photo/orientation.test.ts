/**
 * A camera's note of its position: the eight of EXIF, in all three formats, give one upright photo to the bit.
 *
 * JPEGs of blocks of one tone are decoded to the very pixels that PNG and lossless WebP have.
 */
import { type PreparedPhoto, preparePhoto } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { jpegWithExif, pngWithExif, tiff, webpWithExif } from "./exif-files.js";
import { asStored, blockJpeg, type PillowFile, photoOf, pillowFiles, pngOf, python, tonesOf } from "./photo-files.js";

/** A boot beside the middle: no turn and no mirror leaves it as it is. */
const upright = photoOf(tonesOf(9), { margins: [6, 3, 2, 4] });
const POSITIONS = [1, 2, 3, 4, 5, 6, 7, 8];

let expected: PreparedPhoto;
beforeAll(async () => {
  expected = await preparePhoto(await pngOf(upright));
  expect(expected).toMatchObject({ orientation: 1, objects: 1, width: 288, height: 280 });
});

function expectUpright(prepared: PreparedPhoto, orientation: number): void {
  const { settings } = prepared;
  expect(prepared).toEqual({ ...expected, orientation, settings });
}

describe.each(["II", "MM"] as const)("EXIF, %s", (order) => {
  it.each(POSITIONS)("position %i in a JPEG and in a PNG", async (position) => {
    const stored = asStored(upright, position);
    const note = tiff(position, order);
    expectUpright(await preparePhoto(jpegWithExif(blockJpeg(stored), note)), position);
    expectUpright(await preparePhoto(pngWithExif(await pngOf(stored), note)), position);
  });
});

describe.skipIf(python === "")("EXIF in files by Pillow", () => {
  it("each position in a lossless WebP", async () => {
    const stored = POSITIONS.map((position) => asStored(upright, position));
    const files = pillowFiles(...stored.map((one): PillowFile => [one, "WEBP", { lossless: true }]));
    for (const [i, file] of files.entries()) {
      const { width, height } = stored[i] as (typeof stored)[number];
      expectUpright(await preparePhoto(webpWithExif(file, tiff(i + 1), width, height)), i + 1);
    }
  });

  it("a JPEG in colours, halved in both directions, is upright up to the rounding of the transform", async () => {
    const dyed = photoOf(tonesOf(9), { margins: [6, 3, 2, 4], dye: [1, 0.6, 0.4] });
    const files = pillowFiles(
      ...POSITIONS.map((position): PillowFile => [asStored(dyed, position), "JPEG", { quality: 92, subsampling: 2 }]),
    );
    const prepared = await Promise.all(files.map((file, i) => preparePhoto(jpegWithExif(file, tiff(i + 1)))));
    for (const { pixels, width, height, box } of prepared) {
      expect({ width, height, box }).toMatchObject({ width: 288, height: 280 });
      const differences = pixels.map((tone, i) => Math.abs(tone - (prepared[0]?.pixels[i] as number)));
      expect(Math.max(...differences)).toBeLessThanOrEqual(6);
    }
  });
});

describe("the option orientation", () => {
  it("stands above what the file says", async () => {
    const stored = asStored(upright, 6);
    for (const said of [1, 3, 8]) {
      const file = jpegWithExif(blockJpeg(stored), tiff(said));
      expectUpright(await preparePhoto(file, { orientation: 6 }), 6);
    }
    const asItIs = await preparePhoto(jpegWithExif(blockJpeg(stored), tiff(6)), { orientation: 1 });
    expect(asItIs).toMatchObject({ orientation: 1, width: 280, height: 288 });
  });

  it.each(POSITIONS)("%i turns the pixels of a canvas, too", async (orientation) => {
    const { width, height, data } = asStored(upright, orientation);
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    data.forEach((tone, i) => {
      rgba.fill(tone, 4 * i, 4 * i + 3);
    });
    expectUpright(await preparePhoto({ width, height, data: rgba }, { orientation }), orientation);
  });
});

describe("a note that says nothing", () => {
  it.each<[string, Uint8Array]>([
    ["position 0", tiff(0)],
    ["position 9", tiff(9)],
    ["position 65535", tiff(65_535)],
    ["half of it", tiff(6).subarray(0, 15)],
    ["nothing", new Uint8Array()],
    ["noise", tiff(6).map((byte, i) => byte ^ (i * 37))],
    ["a place outside", tiff(6).map((byte, i) => (i === 4 ? 250 : byte))],
  ])("%s leaves the photo as it lies", async (_, note) => {
    expectUpright(await preparePhoto(jpegWithExif(blockJpeg(upright), note)), 1);
    expectUpright(await preparePhoto(pngWithExif(await pngOf(upright), note)), 1);
  });
});
