/**
 * Writes PNG files of every kind by hand (ISO/IEC 15948), good ones and broken ones, chunk by chunk.
 *
 * No reader's or writer's code of the package is used: what it decodes is compared with the samples that went in here.
 */
import { crc32, deflateSync } from "node:zlib";
import { ascii, concat } from "./idx-files.js";

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);

/** Colour types and how many samples a pixel has. */
export const COLOUR = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;
const SAMPLES = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** An image as samples, row by row; each below 2^depth. */
export interface PngImage {
  readonly width: number;
  readonly height: number;
  readonly samples: ArrayLike<number>;
  readonly colour?: 0 | 2 | 3 | 4 | 6;
  readonly depth?: 1 | 2 | 4 | 8 | 16;
  /** Of every row; "all": one after the other. */
  readonly filter?: 0 | 1 | 2 | 3 | 4 | "all";
  readonly interlaced?: boolean;
  /** Chunks between header and data. */
  readonly before?: readonly Uint8Array[];
}

/** A chunk with its length and checksum. */
export function chunk(type: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const body = concat(ascii(type), data);
  return concat(uint32(data.length), body, uint32(crc32(body)));
}

/** The header chunk. */
export function header(width: number, height: number, depth = 8, colour = 0, interlaced = false): Uint8Array {
  return chunk("IHDR", concat(uint32(width), uint32(height), Uint8Array.of(depth, colour, 0, 0, interlaced ? 1 : 0)));
}

export const END = chunk("IEND");

/** The rows of an image with their filter bytes, before compression. */
export function rows(image: PngImage): Uint8Array {
  const passes = image.interlaced ? ADAM7 : [[0, 0, 1, 1] as const];
  return concat(...passes.map(([left, top, across, down]) => passRows(image, left, top, across, down)));
}

/** The whole file. */
export function png(image: PngImage): Uint8Array {
  const { width, height, depth = 8, colour = 0, interlaced = false, before = [] } = image;
  const data = new Uint8Array(deflateSync(rows(image)));
  const half = data.length >> 1; // two data chunks: they are one stream
  const chunks = [chunk("IDAT", data.subarray(0, half)), chunk("IDAT", data.subarray(half)), END];
  return concat(SIGNATURE, header(width, height, depth, colour, interlaced), ...before, ...chunks);
}

/** Left, top, and steps of the seven passes. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function passRows(image: PngImage, left: number, top: number, across: number, down: number): Uint8Array {
  const { width, height, samples, colour = 0, depth = 8, filter = 0 } = image;
  const count = SAMPLES[colour];
  const pixelBytes = Math.max(1, (count * depth) >> 3);
  const written: Uint8Array[] = [];
  let above: Uint8Array | undefined;
  for (let y = top; y < height; y += down) {
    const values: number[] = [];
    for (let x = left; x < width; x += across) {
      for (let i = 0; i < count; i++) values.push(samples[(y * width + x) * count + i] as number);
    }
    if (values.length === 0) break;
    const row = packed(values, depth);
    const kind = filter === "all" ? written.length % 5 : filter;
    written.push(concat(Uint8Array.of(kind), filtered(row, above ?? new Uint8Array(row.length), kind, pixelBytes)));
    above = row;
  }
  return concat(...written);
}

/** Samples of 1, 2 and 4 bits share bytes, the first in the high bits; those of 16 have the high byte first. */
function packed(values: readonly number[], depth: number): Uint8Array {
  if (depth === 16) return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255]));
  const perByte = 8 / depth;
  const row = new Uint8Array(Math.ceil(values.length / perByte));
  values.forEach((value, i) => {
    row[Math.floor(i / perByte)] =
      (row[Math.floor(i / perByte)] as number) | (value << (8 - depth * ((i % perByte) + 1)));
  });
  return row;
}

function filtered(row: Uint8Array, above: Uint8Array, kind: number, pixelBytes: number): Uint8Array {
  return row.map((value, i) => {
    const [a, b, c] = [row[i - pixelBytes] ?? 0, above[i] ?? 0, above[i - pixelBytes] ?? 0];
    return value - ([0, a, b, (a + b) >> 1, paeth(a, b, c)][kind] as number);
  });
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** Four bytes, the highest first. */
export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
