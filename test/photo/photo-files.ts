/**
 * Photos for tests, made of the sample's images by code: garments enlarged and put on a ground, pictures drawn pixel by pixel.
 *
 * PNG and JPEG are written by this repository's own code, so that no test of them needs Python; other files by Pillow.
 */
import { execFileSync } from "node:child_process";
import { encodePng, loadFashionMnist } from "fashion-wasm";
import { flatJpeg } from "../data/other-images.js";
import { COLOUR, png } from "../data/png-files.js";

/** Pixels row by row: grey, red-green-blue, or those with alpha. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

/** Images that the tests make photos of. */
export const { test: garments } = await loadFashionMnist({ data: "sample" });

/** The 28 × 28 tones of image `i`. */
export const tonesOf = (i: number) => garments.image(i) as Uint8Array;

/** A picture whose pixels a function gives; a number is grey. */
export function picture(
  width: number,
  height: number,
  pixel: (x: number, y: number) => number | readonly number[],
): Picture {
  const values = Array.from({ length: width * height }, (_, at) => pixel(at % width, Math.floor(at / width)));
  const channels = Array.isArray(values[0]) ? (values[0].length as 3 | 4) : 1;
  return { width, height, channels, data: Uint8Array.from(values.flat() as number[]) };
}

/** How a garment stands in its photo. */
export interface Placing {
  /** Pixels a side for each of the image's; default 8. */
  readonly scale?: number;
  /** Free pixels of the image's size: left, top, right, bottom; default 4 each. */
  readonly margins?: readonly [left: number, top: number, right: number, bottom: number];
  /** The tone behind it, at each place; default 250. */
  readonly ground?: number | ((x: number, y: number) => number);
  /** Colour that light cloth has, 0 to 1 for red, green and blue; default none: the picture is grey. */
  readonly dye?: readonly [number, number, number];
}

/** A garment as the eye sees it: the image's tones turned round, on a ground that shows where they are 0. */
export function photoOf(
  tones: Uint8Array,
  { scale = 8, margins = [4, 4, 4, 4], ground = 250, dye }: Placing = {},
): Picture {
  const [left, top, right, bottom] = margins;
  return picture((28 + left + right) * scale, (28 + top + bottom) * scale, (x, y) => {
    const [column, row] = [Math.floor(x / scale) - left, Math.floor(y / scale) - top];
    const tone = column >= 0 && column < 28 && row >= 0 && row < 28 ? (tones[28 * row + column] as number) : 0;
    const behind = typeof ground === "number" ? ground : Math.round(ground(x, y));
    if (dye === undefined) return tone > 0 ? 255 - tone : behind;
    return dye.map((part) => (tone > 0 ? Math.round((255 - tone) * part) : behind));
  });
}

/** A picture that EXIF's `orientation` brings upright to `upright`. */
export function asStored(upright: Picture, orientation: number): Picture {
  const { width, height, channels, data } = upright;
  const [columns, rows] = orientation > 4 ? [height, width] : [width, height];
  // For each of the eight: where the stored pixel at column x, row y stands in the upright picture.
  const place = (x: number, y: number): readonly [number, number] => {
    const [right, low] = [width - 1, height - 1];
    switch (orientation) {
      case 2:
        return [right - x, y];
      case 3:
        return [right - x, low - y];
      case 4:
        return [x, low - y];
      case 5:
        return [y, x];
      case 6:
        return [right - y, x];
      case 7:
        return [right - y, low - x];
      case 8:
        return [y, low - x];
      default:
        return [x, y];
    }
  };
  const stored = new Uint8Array(data.length);
  for (let at = 0; at < columns * rows; at++) {
    const [x, y] = place(at % columns, Math.floor(at / columns));
    const from = (y * width + x) * channels;
    stored.set(data.subarray(from, from + channels), at * channels);
  }
  return { width: columns, height: rows, channels, data: stored };
}

/** Its PNG file. */
export async function pngOf({ width, height, channels, data }: Picture): Promise<Uint8Array> {
  if (channels === 4) return png({ width, height, samples: data, colour: COLOUR.rgba });
  return encodePng(data, [height, width, channels]);
}

/** The grey JPEG of a picture that consists of blocks of 8 × 8 of one tone: decoded, it has the very same pixels. */
export function blockJpeg({ width, height, data }: Picture): Uint8Array {
  const rows = Array.from({ length: height / 8 }, (_, row) =>
    Array.from({ length: width / 8 }, (_, column) => data[8 * row * width + 8 * column] as number),
  );
  return flatJpeg(rows);
}

/** The tests' Python; empty where this machine has none. */
export const python = process.env.FASHION_WASM_PYTHON ?? "";

/** A picture, and how Pillow is to write it: format, then options of `Image.save`. */
export type PillowFile = readonly [picture: Picture, format: "JPEG" | "PNG" | "WEBP", options?: object];

const SCRIPT = `
import base64, io, json, sys
from PIL import Image
MODES = {1: "L", 3: "RGB", 4: "RGBA"}
files = []
for (one, form, options) in json.load(sys.stdin):
    size = (one["width"], one["height"])
    image = Image.frombytes(MODES[one["channels"]], size, base64.b64decode(one["data"]))
    file = io.BytesIO()
    image.save(file, form, **options)
    files.append(base64.b64encode(file.getvalue()).decode())
json.dump(files, sys.stdout)
`;

/** Files by Pillow, all by one process. */
export function pillowFiles(...wanted: readonly PillowFile[]): Uint8Array[] {
  const input = wanted.map(([{ data, ...size }, format, options = {}]) => [
    { ...size, data: Buffer.from(data).toString("base64") },
    format,
    options,
  ]);
  const output = execFileSync(python, ["-c", SCRIPT], { input: JSON.stringify(input), maxBuffer: 2 ** 28 });
  return (JSON.parse(String(output)) as string[]).map((file) => Uint8Array.from(Buffer.from(file, "base64")));
}
