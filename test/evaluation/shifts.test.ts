/** Moved images, pixel by pixel: every distance, bytes and floats, one channel and three, whole datasets and parts. */
import { type Dataset, dataset, shiftImages } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

/** Five images of 3 × 4, no two values alike within an image, none 0. */
function numbered(channels: number, float: boolean): Dataset {
  const length = 5 * 12 * channels;
  const images = float ? new Float32Array(length) : new Uint8Array(length);
  images.forEach((_, i) => {
    images[i] = (i % 251) + (float ? 1.5 : 1);
  });
  return dataset.fromArrays({ images, labels: [0, 1, 2, 1, 0], imageShape: [3, 4, channels] });
}

describe("shiftImages", () => {
  it("moves right and down, 0 moves in", () => {
    const images = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const one = dataset.fromArrays({ images, labels: [0], imageShape: [2, 3, 1], classNames: ["bag"] });
    const moved = (dx: number, dy: number) => [...shiftImages(one, { dx, dy }).images];
    expect(moved(1, 0)).toEqual([0, 1, 2, 0, 4, 5]);
    expect(moved(-1, 0)).toEqual([2, 3, 0, 5, 6, 0]);
    expect(moved(0, 1)).toEqual([0, 0, 0, 1, 2, 3]);
    expect(moved(0, -1)).toEqual([4, 5, 6, 0, 0, 0]);
    expect(moved(-2, 1)).toEqual([0, 0, 0, 3, 0, 0]);
    expect(moved(3, 0)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(shiftImages(one, { dy: 1 }).classNames).toEqual(["bag"]);
    expect([...images]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("is what the definition says, for every distance", () => {
    for (const [channels, float] of [
      [1, false],
      [3, false],
      [2, true],
    ] as const) {
      const whole = numbered(channels, float);
      const [part] = whole.split(0.6, { seed: 3 });
      for (const given of [whole, part, whole.slice(2)]) {
        for (let dx = -4; dx <= 4; dx++) {
          for (let dy = -3; dy <= 3; dy++) expectMoved(given, dx, dy);
        }
      }
    }
  });

  it("refuses distances beyond the image, fractions, and what is no dataset", async () => {
    const given = numbered(1, false);
    const untyped = shiftImages as (...args: unknown[]) => unknown;
    await expectRefusal(() => shiftImages(given, { dx: 5, dy: 0 }), "INVALID_ARGUMENT", ['"dx"', "≤ 4"]);
    await expectRefusal(() => shiftImages(given, { dy: -4 }), "INVALID_ARGUMENT", ['"dy"', "≥ -3"]);
    await expectRefusal(() => shiftImages(given, { dx: 0.5 }), "INVALID_ARGUMENT", ['"dx"', "0.5"]);
    await expectRefusal(() => untyped(given, { x: 1 }), "INVALID_ARGUMENT", ['unknown option "x"']);
    await expectRefusal(() => untyped(given.images, { dx: 1 }), "INVALID_ARGUMENT", ["Uint8Array(60)", "Dataset"]);
  });
});

function expectMoved(given: Dataset, dx: number, dy: number): void {
  const moved = shiftImages(given, { dx, dy });
  const [height, width, channels] = given.imageShape;
  const expected = given.images.map((_, i) => {
    const channel = i % channels;
    const x = (Math.floor(i / channels) % width) - dx;
    const y = (Math.floor(i / channels / width) % height) - dy;
    const image = Math.floor(i / channels / width / height);
    if (x < 0 || x >= width || y < 0 || y >= height) return 0;
    return given.images[((image * height + y) * width + x) * channels + channel] ?? 0;
  });
  expect(moved.images).toEqual(expected);
  expect(moved.images.constructor).toBe(given.images.constructor);
  expect([...moved.labels]).toEqual([...given.labels]);
  expect(moved.imageShape).toEqual(given.imageShape);
}
