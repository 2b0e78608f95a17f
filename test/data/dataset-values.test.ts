/**
 * What a dataset's pixels are like, and its fingerprint: against the naive way, and against node:crypto.
 */
import { createHash } from "node:crypto";
import { dataset } from "fashion-wasm";
import { describe, expect, test } from "vitest";
import { garments } from "../model/garments.js";

const imageShape = [2, 2, 1] as const;

describe("statistics", () => {
  const naive = (values: ArrayLike<number>) => {
    const all = Array.from(values);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return { mean, std: Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length) };
  };

  test("of bytes are exact, of a part those of the part", () => {
    for (const data of [garments(30), garments(30).slice(5, 9), garments(30).shuffle(2).take(7)]) {
      const { mean, std, min, max, tones } = data.statistics();
      expect([data.mean(), data.std()]).toEqual([mean, std]);
      expect(mean).toBeCloseTo(naive(data.images).mean, 10);
      expect(std).toBeCloseTo(naive(data.images).std, 10);
      expect(tones).toHaveLength(256);
      expect(tones?.[7]).toBe(data.images.filter((tone) => tone === 7).length);
      expect(tones?.reduce((sum, count) => sum + count)).toBe(data.images.length);
      expect([min, max]).toEqual([Math.min(...data.images), Math.max(...data.images)]);
      expect(data.statistics()).toBe(data.statistics());
    }
    expect(garments(30).shuffle(4).statistics()).toEqual(garments(30).statistics());
  });

  test("of floats keep what the deviation is made of", () => {
    const images = Float32Array.from({ length: 4000 }, (_, i) => 1e6 + (i % 2));
    const data = dataset.fromArrays({ images, labels: null, imageShape });
    expect(data.statistics()).toEqual({ mean: 1e6 + 0.5, std: 0.5, min: 1e6, max: 1e6 + 1, tones: null });
    const uneven = dataset.fromArrays({ images: images.map((_, i) => Math.sin(i) - 3), labels: null, imageShape });
    expect(uneven.mean()).toBeCloseTo(naive(uneven.images).mean, 10);
    expect(uneven.std()).toBeCloseTo(naive(uneven.images).std, 10);
  });
});

describe("a fingerprint", () => {
  const pixels = Uint8Array.from({ length: 24 }, (_, i) => 7 * i);
  const make = (change: object = {}) =>
    dataset.fromArrays({ images: pixels, labels: [3, 0, 1, 2, 3, 0], imageShape, ...change }).fingerprint();
  const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

  test("is the hash that is documented", async () => {
    const labels = Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0);
    const parts = [sha256(pixels), sha256(labels), sha256("uint8 6x2x2x1")];
    expect(await make()).toBe(sha256(parts.join("\n")));
    const floats = new Float32Array(pixels);
    const ofFloats = [sha256(new Uint8Array(floats.buffer)), sha256(""), sha256("float32 6x2x2x1")];
    expect(await make({ images: floats, labels: null })).toBe(sha256(ofFloats.join("\n")));
  });

  test("is the same for the same data in other arrays and in parts", async () => {
    const larger = Buffer.concat([Buffer.of(1), pixels, pixels]).subarray(1, 25);
    expect(await make({ images: larger, labels: Uint8Array.of(3, 0, 1, 2, 3, 0) })).toBe(await make());
    expect(await make({ classNames: ["a", "b", "c", "d"] })).toBe(await make());
    const twice = dataset.fromArrays({
      images: Buffer.concat([pixels, pixels]),
      labels: [9, 9, 9, 9, 9, 9, 3, 0, 1, 2, 3, 0],
      imageShape,
    });
    expect(await twice.tail(6).fingerprint()).toBe(await make());
  });

  test("differs by a pixel, a label, an order, a shape, a kind, and without labels", async () => {
    const changes = [
      {},
      { images: pixels.map((tone, i) => (i === 23 ? tone ^ 1 : tone)) },
      { labels: [3, 0, 1, 2, 3, 1] },
      { labels: [0, 3, 1, 2, 3, 0] },
      { imageShape: [4, 1, 1] },
      { imageShape: [1, 1, 4] },
      { images: new Float32Array(pixels) },
      { labels: null },
    ];
    expect(new Set(await Promise.all(changes.map(make))).size).toBe(changes.length);
  });
});
