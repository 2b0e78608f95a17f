/**
 * encodePng: the tones that went in, as this package reads them, and as zlib and thirty lines do.
 */
import { inflateSync } from "node:zlib";
import { dataset, encodePng } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { concat, noise } from "./idx-files.js";

const [width, height] = [13, 11];

describe("encodePng", () => {
  it.each([1, 3])("writes a file that zlib reads: %i channels", async (channels) => {
    const pixels = noise(width * height * channels);
    const file = await encodePng(pixels, [height, width, channels]);
    const read = await dataset.fromImages({ images: [file], labels: null, imageShape: [height, width, channels] });
    expect(read.images).toEqual(pixels);
    const view = new DataView(file.buffer, file.byteOffset);
    expect([view.getUint32(16), view.getUint32(20), file[24], file[25], file[28]]).toEqual([
      width,
      height,
      8,
      channels - 1,
      0,
    ]);
    expect(unfiltered(inflateSync(dataOf(file)), width * channels, channels)).toEqual([...pixels]);
    expect(await encodePng(pixels, [height, width, channels])).toEqual(file);
  });

  it("refuses what is no image of bytes", async () => {
    const wrong: [unknown, unknown, string][] = [
      [new Float32Array(4), [2, 2, 1], "Uint8Array"],
      [new Uint8Array(5), [2, 2, 1], "5 bytes"],
      [new Uint8Array(8), [2, 2, 2], "2 channels"],
      [new Uint8Array(4), [2, 2], "imageShape"],
    ];
    for (const [image, shape, named] of wrong) {
      await expectRefusal(() => encodePng(image as Uint8Array, shape as [number, number, number]), "INVALID_ARGUMENT", [
        named,
      ]);
    }
  });
});

/** The contents of all data chunks. */
function dataOf(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  const found: Uint8Array[] = [];
  for (let at = 8; at < file.length; at += 12 + view.getUint32(at)) {
    if (String.fromCharCode(...file.subarray(at + 4, at + 8)) === "IDAT")
      found.push(file.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  return concat(...found);
}

/** The tones behind the filters. */
function unfiltered(data: Uint8Array, rowBytes: number, pixelBytes: number): number[] {
  const tones: number[] = [];
  for (let y = 0; y * (rowBytes + 1) < data.length; y++) {
    const [kind, ...row] = data.subarray(y * (rowBytes + 1), (y + 1) * (rowBytes + 1));
    for (let x = 0; x < rowBytes; x++) {
      const a = x < pixelBytes ? 0 : (tones[y * rowBytes + x - pixelBytes] as number);
      const b = y === 0 ? 0 : (tones[(y - 1) * rowBytes + x] as number);
      const c = y === 0 || x < pixelBytes ? 0 : (tones[(y - 1) * rowBytes + x - pixelBytes] as number);
      const p = a + b - c;
      const nearest = [a, b, c].reduce((best, value) => (Math.abs(p - value) < Math.abs(p - best) ? value : best));
      tones.push(((row[x] as number) + ([0, a, b, (a + b) >> 1, nearest][kind as number] as number)) & 255);
    }
  }
  return tones;
}
