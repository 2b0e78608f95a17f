/** A dataset looked through, cut in batches, filtered, mapped and joined: what comes out, and what is refused. */
import { type Dataset, dataset } from "fashion-wasm";
import { describe, expect, it, test } from "vitest";

/** Images of 1×2, all pixels of image i are i; labels 0, 1, 2, 0, 1, 2, … */
const numbered = (count: number, names = ["a", "b", "c"]) =>
  dataset.fromArrays({
    images: Uint8Array.from({ length: 2 * count }, (_, i) => i >> 1),
    labels: Array.from({ length: count }, (_, i) => i % names.length),
    imageShape: [1, 2, 1],
    classNames: names,
  });
const floats = (count: number) =>
  dataset.fromArrays({
    images: new Float32Array(2 * count).fill(0.5),
    labels: null,
    imageShape: [1, 2, 1],
  });
const tones = (data: Dataset) => Array.from(data, ({ image }) => image[0]);
const data = numbered(7);

describe("iteration", () => {
  it("gives each image with its label, as a copy, in the dataset's order", () => {
    const part = data.slice(3, 6);
    expect([...part]).toEqual([
      { index: 0, image: Uint8Array.of(3, 3), label: 0, className: "a" },
      { index: 1, image: Uint8Array.of(4, 4), label: 1, className: "b" },
      { index: 2, image: Uint8Array.of(5, 5), label: 2, className: "c" },
    ]);
    for (const { image } of part) image.fill(99);
    expect(tones(part)).toEqual([3, 4, 5]);
    expect([...floats(1)][0]).toEqual({ index: 0, image: Float32Array.of(0.5, 0.5), label: null, className: null });
  });
});

describe("batches", () => {
  it.each([
    [3, {}, [[0, 1, 2], [3, 4, 5], [6]]],
    [
      3,
      { dropRemainder: true },
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ],
    [7, { dropRemainder: true }, [[0, 1, 2, 3, 4, 5, 6]]],
    [8, { dropRemainder: true }, []],
    [100, {}, [[0, 1, 2, 3, 4, 5, 6]]],
  ])("of %i, %o", (size, options, expected) => {
    expect(Array.from(data.batches(size, options), tones)).toEqual(expected);
  });

  it("have 32 images by default, with labels and names", () => {
    const [first, second, ...others] = [...numbered(40).batches()];
    expect([first?.length, second?.length, others.length]).toEqual([32, 8, 0]);
    expect([...(second?.labels ?? [])]).toEqual([2, 0, 1, 2, 0, 1, 2, 0]);
    expect(second?.classNames).toEqual(["a", "b", "c"]);
  });
});

describe("filter", () => {
  it("keeps those of true, also of a part, over the same arrays", () => {
    const odd = data.filter(({ index }) => index % 2 === 1);
    expect(tones(odd)).toEqual([1, 3, 5]);
    expect(odd.source).toBe(data.source);
    const bs = odd.filter(({ className }) => className === "b");
    expect([tones(bs), [...bs.labels]]).toEqual([[1], [1]]);
  });
});

describe("map", () => {
  it("makes new images and leaves the old", () => {
    const inverted = data.slice(2, 5).map(({ image }) => image.map((tone) => 255 - tone));
    expect([tones(inverted), [...inverted.labels], inverted.classNames]).toEqual([
      [253, 252, 251],
      [2, 0, 1],
      ["a", "b", "c"],
    ]);
    expect(tones(data)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("takes floats, another shape, other labels and other classes", () => {
    const made = data.map(
      ({ image, label }) => ({ image: Float32Array.of((image[0] as number) / 8), label: label === 2 ? 1 : 0 }),
      { imageShape: [1, 1, 1], classNames: ["not c", "c"] },
    );
    expect(made.shape).toEqual([7, 1, 1, 1]);
    expect(tones(made)).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75]);
    expect(made.classCounts()).toEqual([5, 2]);
    expect(data.map(({ image }) => ({ image, label: null })).labelled).toBe(false);
    expect(
      floats(2)
        .map(({ image }) => ({ image, label: 0 }), { classNames: ["all"] })
        .className(1),
    ).toBe("all");
  });

  it("keeps the names of files", async () => {
    const png = Uint8Array.from(
      atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="),
      (letter) => letter.charCodeAt(0),
    );
    const files = await dataset.fromImages({ images: [png, png], labels: [0, 1], names: ["x.png", "y.png"] });
    expect(files.map(({ image }) => image).fileNames).toEqual(["x.png", "y.png"]);
    expect(files.concat(files.take(1)).fileNames).toEqual(["x.png", "y.png", "x.png"]);
    const shape = [1, 1, 1] as const;
    const nameless = dataset.fromArrays({ images: Uint8Array.of(1), labels: [0], imageShape: shape });
    expect(files.take(1).concat(nameless).fileNames).toBe(null);
  });
});

describe("concat", () => {
  it("joins parts, with classes by their names", () => {
    const other = numbered(2, ["c", "a"]);
    const all = data.tail(2).concat(other, data.head(1));
    expect([tones(all), [...all.labels], all.classNames]).toEqual([
      [5, 6, 0, 1, 0],
      [2, 0, 2, 0, 0],
      ["a", "b", "c"],
    ]);
    expect(tones(data.concat())).toEqual(tones(data));
    expect(floats(2).concat(floats(1)).length).toBe(3);
    expect(Array.from(floats(1).concat(floats(1)).images)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

const wide = dataset.fromArrays({ images: new Uint8Array(3), labels: [0], imageShape: [1, 3, 1], classNames: ["a"] });
const bytesWithout = dataset.fromArrays({ images: new Uint8Array(2), labels: null, imageShape: [1, 2, 1] });
const foreign = <T>(value: unknown) => value as T;

const WRONG: readonly [string, () => unknown, string, RegExp][] = [
  ["batches of 0", () => data.batches(0), "INVALID_ARGUMENT", /dataset\.batches: .*batchSize.* is 0/],
  ["batches of 2.5", () => data.batches(2.5), "INVALID_ARGUMENT", /batchSize.* is 2\.5/],
  [
    "batches, drop_remainder",
    () => data.batches(2, foreign({ drop_remainder: true })),
    "INVALID_ARGUMENT",
    /dropRemainder/,
  ],
  ["batches, a word for a flag", () => data.batches(2, { dropRemainder: foreign("yes") }), "INVALID_ARGUMENT", /"yes"/],
  [
    "filter by a class",
    () => data.filter(foreign("a")),
    "INVALID_ARGUMENT",
    /dataset\.filter: received "a" → give a function/,
  ],
  [
    "filter by an async function",
    () => data.filter(foreign(async () => true)),
    "INVALID_ARGUMENT",
    /for image 0 the function returned .*Promise.* → it must return true or false/,
  ],
  [
    "filter by a number",
    () => data.filter(foreign(({ label }: { label: number }) => label)),
    "INVALID_ARGUMENT",
    /returned 0 → it must return true or false/,
  ],
  ["filter of all", () => data.filter(() => false), "INVALID_ARGUMENT", /none of 7 images is left/],
  [
    "map by nothing",
    () => data.map(foreign(undefined)),
    "INVALID_ARGUMENT",
    /dataset\.map: received undefined → give a function/,
  ],
  [
    "map by an async function",
    () => data.map(foreign(async () => new Uint8Array(2))),
    "INVALID_ARGUMENT",
    /for image 0 .*Promise.* → it must return its image at once/,
  ],
  [
    "map to numbers",
    () => data.map(foreign(() => [1, 2])),
    "INVALID_ARGUMENT",
    /returned \[1, 2\] → return a Uint8Array or Float32Array/,
  ],
  ["map to floats of 64 bits", () => data.map(foreign(() => new Float64Array(2))), "INVALID_ARGUMENT", /Float64Array/],
  ["map to nothing", () => data.map(foreign(() => undefined)), "INVALID_ARGUMENT", /returned undefined/],
  [
    "map to another size",
    () => data.map(() => new Uint8Array(3)),
    "SHAPE_MISMATCH",
    /image 0 has 3 values, and 1×2×1 takes 2 → .*imageShape/,
  ],
  [
    "map to a wrong shape",
    () => data.map(({ image }) => image, { imageShape: foreign([2, 1]) }),
    "INVALID_ARGUMENT",
    /imageShape is \[2, 1\]/,
  ],
  [
    "map to bytes, then floats",
    () => data.map(({ image, index }) => (index < 2 ? image : new Float32Array(2))),
    "DATA_MISMATCH",
    /image 2 is .*Float32Array.*, and those before are bytes/,
  ],
  ["map to NaN", () => data.map(() => Float32Array.of(0, Number.NaN)), "INVALID_ARGUMENT", /dataset\.map: .*NaN/],
  [
    "map to a class that is none",
    () => data.map(({ image }) => ({ image, label: 3 })),
    "DATA_MISMATCH",
    /dataset\.map: .*3/,
  ],
  ["map to half a class", () => data.map(({ image }) => ({ image, label: 0.5 })), "DATA_MISMATCH", /0\.5/],
  [
    "map to labels for some",
    () => data.map(({ image, index }) => ({ image, label: index < 3 ? 0 : null })),
    "DATA_MISMATCH",
    /image 3 has no label, and others have one/,
  ],
  [
    "map, unknown option",
    () => data.map(({ image }) => image, foreign({ shape: [1, 2, 1] })),
    "INVALID_ARGUMENT",
    /imageShape/,
  ],
  [
    "concat of arrays",
    () => data.concat(foreign({ images: new Uint8Array(2), labels: [0] })),
    "INVALID_ARGUMENT",
    /dataset 1 is .* → give a Dataset/,
  ],
  ["concat of a list", () => data.concat(foreign([data])), "INVALID_ARGUMENT", /dataset 1 is .* → give a Dataset/],
  [
    "concat of another shape",
    () => data.concat(data, wide),
    "SHAPE_MISMATCH",
    /dataset 2 has images of 1×3×1, this one of 1×2×1/,
  ],
  [
    "concat of floats",
    () => bytesWithout.concat(floats(1)),
    "DATA_MISMATCH",
    /the pixels of dataset 1 are floats, those of this one bytes/,
  ],
  [
    "concat of bytes",
    () => floats(1).concat(bytesWithout),
    "DATA_MISMATCH",
    /the pixels of dataset 1 are bytes, those of this one floats/,
  ],
  [
    "concat without labels",
    () => data.concat(bytesWithout),
    "DATA_MISMATCH",
    /dataset 1 has no labels, and this one labels/,
  ],
  ["concat with labels", () => bytesWithout.concat(data), "DATA_MISMATCH", /dataset 1 has labels, and this one none/],
  ["concat of another class", () => data.concat(numbered(2, ["a", "d"])), "DATA_MISMATCH", /"d"/],
];

test.each(WRONG)("%s is refused", (_, call, code, says) => {
  expect(call).toThrow(
    expect.objectContaining({ name: "FashionWasmError", code, message: expect.stringMatching(says) }),
  );
});
