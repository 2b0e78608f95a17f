/** A held-out part of sorted data is warned of: it lacks classes, or training does. */
import { type Dataset, dataset, sequential } from "fashion-wasm";
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from "vitest";
import { compiled, garments, tiny } from "./garments.js";

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => warn.mockRestore());

/** 400 images in the order of their classes. */
function sorted(classNames?: readonly string[]): Dataset {
  const data = garments(400, 3);
  const order = [...data.labels.keys()].sort((a, b) => data.label(a) - data.label(b));
  const images = new Uint8Array(400 * 784);
  for (const [i, place] of order.entries()) images.set(data.image(place), i * 784);
  const labels = order.map((place) => data.label(place));
  return dataset.fromArrays({ images, labels, imageShape: [28, 28, 1], ...(classNames && { classNames }) });
}

async function saidOf(data: Parameters<Awaited<ReturnType<typeof sequential>>["fit"]>[0], validationSplit: number) {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile(compiled);
  await model.fit(data, { validationSplit });
  return warn.mock.calls.flat();
}

it("names the classes that are missing on either side, and says what to do", async () => {
  const names = Array.from({ length: 10 }, (_, i) => `kind ${i}`);
  expect(await saidOf(sorted(names), 0.3)).toEqual([
    expect.stringMatching(
      /^fashion-wasm: fit: validationSplit takes the last 120 images: no image of .*"kind 9" is left to train on, none of "kind 0", .* is there to validate with → .*shuffle them first, data\.shuffle\(1\), or give validationData$/,
    ),
  ]);
});

it("holds for bare arrays, too, and for classes without names", async () => {
  const { images, labels } = sorted();
  expect(await saidOf({ images, labels }, 0.3)).toEqual([
    expect.stringMatching(/no image of .*"9" is left to train on/),
  ]);
});

it.each([
  ["shuffled data", () => sorted().shuffle(1), 0.3],
  ["a part so small that a class may be missing by chance", () => garments(200, 3), 0.05],
  ["two images", () => garments(2, 3), 0.5],
] as const)("says nothing of %s", async (_, make, fraction) => {
  expect(await saidOf(make(), fraction)).toEqual([]);
});

it("validationData that lacks classes, or has others, is warned of", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile(compiled);
  await model.fit(sorted().take(280), { validationData: sorted().slice(280) });
  expect(warn.mock.calls.flat()).toEqual([
    expect.stringMatching(
      /^fashion-wasm: fit: validationData: the classes are not those .*: no image of .*"9" is left to train on, none of "0", .* is there to validate with → give images of the same classes$/,
    ),
  ]);
});

it("validationData of the same classes is not", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile(compiled);
  await model.fit(garments(300, 3), { validationData: garments(40, 5) });
  expect(warn.mock.calls.flat()).toEqual([]);
});
