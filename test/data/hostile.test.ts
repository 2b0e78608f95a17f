/**
 * Files from strangers: each must be refused with its own code, at once, and without memory for what it only claims.
 */
import { deflateRawSync, deflateSync } from "node:zlib";
import { type ParseIdxOptions, parseIdx } from "fashion-wasm";
import { expect, test } from "vitest";
import { ascii, concat, gz, gzipMember, idx, noise, smallImages, smallLabels } from "./idx-files.js";

type Case = readonly [name: string, code: string, bytes: Uint8Array, options?: ParseIdxOptions];

const MiB = 1024 * 1024;
const nothing = new Uint8Array();
const good = gz(smallImages);
const flipLast = (bytes: Uint8Array, fromEnd: number) =>
  bytes.map((byte, i) => (i === bytes.length - fromEnd ? byte ^ 1 : byte));

const plain: readonly Case[] = [
  ["empty file", "IDX_TRUNCATED", nothing],
  ["3 bytes", "IDX_TRUNCATED", smallImages.slice(0, 3)],
  ["magic only", "IDX_TRUNCATED", smallImages.slice(0, 4)],
  ["half a header", "IDX_TRUNCATED", smallImages.slice(0, 9)],
  ["header only", "IDX_TRUNCATED", smallImages.slice(0, 16)],
  ["one byte short", "IDX_TRUNCATED", smallImages.slice(0, -1)],
  ["labels, one byte short", "IDX_TRUNCATED", smallLabels.slice(0, -1)],
  ["one byte more", "IDX_TRAILING", concat(smallImages, Uint8Array.of(0))],
  ["another file behind it", "IDX_TRAILING", concat(smallImages, ascii("extra_bogus_data_for_polyglot_file"))],
  ["text", "IDX_MAGIC", ascii("hello, world, this is no image")],
  ["web page", "IDX_MAGIC", ascii("<!DOCTYPE html><html></html>")],
  ["zip", "IDX_MAGIC", ascii("PK\x03\x04 and so on and so on")],
  ["Git LFS pointer", "IDX_MAGIC", ascii("version https://git-lfs.github.com/spec/v1")],
  ["NumPy file", "IDX_MAGIC", ascii("\x93NUMPY\x01\x00 and so on")],
  ["zlib instead of gzip", "IDX_MAGIC", new Uint8Array(deflateSync(smallImages))],
  ["bare deflate", "IDX_MAGIC", new Uint8Array(deflateRawSync(smallImages))],
  ["little-endian magic", "IDX_MAGIC", concat(Uint8Array.of(3, 8, 0, 0), smallImages.slice(4))],
  ["first byte not zero", "IDX_MAGIC", idx([5, 4, 3], noise(60), { magic: [1, 0] })],
  ["second byte not zero", "IDX_MAGIC", idx([5, 4, 3], noise(60), { magic: [0, 1] })],
  ...[0x09, 0x0b, 0x0c, 0x0d, 0x0e, 0x00, 0x0a, 0xff].map(
    (type): Case => [`element type ${type}`, "IDX_TYPE", idx([5, 4, 3], noise(480), { type })],
  ),
  ["rank 0", "IDX_RANK", idx([], noise(1))],
  ["rank 2", "IDX_RANK", idx([5, 12], noise(60))],
  ["rank 4", "IDX_RANK", idx([5, 2, 2, 3], noise(60))],
  ["rank 255", "IDX_RANK", idx([5, 4, 3], noise(60), { rank: 255 })],
  ["labels for images", "IDX_RANK", smallLabels, { rank: 3 }],
  ["images for labels", "IDX_RANK", smallImages, { rank: 1 }],
  ["no images", "IDX_SHAPE", idx([0, 4, 3], nothing)],
  ["no labels", "IDX_SHAPE", idx([0], nothing)],
  ["images without rows", "IDX_SHAPE", idx([5, 0, 3], nothing)],
  ["zero times huge", "IDX_SHAPE", idx([0xffffffff, 0xffffffff, 0], nothing)],
  ["2^96 bytes", "IDX_TOO_LARGE", idx([0xffffffff, 0xffffffff, 0xffffffff], noise(60))],
  ["a product that is 0 in 32 bits", "IDX_TOO_LARGE", idx([65536, 65536, 1], nothing)],
  ["a product that is 0 in 64 bits", "IDX_TOO_LARGE", idx([0x80000000, 0x80000000, 4], nothing)],
  ["4 GiB of labels", "IDX_TOO_LARGE", idx([0xffffffff], noise(60))],
  ["one byte above the limit", "IDX_TOO_LARGE", idx([64 * MiB - 7], nothing)],
  ["above a limit of one's own", "IDX_TOO_LARGE", smallImages, { maxBytes: 75 }],
  ["label 10 of 10 classes", "IDX_LABEL", idx([3], Uint8Array.of(1, 10, 2)), { classes: 10 }],
  ["label 255", "IDX_LABEL", gz(idx([3], Uint8Array.of(1, 2, 255))), { classes: 10 }],
];

const inGzip: readonly Case[] = [
  ["two bytes of gzip", "GZIP_TRUNCATED", good.slice(0, 2)],
  ["gzip header only", "GZIP_TRUNCATED", good.slice(0, 10)],
  ["half the data", "GZIP_TRUNCATED", good.slice(0, good.length >> 1)],
  ["no checksum", "GZIP_TRUNCATED", good.slice(0, -8)],
  ["half a checksum", "GZIP_TRUNCATED", good.slice(0, -3)],
  ["a name without end", "GZIP_TRUNCATED", gzipMember(smallImages, { flags: 8, fields: ascii("name") }).slice(0, 14)],
  ["an extra field past the end", "GZIP_TRUNCATED", gzipMember(smallImages, { flags: 4, fields: noise(2) })],
  ["method 7", "GZIP_INVALID", gzipMember(smallImages, { method: 7 })],
  ["reserved flags", "GZIP_INVALID", gzipMember(smallImages, { flags: 0x80 })],
  ["a block of type 3", "GZIP_INVALID", gzipMember(smallImages, { body: Uint8Array.of(7, 0, 0, 0) })],
  [
    "a stored block of false length",
    "GZIP_INVALID",
    gzipMember(smallImages, { body: Uint8Array.of(1, 4, 0, 4, 0, 1, 2) }),
  ],
  ["a copy from before the start", "GZIP_INVALID", gzipMember(smallImages, { body: Uint8Array.of(3 | 0, 0x22, 0, 0) })],
  ["random data for a body", "GZIP_INVALID", gzipMember(smallImages, { body: noise(100).fill(0xff, 0, 8) })],
  ["wrong header checksum", "GZIP_CRC", gzipMember(smallImages, { flags: 2, fields: Uint8Array.of(1, 2) })],
  ["wrong checksum", "GZIP_CRC", flipLast(good, 8)],
  ["wrong length", "GZIP_CRC", flipLast(good, 4)],
  ["wrong length, by 2^24", "GZIP_CRC", flipLast(good, 1)],
  ["zeros behind it", "GZIP_TRAILING", concat(good, new Uint8Array(8))],
  ["a second member", "GZIP_TRAILING", concat(good, good)],
  ["data in two members", "GZIP_TRAILING", concat(gz(smallImages.slice(0, 40)), gz(smallImages.slice(40)))],
  ["gzip of nothing", "IDX_TRUNCATED", gz(nothing)],
  ["gzip in gzip", "IDX_MAGIC", gz(good)],
  ["half a header inside", "IDX_TRUNCATED", gz(smallImages.slice(0, 7))],
  ["one byte short inside", "IDX_TRUNCATED", gz(smallImages.slice(0, -1))],
  ["one byte more inside", "IDX_TRAILING", gz(concat(smallImages, nothing, Uint8Array.of(0)))],
  ["one label more inside", "IDX_TRAILING", gz(idx([3], noise(4)))],
  ["floats inside", "IDX_TYPE", gz(idx([5, 4, 3], noise(240), { type: 0x0d }))],
  ["4 GiB declared inside", "IDX_TOO_LARGE", gz(idx([0xffffffff], noise(99)))],
  ["60 MB declared, 100 bytes there", "GZIP_BOMB", gz(idx([60_000_000], noise(99)))],
  ["a bomb: 60 MB of zeros", "GZIP_BOMB", gz(idx([60_000_000], new Uint8Array(60_000_000)))],
  ["a bomb behind one small image", "GZIP_BOMB", gz(concat(smallImages, new Uint8Array(30_000_000)))],
  [
    "40,000 empty blocks",
    "IDX_TRUNCATED",
    gzipMember(nothing, {
      body: concat(
        noise(2e5).map((_, i) => [0, 0, 0, 255, 255][i % 5] as number),
        Uint8Array.of(3, 0),
      ),
    }),
  ],
];

for (const [name, code, bytes, options] of [...plain, ...inGzip]) {
  test(`${name}: ${code}`, async () => {
    const memory = process.resourceUsage().maxRSS * 1024;
    const before = process.cpuUsage();
    await expect(parseIdx(bytes, { name: "x.idx", ...options })).rejects.toMatchObject({
      name: "FashionWasmError",
      code,
      message: expect.stringMatching(/^x\.idx: .{20,}/),
    });
    // Processor time, not the clock: other work on the machine does not count.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(100);
    // 16 MiB for what the engine below JavaScript does on its own.
    expect(process.resourceUsage().maxRSS * 1024 - memory).toBeLessThan(2 * bytes.length + (64 + 16) * MiB);
  });
}

test("what looks like something else is called by its name", async () => {
  const page = parseIdx(ascii("<!DOCTYPE html>"), { name: "x.gz" });
  await expect(page).rejects.toThrow("x.gz: begins with 3c 21 44 4f and looks like a web page");
  await expect(parseIdx(idx([2], noise(16), { type: 0x0e }))).rejects.toThrow("float64");
});
