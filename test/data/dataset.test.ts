/**
 * Datasets in memory: the parts of a split, views on one source, and what `fromArrays` refuses.
 */
import { type ArraysOptions, dataset } from "fashion-wasm";
import { describe, expect, test } from "vitest";
import { permutation, philox } from "../../ts/data/random.js";

const imageShape = [2, 2, 1] as const;
/** Image i has the pixels i, i, i, i and the label i mod 3. */
function numbered(count: number) {
  const images = Float32Array.from({ length: 4 * count }, (_, i) => i >> 2);
  const labels = Uint32Array.from({ length: count }, (_, i) => i % 3);
  return dataset.fromArrays({ images, labels, imageShape, classNames: ["a", "b", "c"] });
}

describe("a dataset", () => {
  const whole = numbered(10);

  test("is a view on the arrays it was given", () => {
    expect(whole.length).toBe(10);
    expect(whole.shape).toEqual([10, 2, 2, 1]);
    expect(whole.indices).toBeNull();
    expect(whole.images).toBe(whole.source.images);
    expect(whole.labels).toBe(whole.source.labels);
    expect(whole.classCounts()).toEqual([4, 3, 3]);
  });

  test("gives single images as copies", () => {
    const image = whole.image(7);
    image.fill(0);
    expect(whole.image(7)).toEqual(Float32Array.of(7, 7, 7, 7));
    expect(whole.label(7)).toBe(1);
  });

  test("take and slice keep the order and share the source", () => {
    const part = whole.slice(2, -2).take(3);
    expect(part.source).toBe(whole.source);
    expect(part.indices).toEqual(Uint32Array.of(2, 3, 4));
    expect(part.labels).toEqual(Uint32Array.of(2, 0, 1));
    expect(part.images).toEqual(Float32Array.of(2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4));
    expect(part.images).toBe(part.images);
    expect(part.classNames).toBe(whole.classNames);
    expect(whole.slice(-2).indices).toEqual(Uint32Array.of(8, 9));
    expect(whole.take(10).length).toBe(10);
  });

  test.each([
    ["take(0)", () => whole.take(0)],
    ["take(11)", () => whole.take(11)],
    ["take(1.5)", () => whole.take(1.5)],
    ["slice(3, 3)", () => whole.slice(3, 3)],
    ["slice(10)", () => whole.slice(10)],
    ["slice(NaN)", () => whole.slice(Number.NaN)],
    ["image(10)", () => whole.image(10)],
    ["image(-1)", () => whole.image(-1)],
    ["label(0.5)", () => whole.label(0.5)],
    ["split(0)", () => whole.split(0)],
    ["split(1)", () => whole.split(1)],
    ["split(0.01)", () => whole.split(0.01)],
    ["split(NaN)", () => whole.split(Number.NaN)],
    ["split with seed -1", () => whole.split(0.5, { seed: -1 })],
    ["split with seed 2^53", () => whole.split(0.5, { seed: 2 ** 53 })],
    ["split with an unknown option", () => whole.split(0.5, { sed: 1 } as object)],
  ])("refuses %s", (_, call) => {
    expect(call).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describe("split", () => {
  test("deals every image to exactly one part, for any fraction and seed", () => {
    for (const [count, fraction, seed] of [
      [2, 0.5, 0],
      [7, 0.3, 1],
      [100, 0.999 - 0.009, 2 ** 53 - 1],
      [1000, 0.8, 12345],
    ] as const) {
      const [first, second] = numbered(count).split(fraction, { seed });
      expect(first.length).toBe(Math.round(fraction * count));
      const all = [...(first.indices ?? []), ...(second.indices ?? [])].sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });

  test("keeps images with their labels, also in parts of parts", () => {
    const [part] = numbered(50).split(0.6, { seed: 3 })[0].split(0.5, { seed: 4 });
    for (let i = 0; i < part.length; i++) {
      expect(part.label(i)).toBe((part.image(i)[0] as number) % 3);
      expect(part.images[4 * i]).toBe(part.image(i)[0]);
      expect(part.labels[i]).toBe(part.label(i));
    }
  });

  test("depends on the seed and on nothing else", () => {
    const order = (seed?: number) => [
      ...(numbered(60).split(0.5, seed === undefined ? {} : { seed })[0].indices ?? []),
    ];
    expect(order(5)).toEqual(order(5));
    expect(order()).toEqual(order(0));
    expect(order(5)).not.toEqual(order(6));
    // Both halves of a seed above 2^32 count.
    expect(order(5 + 2 ** 32)).not.toEqual(order(5));
  });

  test("has the order that is written down here, in every runtime and version", () => {
    expect([...permutation(10, 7)]).toEqual([6, 3, 1, 4, 0, 2, 7, 9, 5, 8]);
  });

  test("is fair: every image comes first about equally often", () => {
    const counts = new Array(8).fill(0);
    for (let seed = 0; seed < 4000; seed++) counts[permutation(8, seed)[0] as number]++;
    // 500 ± 21; five standard deviations.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(105);
  });

  test("draws with Philox 4x32-10 as its authors publish it", () => {
    const ones = 0xffffffff;
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe("fromArrays", () => {
  const good = { images: new Uint8Array(12), labels: [0, 1, 2], imageShape };

  test("takes bytes, canvas bytes and floats; labels of any kind", () => {
    const clamped = new Uint8ClampedArray([1, 2, 3, 4]);
    expect(dataset.fromArrays({ ...good, images: clamped, labels: [0] }).images).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(dataset.fromArrays(good).labels).toEqual(Uint32Array.of(0, 1, 2));
    expect(dataset.fromArrays({ ...good, labels: Int8Array.of(0, 1, 2) }).classNames).toEqual(["0", "1", "2"]);
    expect(dataset.fromArrays({ ...good, classNames: ["a", "b", "c", "d"] }).classCounts()).toEqual([1, 1, 1, 0]);
  });

  const wrong: readonly (readonly [string, object])[] = [
    ["INVALID_ARGUMENT", { images: [1, 2, 3, 4] }],
    ["INVALID_ARGUMENT", { images: new Float64Array(12) }],
    ["INVALID_ARGUMENT", { images: undefined }],
    ["INVALID_ARGUMENT", { images: new Float32Array(12).fill(Number.NaN, 7, 8) }],
    ["INVALID_ARGUMENT", { images: new Float32Array(12).fill(Number.POSITIVE_INFINITY, 11) }],
    ["SHAPE_MISMATCH", { images: new Uint8Array(13) }],
    ["SHAPE_MISMATCH", { images: new Uint8Array(0), labels: [] }],
    ["DATA_MISMATCH", { labels: [0, 1] }],
    ["DATA_MISMATCH", { labels: [0, 1, 2, 3] }],
    ["DATA_MISMATCH", { labels: [0, 1, -1] }],
    ["DATA_MISMATCH", { labels: [0, 1, 1.5] }],
    ["DATA_MISMATCH", { labels: [0, 1, Number.NaN] }],
    ["DATA_MISMATCH", { labels: [0, 1, "2"] }],
    ["DATA_MISMATCH", { labels: BigInt64Array.of(0n, 1n, -2n) }],
    ["DATA_MISMATCH", { labels: [0, 1, 2], classNames: ["a", "b"] }],
    ["DATA_MISMATCH", { labels: [0, 1, 4_000_000_000] }],
    ["INVALID_ARGUMENT", { labels: "012" }],
    ["INVALID_ARGUMENT", { labels: undefined }],
    ["INVALID_ARGUMENT", { labels: new DataView(new ArrayBuffer(3)) }],
    ["INVALID_ARGUMENT", { imageShape: [4] }],
    ["INVALID_ARGUMENT", { imageShape: [2, 2, 0] }],
    ["INVALID_ARGUMENT", { imageShape: [2, 2.5, 1] }],
    ["INVALID_ARGUMENT", { imageShape: "2,2,1" }],
    ["INVALID_ARGUMENT", { classNames: [] }],
    ["INVALID_ARGUMENT", { classNames: ["a", "", "c"] }],
    ["INVALID_ARGUMENT", { classNames: ["a", "b", "a"] }],
    ["INVALID_ARGUMENT", { shape: [2, 2, 1] }],
  ];
  test.each(wrong)("refuses with %s (%#)", (code, change) => {
    const call = () => dataset.fromArrays({ ...good, ...change } as ArraysOptions);
    expect(call).toThrow(expect.objectContaining({ name: "FashionWasmError", code }));
    expect(call).toThrow(/^dataset\.fromArrays: .{15,}/);
  });

  test("says which label is wrong and what it may be", () => {
    expect(() => dataset.fromArrays({ ...good, labels: [0, 1, 9], classNames: ["a", "b"] })).toThrow(
      "label 2 is 9 → labels are class numbers, whole numbers from 0 to 1",
    );
  });
});
