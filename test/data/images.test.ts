/**
 * Image files from every source become one dataset: the bytes that were encoded, in the order they were given.
 */
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ByteSource, type Dataset, dataset, encodePng, type ImagesOptions, loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { webStream } from "./csv-files.js";
import { noise, sameBytes } from "./idx-files.js";
import { pieces, stalledIterable } from "./streams.js";

const imageShape = [28, 28, 1] as const;
let source: Dataset;
let folder: string;
const files: Uint8Array<ArrayBuffer>[] = [];

beforeAll(async () => {
  source = (await loadFashionMnist({ data: "sample" })).train.take(200);
  for (let i = 0; i < source.length; i++) {
    files.push(Uint8Array.from(await encodePng(source.image(i) as Uint8Array, imageShape)));
  }
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-images-"));
  await Promise.all(files.map((file, i) => writeFile(join(folder, `${i}.png`), file)));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (options: Partial<ImagesOptions>) => dataset.fromImages({ images: files, labels: null, ...options });
const path = (i: number) => join(folder, `${i}.png`);

const SOURCES: ((i: number) => ByteSource)[] = [
  (i) => path(i),
  (i) => pathToFileURL(path(i)),
  (i) => `data:image/png;base64,${Buffer.from(files[i] as Uint8Array).toString("base64")}`,
  (i) => files[i] as Uint8Array,
  (i) => (files[i] as Uint8Array<ArrayBuffer>).buffer,
  (i) => new Blob([files[i] as Uint8Array<ArrayBuffer>]),
  (i) => new File([files[i] as Uint8Array<ArrayBuffer>], `${i}.png`),
  (i) => webStream(files[i] as Uint8Array),
  (i) => createReadStream(path(i)),
  (i) => pieces(files[i] as Uint8Array),
];

describe("image files", () => {
  it("of mixed sources are the dataset they were written from", async () => {
    const images = files.map((_, i) => (SOURCES[i % SOURCES.length] as (i: number) => ByteSource)(i));
    const { classNames } = source;
    const loaded = await read({ images, labels: source.labels, classNames });
    expect(loaded.shape).toEqual([200, 28, 28, 1]);
    expect(sameBytes(loaded.images, source.images)).toBe(true);
    expect(await loaded.fingerprint()).toBe(await source.fingerprint());
    expect(loaded.classNames).toEqual(classNames);
  });

  it("may have no labels, or any numbers", async () => {
    expect((await read({})).labelled).toBe(false);
    expect((await read({ images: files.slice(0, 3), labels: [2, 0, 1] })).labels).toEqual(Uint32Array.of(2, 0, 1));
    await expectRefusal(() => read({ labels: [1, 2] }), "DATA_MISMATCH", ["2 labels for 200 images"]);
    await expectRefusal(() => read({ images: files.slice(0, 1), labels: [-1] }), "DATA_MISMATCH", ["label 0 is -1"]);
  });

  it("give colours where three channels are asked for", async () => {
    const pixels = noise(28 * 28 * 3);
    const images = [await encodePng(pixels, [28, 28, 3]), files[0] as Uint8Array];
    const loaded = await read({ images, imageShape: [28, 28, 3] });
    expect(loaded.image(0)).toEqual(pixels);
    expect([...loaded.image(1)]).toEqual([...source.image(0)].flatMap((tone) => [tone, tone, tone]));
    expect((await read({ images })).imageShape).toEqual([28, 28, 1]);
  });
});

describe("refused, with the file's name,", () => {
  it("is an image of another size", async () => {
    const small = new File([Uint8Array.from(await encodePng(new Uint8Array(20), [4, 5, 1]))], "small.png");
    const names = ["small.png: ", "is 4×5 pixels (height × width), expected 28×28"];
    await expectRefusal(() => read({ images: [files[0] as Uint8Array, small] }), "IMAGE_SHAPE", names);
    await expectRefusal(() => read({ images: [small], imageShape: [28, 28, 1] }), "IMAGE_SHAPE", names);
    const called = read({ images: [path(0), small], names: ["a", "b"] });
    await expectRefusal(() => called, "IMAGE_SHAPE", ["b: is 4×5"]);
  });

  it("is a file, and are all pixels together, of more than maxBytes", async () => {
    expect((await read({ maxBytes: 200 * 784 })).length).toBe(200);
    const all = await refusal(() => read({ maxBytes: 200 * 784 - 1 }));
    expect([all.code, all.message]).toEqual([
      "IMAGE_TOO_LARGE",
      expect.stringContaining("200 images of this size make 156800 bytes"),
    ]);
    const { length } = files[0] as Uint8Array;
    for (const image of [
      path(0),
      files[0] as Uint8Array,
      webStream(files[0] as Uint8Array),
      new Blob([files[0] as Uint8Array<ArrayBuffer>]),
    ]) {
      const error = await refusal(() => read({ images: [image], maxBytes: Math.min(length - 1, 783) }));
      expect(error.code).toBe("IMAGE_TOO_LARGE");
      expect(error.message).toContain("maxBytes");
    }
  });

  it("is a file that is not there", async () => {
    const error = await refusal(() => read({ images: [path(0), path(999)] }));
    expect([error.code, error.message]).toEqual(["IO", `cannot read ${path(999)}: there is no such file`]);
  });

  const WRONG: [object, string[]][] = [
    [{ images: [] }, ["images is []", "at least one"]],
    [{ images: "a.png" }, ["images is"]],
    [{ images: undefined }, ["images is undefined"]],
    [{ images: [null] }, ["null"]],
    [{ images: [undefined] }, ["undefined"]],
    [{ images: [7] }, ["7"]],
    [{ imageShape: [28, 28] }, ["imageShape"]],
    [{ imageShape: [28, 28, 2] }, ["imageShape", "1 channel (grey) or 3"]],
    [{ maxBytes: -1 }, ["maxBytes"]],
    [{ classNames: [], labels: [] }, ["classNames"]],
    [{ label: [] }, ['did you mean "labels"']],
  ];
  it.each(WRONG)("%o", (options, named) => expectRefusal(() => read(options), "INVALID_ARGUMENT", named));
});

describe("an abort", () => {
  const reason = new Error("enough");
  it("before the start, and while files are decoded, rejects with its reason", async () => {
    await expect(read({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    let opened = 0;
    const images = Array.from({ length: 5000 }, (_, i) => ({
      async *[Symbol.asyncIterator]() {
        if (++opened === 300) stop.abort(reason);
        yield files[i % files.length] as Uint8Array;
      },
    }));
    await expect(read({ images, signal: stop.signal })).rejects.toBe(reason);
    expect(opened).toBeLessThan(400);
  });

  it("while a file does not arrive rejects with its reason and ends it", async () => {
    const stop = new AbortController();
    const { source: stalled, reached, ended } = stalledIterable((files[1] as Uint8Array).subarray(0, 50));
    const reading = read({ images: [files[0] as Uint8Array, stalled], signal: stop.signal });
    await reached;
    stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(await ended).toBe("return");
  });
});
