/**
 * What decoding an image takes is in proportion to its pixels and its file: looked at as the memory of the WebAssembly that
 * decodes, which grows and never shrinks.
 */
import { deflateSync } from "node:zlib";
import { dataset, encodePng } from "fashion-wasm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { concat, noise } from "./idx-files.js";
import { flatJpeg, flatWebp } from "./other-images.js";
import { chunk, END, header, png, SIGNATURE } from "./png-files.js";
import { extendedHeader, lossyHeader, riff } from "./webp-files.js";

const MiB = 2 ** 20;
const memories: WebAssembly.Memory[] = [];
const { Instance } = WebAssembly;
const used = () => (memories.at(-1) as WebAssembly.Memory).buffer.byteLength;

// Before anything is loaded.
WebAssembly.Instance = class extends Instance {
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    super(module, imports);
    memories.push(this.exports.memory as WebAssembly.Memory);
  }
};
afterAll(() => {
  WebAssembly.Instance = Instance;
});

const read = (...images: Uint8Array[]) => dataset.fromImages({ images, labels: null });
const small = await encodePng(Uint8Array.from(noise(784)), [28, 28, 1]);

/** Bytes by which the memory grows while a file is read, and the code and message, or the number of pixels. */
async function outcome(file: Uint8Array): Promise<{ grown: number; code: string; message: string }> {
  await read(small);
  const [before, count] = [used(), memories.length];
  const answer = await read(file).then(
    ({ images }) => ({ code: "accepted", message: String(images.length) }),
    (error: { code?: string; message: string }) => ({ code: String(error.code), message: error.message }),
  );
  // An instance that was given up is not the last any more.
  const grown = (memories[count - 1] as WebAssembly.Memory).buffer.byteLength - before;
  return { grown: Math.max(grown, used() - before), ...answer };
}

/** A good PNG of one tone: 8 bits a sample, `samples` a pixel. */
function flatPng(width: number, height: number, colour: 0 | 2 | 6, samples: 1 | 3 | 4, depth = 8): Uint8Array {
  const data = deflateSync(new Uint8Array((1 + Math.ceil((width * samples * depth) / 8)) * height));
  return concat(SIGNATURE, header(width, height, depth, colour), chunk("IDAT", data), END);
}

/** A JPEG with another size in its header. */
function jpegOf(width: number, height: number): Uint8Array {
  const file = flatJpeg([[7]]);
  const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc0);
  file.set([height >> 8, height & 255, width >> 8, width & 255], at + 5);
  return file;
}

describe("a file too small for the pixels it declares", () => {
  it.each<[string, Uint8Array, string, string]>([
    ["a blank lossless WebP of 26 bytes", flatWebp(4096, 4096, [1, 2, 3]), "IMAGE_TOO_LARGE", "save it as PNG"],
    ["the same, a little over the limit", flatWebp(2049, 1024, [1, 2, 3]), "IMAGE_TOO_LARGE", "1024 pixels a byte"],
    ["a lossy WebP's header", riff(["VP8 ", lossyHeader(4000, 4000)]), "IMAGE_TOO_LARGE", "4000×4000"],
    [
      "a canvas without a frame for it",
      riff(["VP8X", extendedHeader(4096, 2048)], ["VP8 ", lossyHeader(8, 8)]),
      "IMAGE_TOO_LARGE",
      "2048×4096",
    ],
    ["a JPEG of one block", jpegOf(4096, 4096), "IMAGE_INVALID", "4096×4096"],
    ["the same, less large", jpegOf(1000, 1000), "IMAGE_INVALID", "more than they can hold"],
    [
      "a PNG that ends early",
      concat(SIGNATURE, header(4096, 4096, 8, 6), chunk("IDAT", noise(99)), END),
      "IMAGE_INVALID",
      "more than they can hold",
    ],
    [
      "a PNG of 16 bits",
      concat(SIGNATURE, header(2000, 2000, 16, 6), chunk("IDAT", noise(99)), END),
      "IMAGE_INVALID",
      "",
    ],
  ])("%s", async (_, file, code, part) => {
    const { grown, ...answer } = await outcome(file);
    expect(answer).toMatchObject({ code, message: expect.stringContaining(part) });
    expect(grown).toBeLessThan(MiB);
  });

  it.each<[string, Uint8Array, number, number]>([
    ["a blank WebP of 1920 × 1080", flatWebp(1920, 1080, [1, 2, 3]), 1920, 1080],
    ["a blank PNG of one bit", flatPng(4096, 2000, 0, 1, 1), 4096, 2000],
    ["a blank PNG", flatPng(3000, 2000, 0, 1), 3000, 2000],
    ["a blank JPEG", flatJpeg(Array(100).fill(Array(120).fill(128))), 960, 800],
  ])("is not %s", async (_, file, width, height) => {
    const { grown, ...answer } = await outcome(file);
    expect(answer).toEqual({ code: "accepted", message: String(width * height) });
    expect(grown).toBeLessThan(16 * width * height + 8 * file.length + 4 * MiB);
  });
});

describe("a file that takes more than its pixels explain", () => {
  it("a frame larger than its canvas: is refused within the budget, and the next is read", async () => {
    const file = riff(["VP8X", extendedHeader(16, 16)], ["VP8 ", lossyHeader(4000, 4000)]);
    const { grown, ...answer } = await outcome(file);
    const message = expect.stringMatching(/^image 0: takes more memory .+→ it is damaged, or made to exhaust memory/);
    expect(answer).toEqual({ code: "IMAGE_TOO_LARGE", message });
    expect(grown).toBeLessThan(16 * 256 + 9 * file.length + 4.5 * MiB);
    expect((await read(small)).images).toHaveLength(784);
  });
});

describe("the memory", () => {
  beforeEach(() => read(small));

  it("of a large image is given back when it has been read", async () => {
    const large = flatPng(4000, 3000, 6, 4); // 48 MB of pixels
    const images = await read(large);
    expect(images.imageShape).toEqual([3000, 4000, 1]);
    expect(used()).toBeGreaterThan(64 * MiB);
    await read(small);
    expect(used()).toBeLessThan(8 * MiB);
    const sheet = await encodePng(images.images as Uint8Array, [3000, 4000, 1]);
    expect(sheet.length).toBeGreaterThan(1000);
  });

  it("of small ones is kept", async () => {
    const count = memories.length;
    for (let i = 0; i < 20; i++) await read(small, small);
    expect(memories).toHaveLength(count);
  });

  it("is not taken for a first image that is too large with the others", async () => {
    const before = used();
    const large = flatPng(4096, 4096, 0, 1);
    const refused = read(large, large, large, large, large);
    await expect(refused).rejects.toMatchObject({
      code: "IMAGE_TOO_LARGE",
      message: expect.stringMatching(/is 4096×4096; 5 images of this size make 83886080 bytes, the limit is 67108864/),
    });
    expect(used() - before).toBeLessThan(MiB);
  });
});

describe("damage", () => {
  /** Files with bytes changed at random, from a fixed seed; lossless ones, whose sizes are near the start. */
  it("grows the memory by no more than what the largest size that is decoded for so few bytes", async () => {
    const samples = { width: 24, height: 24, samples: noise(576), filter: "all" } as const;
    const blocks = flatJpeg([
      [1, 2],
      [3, 4],
    ]);
    const small = [png(samples), blocks, flatWebp(24, 24, [1, 2, 3])];
    const large = [jpegOf(4096, 4096), flatWebp(4096, 4096, [1, 2, 3]), flatWebp(2048, 1024, [1, 2, 3])];
    const files = [...small, ...large];
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const codes = new Map<string, number>();
    for (let n = 0; n < 800; n++) {
      const file = (files[n % files.length] as Uint8Array).slice();
      for (let k = random(3); k >= 0; k--) file[random(Math.min(80, file.length))] = random(256);
      const { grown, code } = await outcome(file);
      // 2 Mi pixels of the 16 bytes that are budgeted for each.
      expect({ n, code, fits: grown < 2 * 16 * MiB + 5 * MiB }).toEqual({ n, code, fits: true });
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes.keys()].sort()).toEqual(
      expect.arrayContaining(["IMAGE_FORMAT", "IMAGE_INVALID", "IMAGE_TOO_LARGE", "accepted"]),
    );
    for (const code of codes.keys()) expect(code).toMatch(/^(IMAGE_(FORMAT|INVALID|TOO_LARGE)|accepted)$/);
  });
});
