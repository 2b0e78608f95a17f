/**
 * Large files: what a reader gives back to the system is its own, never the user's bytes nor the images themselves.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dataset } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const count = 2000;
const pixels = new Uint8Array(count * 784);
// Hardly to be compressed, so that the .gz is large as well.
for (let i = 0, state = 1; i < pixels.length; i++) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  pixels[i] = state >>> 24;
}
const images = idx([count, 28, 28], pixels);
const labels = idx(
  [count],
  Uint8Array.from({ length: count }, (_, i) => i % 10),
);

function idx(shape: number[], data: Uint8Array): Uint8Array {
  const file = new Uint8Array(4 + 4 * shape.length + data.length);
  file.set([0, 0, 8, shape.length]);
  for (const [axis, size] of shape.entries()) new DataView(file.buffer).setUint32(4 + 4 * axis, size);
  file.set(data, 4 + 4 * shape.length);
  return file;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
  await writeFile(join(folder, "images"), images);
  await writeFile(join(folder, "images.gz"), gzipSync(images));
});
afterAll(() => rm(folder, { recursive: true }));

describe("reading more than a mebibyte", () => {
  it.each(["images", "images.gz"])("gives all images of the file %s", async (name) => {
    const { images: read } = await dataset.fromIdx({ images: join(folder, name), labels });
    expect(Buffer.compare(read as Uint8Array, pixels)).toBe(0);
  });

  it.each([
    ["plain", images],
    ["compressed", new Uint8Array(gzipSync(images))],
  ])("leaves the user's %s bytes alone", async (_, bytes) => {
    const before = bytes.slice();
    const { images: read } = await dataset.fromIdx({ images: bytes, labels });
    expect(Buffer.compare(read as Uint8Array, pixels)).toBe(0);
    expect(Buffer.compare(bytes, before)).toBe(0);
  });

  it("takes a Blob twice", async () => {
    const blob = new Blob([gzipSync(images)]);
    for (let i = 0; i < 2; i++) {
      const { images: read } = await dataset.fromIdx({ images: blob, labels });
      expect(Buffer.compare(read as Uint8Array, pixels)).toBe(0);
    }
  });
});
