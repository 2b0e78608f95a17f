/**
 * Parts of a dataset: its ends, a sample, an order, shares by class.
 */
import { type Dataset, dataset } from "fashion-wasm";
import { describe, expect, test } from "vitest";
import { garments } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";

const imageShape = [2, 2, 1] as const;
/** Image i has the pixels i, i, i, i. */
function labelled(labels: readonly number[]): Dataset {
  const images = Float32Array.from({ length: 4 * labels.length }, (_, i) => i >> 2);
  return dataset.fromArrays({ images, labels, imageShape });
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const ten = labelled([0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
const places = ({ indices }: Dataset) => [...(indices as Uint32Array)];

describe("head and tail", () => {
  test("are the first and the last, five unless said", () => {
    expect(places(ten.head())).toEqual([0, 1, 2, 3, 4]);
    expect(places(ten.tail())).toEqual([5, 6, 7, 8, 9]);
    expect(places(ten.head(2))).toEqual([0, 1]);
    expect(places(ten.tail(1))).toEqual([9]);
    expect(places(ten.slice(2, 8).tail(2))).toEqual([6, 7]);
    expect([ten.head(11).length, ten.tail(11).length]).toEqual([10, 10]);
  });

  test.each([0, -1, 1.5, Number.NaN])("refuse %d", async (n) => {
    await expectRefusal(() => ten.head(n), "INVALID_ARGUMENT", ["dataset.head", '"n"']);
    await expectRefusal(() => ten.tail(n), "INVALID_ARGUMENT", ["dataset.tail", '"n"']);
  });
});

describe("sample", () => {
  test("is one image with its place, label and class, the same for the same seed", () => {
    const part = ten.slice(3, 9);
    const seen = upTo(50).map((seed) => part.sample(seed));
    for (const [seed, { index, image, label, className }] of seen.entries()) {
      expect(image).toEqual(part.image(index));
      expect(label).toBe(part.label(index));
      expect(className).toBe(part.classNames[label as number]);
      expect(part.className(index)).toBe(className);
      expect(part.sample(seed)).toEqual(seen[seed]);
    }
    expect(new Set(seen.map(({ index }) => index)).size).toBe(6);
    expect(part.sample()).toEqual(part.sample(0));
    expect(ten.sample(7).index).toBe(6); // the first of shuffle(7)
    seen[0]?.image.fill(99);
    expect(part.images).not.toContain(99);
  });

  test("refuses a seed that is none", () =>
    expectRefusal(() => ten.sample(-1), "INVALID_ARGUMENT", ["dataset.sample", "seed"]));
});

describe("shuffle", () => {
  test("is an order of all, the same for the same seed, on the same source", () => {
    const shuffled = ten.shuffle(7);
    expect(places(shuffled).slice(0, 5)).toEqual([6, 3, 1, 4, 0]); // written down, for every runtime and version
    expect(places(shuffled).sort((a, b) => a - b)).toEqual(upTo(10));
    expect(places(ten.shuffle(8))).not.toEqual(places(shuffled));
    expect(ten.shuffle()).toEqual(ten.shuffle(0));
    expect(shuffled.source).toBe(ten.source);
    expect([...shuffled.labels]).toEqual(places(shuffled).map((place) => place % 3));
    expect(places(ten.slice(5).shuffle(1)).sort()).toEqual([5, 6, 7, 8, 9]);
  });

  test("refuses a seed that is none", () =>
    expectRefusal(() => ten.shuffle(0.5), "INVALID_ARGUMENT", ["dataset.shuffle", "seed"]));
});

describe("a split by class", () => {
  test.each([
    // 10 of 3 classes; 6 of 10: shares 2.4, 1.8, 1.8 → 2, 2, 2.
    [[4, 3, 3], 0.6, [2, 2, 2]],
    // Shares 3.5 and 3.5 of 7: of equals the class that stands before.
    [[7, 7], 0.5, [4, 3]],
    [[50, 30, 20], 0.1, [5, 3, 2]],
    // 0.33 · 9 = 3 of 9: shares 2.33, 0.33, 0.33 → the largest remainder, of equals the first.
    [[7, 1, 1], 1 / 3, [3, 0, 0]],
    [[1, 1, 1, 97], 0.9, [1, 1, 1, 87]],
    [[0, 5, 5], 0.4, [0, 2, 2]],
  ])("of %j images, %d of them: %j", (counts, fraction, expected) => {
    const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
    const data = labelled(labels).shuffle(3);
    for (const seed of [0, 1, 2 ** 40]) {
      const [first, rest] = data.split(fraction, { stratify: true, seed });
      expect(first.classCounts()).toEqual(expected);
      expect(rest.classCounts()).toEqual(counts.map((count, i) => count - (expected[i] as number)));
      expect([...places(first), ...places(rest)].sort((a, b) => a - b)).toEqual(upTo(labels.length));
      expect(data.split(fraction, { stratify: true, seed })[0]).toEqual(first);
    }
    const [another] = data.split(fraction, { stratify: true, seed: 9 });
    expect(
      labels.length < 20 || String(places(another)) !== String(places(data.split(fraction, { stratify: true })[0])),
    ).toBe(true);
  });

  test("mixes the classes, and must be asked for by true or false", async () => {
    const [first] = garments(1000).split(0.8, { stratify: true });
    expect(Math.max(...first.take(50).classCounts())).toBeLessThan(15);
    const wrong = { stratify: "yes" } as unknown as { stratify: boolean };
    await expectRefusal(() => ten.split(0.5, wrong), "INVALID_ARGUMENT", ['"stratify"', "true or false"]);
  });
});
