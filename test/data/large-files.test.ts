/**
 * Large files: what a reader gives back to the system is its own, never the user's bytes nor the images themselves.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataset } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { garments } from "../model/garments.js";
import { gz, idx } from "./idx-files.js";

const source = garments(2500);
const pixels = source.images as Uint8Array;
const images = idx([2500, 28, 28], pixels);
const labels = idx([2500], Uint8Array.from(source.labels));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
  await writeFile(join(folder, "images"), images);
  await writeFile(join(folder, "images.gz"), gz(images));
});
afterAll(() => rm(folder, { recursive: true }));

describe("reading more than a mebibyte", () => {
  it("is what these files ask for", () => expect(gz(images).length).toBeGreaterThan(2 ** 20));

  it.each(["images", "images.gz"])("gives all images of the file %s", async (name) => {
    const { images: read } = await dataset.fromIdx({ images: join(folder, name), labels });
    expect(Buffer.compare(read as Uint8Array, pixels)).toBe(0);
  });

  it.each([
    ["plain", images],
    ["compressed", gz(images)],
  ])("leaves the user's %s bytes alone", async (_, bytes) => {
    const before = bytes.slice();
    const { images: read } = await dataset.fromIdx({ images: bytes, labels });
    expect(Buffer.compare(read as Uint8Array, pixels)).toBe(0);
    expect(Buffer.compare(bytes, before)).toBe(0);
  });

  it("takes a Blob twice", async () => {
    const blob = new Blob([Uint8Array.from(gz(images))]);
    for (let i = 0; i < 2; i++) {
      const { images: read } = await dataset.fromIdx({ images: blob, labels });
      expect(Buffer.compare(read as Uint8Array, pixels)).toBe(0);
    }
  });
});
