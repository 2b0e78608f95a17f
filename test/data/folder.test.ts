/**
 * Folders of images, on disk and as the files a browser gives: which files count, which class each has, in what order.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataset, encodePng, type FolderOptions, loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { sameBytes } from "./idx-files.js";
import { type Files, makeFolders, sameInAllWays, seen } from "./image-folders.js";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "fashion-wasm-folder-"));
});
afterAll(() => rm(scratch, { recursive: true }));

const folders = (name: string, files: Files, empty: string[] = []) => makeFolders(join(scratch, name), files, empty);

describe("a folder with a folder per class", () => {
  it("is sorted by class, then by name; what is no image is left out", async () => {
    const made = await folders("clothes", {
      "boot/b.png": 2,
      "boot/a.PNG": 1,
      "bag/10.png": 30,
      "bag/9.png": 40,
      "bag/.hidden.png": 99,
      "bag/Thumbs.db": "x",
      "bag/notes.txt": "x",
      ".git/x.png": 99,
      ".DS_Store": "x",
      "._top.png": "x",
      "@eaDir/SYNO.png": 99,
      "bag/@eaDir/9.png": 99,
      "bag/._9.png": "x",
      "readme.md": "x",
    });
    await sameInAllWays(made, {}, { tones: [30, 40, 1, 2], labels: [0, 0, 1, 1], classNames: ["bag", "boot"] });
  });

  it("sorts numbers by value", async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}/x.png`, 10 * i]));
    const numbers = Array.from({ length: 12 }, (_, i) => i);
    const expected = { tones: numbers.map((i) => 10 * i), labels: numbers, classNames: numbers.map(String) };
    await sameInAllWays(await folders("numbers", files), {}, expected);
  });

  it("sorts capitals before small letters", async () => {
    const made = await folders("words", { "b/1.png": 4, "B/1.png": 3, "A/1.png": 1 });
    await sameInAllWays(made, {}, { tones: [1, 3, 4], labels: [0, 1, 2], classNames: ["A", "B", "b"] });
  });

  it("may have empty classes", async () => {
    const { folder } = await folders("empty-class", { "b/1.png": 1, "c/Thumbs.db": "x" }, ["a"]);
    const expected = { tones: [1], labels: [1], classNames: ["a", "b", "c"] };
    expect(seen(await dataset.fromFolder({ folder }))).toEqual(expected);
  });
});

describe("class names that are given", () => {
  const classNames = ["T-shirt/top", "Trouser", "Bag"];
  it("are found by number where a folder cannot have the name, and by name", async () => {
    const made = await folders("given", { "0/1.png": 1, "Bag/1.png": 3, "1/1.png": 2 });
    await sameInAllWays(made, { classNames }, { tones: [1, 2, 3], labels: [0, 1, 2], classNames });
  });

  it.each(["Shoe", "3", "bag", "-1"])("must hold the folder %s", async (name) => {
    const { folder, chosen } = await folders(`given-${name}`, { [`${name}/1.png`]: 1 });
    for (const place of [folder, chosen]) {
      const options = { folder: place, classNames };
      await expectRefusal(() => dataset.fromFolder(options), "DATA_MISMATCH", [
        `"${name}"`,
        '"T-shirt/top", "Trouser", "Bag"',
      ]);
    }
  });
});

it("a flat folder holds images without labels", async () => {
  const made = await folders("flat", { "b.png": 2, "a.png": 1, "c.txt": "x" });
  await sameInAllWays(made, {}, { tones: [1, 2], labels: null, classNames: [] });
});

it("what is wrong with a file is said with its place", async () => {
  const made = await folders("wrong", { "a/1.png": 1, "b/2.png": "no image" });
  const messages: [FolderOptions["folder"], string][] = [
    [made.folder, `${made.folder}/b/2.png: begins with 6e 6f 20 69, expected a PNG, JPEG or WebP image`],
    [made.chosen, "b/2.png: begins with 6e 6f 20 69, expected a PNG, JPEG or WebP image"],
  ];
  for (const [folder, message] of messages) {
    expect(await refusal(() => dataset.fromFolder({ folder }))).toMatchObject({ code: "IMAGE_FORMAT", message });
  }
});

it("200 garments in folders of their classes' numbers are the source, sorted likewise", async () => {
  const source = (await loadFashionMnist({ data: "sample" })).train.take(200);
  const folder = join(scratch, "garments");
  const order = Array.from({ length: 200 }, (_, i) => i).sort((a, b) => source.label(a) - source.label(b) || a - b);
  for (let i = 0; i < 10; i++) await mkdir(join(folder, String(i)), { recursive: true });
  for (const i of order) {
    const png = await encodePng(source.image(i) as Uint8Array, [28, 28, 1]);
    await writeFile(join(folder, `${source.label(i)}/${String(i).padStart(3, "0")}.png`), png);
  }
  const { classNames } = source;
  const read = await dataset.fromFolder({ folder, classNames });
  expect([...read.labels]).toEqual(order.map((i) => source.label(i)));
  expect(order.every((from, i) => sameBytes(read.image(i), source.image(from)))).toBe(true);
  expect(read.classNames).toEqual(classNames);
  const stop = AbortSignal.abort(new Error("enough"));
  await expect(dataset.fromFolder({ folder, signal: stop })).rejects.toThrow("enough");
  expect((await refusal(() => dataset.fromFolder({ folder, maxBytes: 9999 }))).code).toBe("IMAGE_TOO_LARGE");
});
