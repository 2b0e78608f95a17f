/**
 * The names of the files that a dataset was read from: kept with the images through every part and order.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dataset, dataset, encodePng, loadFashionMnist, shiftImages } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MadeFolders, makeFolders, waysOf } from "./image-folders.js";

let scratch: string;
let made: MadeFolders;
let clothes: Dataset;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "fashion-wasm-names-"));
  const files = Object.fromEntries(["bag/1.png", "bag/2.png", "boot/a, b.png", "boot/c.png", "boot/d.png"].entries());
  const tones = Object.fromEntries(Object.entries(files).map(([i, name]) => [name, 10 * Number(i)]));
  made = await makeFolders(join(scratch, "clothes"), tones);
  clothes = await dataset.fromFolder({ folder: made.folder });
});
afterAll(() => rm(scratch, { recursive: true }));

const NAMES = ["bag/1.png", "bag/2.png", "boot/a, b.png", "boot/c.png", "boot/d.png"];
/** The name that belongs to the tone of each image. */
const byTone = (data: Dataset) =>
  Array.from({ length: data.length }, (_, i) => NAMES[(data.image(i)[0] as number) / 10] as string);

describe("fileNames", () => {
  it("are paths from the folder on, in the order of the images, for each way to give a folder", async () => {
    for (const folder of waysOf(made)) expect((await dataset.fromFolder({ folder })).fileNames).toEqual(NAMES);
    expect(byTone(clothes)).toEqual(NAMES);
  });

  it("stay with their images in parts, orders and other numberings", () => {
    const names = ["boot", "bag"];
    const parts: Dataset[] = [
      clothes.slice(1, 4),
      clothes.head(2),
      clothes.tail(2),
      clothes.take(3),
      clothes.shuffle(3),
      ...clothes.split(0.4, { seed: 1 }),
      ...clothes.split(0.4, { stratify: true }),
      clothes.withClassNames(names),
      clothes.shuffle(1).withClassNames(names).slice(1).shuffle(2),
      clothes.shuffle(5).slice(-3),
    ];
    for (const part of parts) {
      expect(part.fileNames).toHaveLength(part.length);
      expect(part.fileNames).toEqual(byTone(part));
      expect(part.fileNames).toBe(part.fileNames);
    }
    const moved = shiftImages(clothes.shuffle(4), { dx: 1 });
    expect(moved.fileNames).toEqual(clothes.shuffle(4).fileNames);
  });

  it("cannot be changed, and leave the fingerprint alone", async () => {
    expect(() => (clothes.fileNames as string[]).push("x")).toThrow(TypeError);
    expect(() => ((clothes.shuffle().fileNames as string[])[0] = "x")).toThrow(TypeError);
    const { images, labels, imageShape, classNames } = clothes;
    const bare = dataset.fromArrays({ images: images as Uint8Array, labels, imageShape, classNames });
    expect(await bare.fingerprint()).toBe(await clothes.fingerprint());
  });

  it("of fromImages are those given, else what the files are called", async () => {
    const file = Uint8Array.from(await encodePng(new Uint8Array(4), [2, 2, 1]));
    const path = join(scratch, "one.png");
    await writeFile(path, file);
    const images = [path, new File([file], "two.png"), file];
    const read = (options: object) => dataset.fromImages({ images, labels: null, ...options });
    expect((await read({})).fileNames).toEqual([path, "two.png", ""]);
    expect((await read({ names: ["a", "b", "c"] })).fileNames).toEqual(["a", "b", "c"]);
    expect((await read({ images: [file] })).fileNames).toBeNull();
  });

  it("are null where the images are no files", async () => {
    const { train } = await loadFashionMnist({ data: "sample" });
    expect([train.fileNames, train.shuffle(1).fileNames]).toEqual([null, null]);
  });
});
