/**
 * Images as strangers might send them, and what the decoder must say to each; for wrong-files.test.ts.
 */
import { deflateSync } from "node:zlib";
import { ascii, concat, gz, noise } from "./idx-files.js";
import { flatJpeg, flatWebp } from "./other-images.js";
import { chunk, END, header, png, rows, SIGNATURE, uint32 } from "./png-files.js";
import type { WrongFile } from "./wrong-tables.js";

const [width, height] = [28, 28];
const image = { width, height, samples: noise(784), filter: "all" } as const;
const good = png(image);
const deflated = (bytes: Uint8Array) => new Uint8Array(deflateSync(bytes, { level: 9 }));
const data = (bytes: Uint8Array) => chunk("IDAT", deflated(bytes));
const file = (...chunks: Uint8Array[]) => concat(SIGNATURE, ...chunks);
const damaged = (at: number, from = good) => from.map((byte, i) => (i === at ? byte ^ 1 : byte));
const jpeg = flatJpeg([
  [10, 200],
  [90, 30],
]);
const webp = flatWebp(28, 28, [9, 9, 9]);
const zeros = new Uint8Array(50e6);
const bomb = deflated(zeros);
const named = (text: string, rest: Uint8Array) => concat(ascii(text), rest);
const control = (sequence: number) =>
  chunk(
    "fcTL",
    concat(uint32(sequence), uint32(28), uint32(28), uint32(0), uint32(0), Uint8Array.of(0, 1, 0, 1, 0, 0)),
  );

/** Read alone, at any size. */
export const wrongImages: readonly WrongFile[] = [
  ["a good PNG", good, "accepted"],
  ["a PNG with bytes behind it", concat(good, noise(1000)), "accepted"],
  ["a PNG with a zip behind it", concat(good, ascii("PK\x03\x04")), "accepted"],
  [
    "a moving PNG: its first frame",
    file(
      header(28, 28),
      chunk("acTL", concat(uint32(2), uint32(0))),
      control(0),
      data(rows(image)),
      control(1),
      chunk("fdAT", concat(uint32(2), deflated(rows(image)))),
      END,
    ),
    "accepted",
  ],
  ["a JPEG named .png", jpeg, "accepted"],
  ["a WebP named .png", webp, "accepted"],
  ["an unknown chunk that may be skipped", png({ ...image, before: [chunk("prIv", noise(1e6))] }), "accepted"],
  ["a damaged colour profile", png({ ...image, before: [chunk("iCCP", named("x\0\0", noise(99)))] }), "accepted"],
  ["a bomb in the colour profile", png({ ...image, before: [chunk("iCCP", named("x\0\0", bomb))] }), "accepted"],
  ["a bomb in a text", png({ ...image, before: [chunk("zTXt", named("Title\0\0", bomb))] }), "accepted"],
  [
    "a bomb in an international text",
    png({ ...image, before: [chunk("iTXt", named("Title\0\x01\0\0\0", bomb))] }),
    "accepted",
  ],
  [
    "a bomb in twenty texts",
    png({ ...image, before: new Array(20).fill(chunk("zTXt", named("Title\0\0", bomb))) }),
    "accepted",
  ],
  ["a bomb behind the pixels", file(header(28, 28), data(concat(rows(image), zeros)), END), "accepted"],
  ["nothing", new Uint8Array(), ["IMAGE_FORMAT", "is empty"]],
  ["one byte", Uint8Array.of(0x89), ["IMAGE_FORMAT", "begins with 89"]],
  ["text", ascii("hello, this is no image"), ["IMAGE_FORMAT", "begins with 68 65 6c 6c", "PNG, JPEG or WebP"]],
  ["an SVG", ascii('<svg xmlns="http://www.w3.org/2000/svg"/>'), ["IMAGE_FORMAT", "begins with 3c 73 76 67"]],
  ["a web page", ascii("<!doctype html>"), ["IMAGE_FORMAT"]],
  ["a GIF", ascii("GIF89a\x01\0\x01\0\0\0\0;"), ["IMAGE_FORMAT", "Gif"]],
  ["a BMP", concat(ascii("BM"), new Uint8Array(60)), ["IMAGE_FORMAT", "Bmp"]],
  ["a TIFF", ascii("II*\0\x08\0\0\0"), ["IMAGE_FORMAT", "Tiff"]],
  ["an AVIF", ascii("\0\0\0\x1cftypavif\0\0\0\0"), ["IMAGE_FORMAT"]],
  ["a gzipped PNG", gz(good), ["IMAGE_FORMAT", "begins with 1f 8b"]],
  ["zeros", new Uint8Array(1e6), ["IMAGE_FORMAT", "begins with 00 00 00 00"]],
  ["only the signature of a PNG", SIGNATURE, ["IMAGE_INVALID"]],
  ["a PNG's header alone", file(header(28, 28)), ["IMAGE_INVALID"]],
  ["a PNG without data", file(header(28, 28), END), ["IMAGE_INVALID"]],
  ["half a PNG", good.subarray(0, good.length >> 1), ["IMAGE_INVALID", "damaged"]],
  ["a PNG that lacks its last row", file(header(28, 28), data(rows(image).subarray(0, -29)), END), ["IMAGE_INVALID"]],
  ["a PNG with a wrong checksum in its header", damaged(30), ["IMAGE_INVALID", "damaged"]],
  ["a PNG with a wrong checksum of its data", damaged(60), ["IMAGE_INVALID", "damaged"]],
  ["a PNG with another type of colour", file(header(28, 28, 8, 5), data(rows(image)), END), ["IMAGE_INVALID"]],
  ["a PNG of 3 bits", file(header(28, 28, 3), data(rows(image)), END), ["IMAGE_INVALID"]],
  ["a PNG with filter 5", file(header(2, 1), data(Uint8Array.of(5, 1, 2)), END), ["IMAGE_INVALID"]],
  ["a PNG whose palette is missing", png({ ...image, colour: 3 }), ["IMAGE_INVALID"]],
  ["a PNG of no width", file(header(0, 28), data(rows(image)), END), ["IMAGE_INVALID"]],
  [
    "a PNG of 30,000 × 30,000",
    file(header(30_000, 30_000), data(noise(99)), END),
    ["IMAGE_TOO_LARGE", "30000×30000", "4096"],
  ],
  [
    "a PNG of 2^31 − 1 pixels a side",
    file(header(2 ** 31 - 1, 2 ** 31 - 1, 16, 6), data(noise(9)), END),
    ["IMAGE_TOO_LARGE"],
  ],
  ["a PNG of 4097 × 1", file(header(4097, 1), data(new Uint8Array(4098)), END), ["IMAGE_TOO_LARGE", "1×4097"]],
  ["a PNG of 4096 × 4096 without data", file(header(4096, 4096), data(noise(9)), END), ["IMAGE_INVALID"]],
  [
    "the same in 16-bit colour with alpha",
    file(header(4096, 4096, 16, 6), data(noise(9)), END),
    ["IMAGE_TOO_LARGE", "64 MB"],
  ],
  [
    "a chunk that says it has 2 GB",
    file(header(28, 28), uint32(2 ** 31 - 1), ascii("IDAT"), noise(99)),
    ["IMAGE_INVALID"],
  ],
  ["half a JPEG", jpeg.subarray(0, -8), ["IMAGE_INVALID"]],
  ["a JPEG without its end", jpeg.subarray(0, -2), ["IMAGE_INVALID", "cut short"]],
  ["a JPEG's first bytes", jpeg.subarray(0, 4), ["IMAGE_INVALID"]],
  ["a JPEG of 60,000 × 60,000", jpeg.map((byte, i) => (i >= 76 && i < 80 ? 0xea : byte)), ["IMAGE_TOO_LARGE"]],
  ["half a WebP", webp.subarray(0, 24), ["IMAGE_INVALID"]],
  ["a WebP of 16,383 × 16,383", flatWebp(16_383, 16_383, [1, 2, 3]), ["IMAGE_TOO_LARGE", "16383×16383"]],
];
