/**
 * Folders of images, on disk and as the files a browser gives: which files count, which class each has, in what order.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Dataset, dataset, encodePng, type FolderOptions, loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { sameBytes } from "./idx-files.js";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "fashion-wasm-folder-"));
});
afterAll(() => rm(scratch, { recursive: true }));

/** An image of 2 × 2 pixels of one tone; a text where `content` is one. */
async function file(content: number | string): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof content === "string") return Uint8Array.from(Buffer.from(content));
  return Uint8Array.from(await encodePng(new Uint8Array(4).fill(content), [2, 2, 1]));
}

/** The same files as a folder on disk, as a browser's chosen files, and as files that only have names. */
async function folders(name: string, files: Record<string, number | string>, empty: string[] = []) {
  const folder = join(scratch, name);
  const chosen: File[] = [];
  const named: File[] = [];
  for (const below of empty) await mkdir(join(folder, below), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), await file(content));
    const one = new File([await file(content)], path.split("/").at(-1) as string);
    chosen.push(Object.defineProperty(one, "webkitRelativePath", { value: `${name}/${path}` }));
    named.push(new File([await file(content)], path));
  }
  return { folder, chosen: chosen.reverse(), named: named.reverse() };
}

/** Tone and label of every image, and the names of the classes. */
function seen(data: Dataset): unknown {
  const tones = Array.from({ length: data.length }, (_, i) => data.image(i)[0]);
  return { tones, labels: data.labelled ? [...data.labels] : null, classNames: data.classNames };
}

async function sameInAllWays(
  made: Awaited<ReturnType<typeof folders>>,
  options: Partial<FolderOptions>,
  expected: unknown,
) {
  for (const folder of [made.folder, pathToFileURL(made.folder), made.chosen, new Set(made.named)]) {
    expect(seen(await dataset.fromFolder({ folder, ...options }))).toEqual(expected);
  }
}

describe("a folder with a folder a class", () => {
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
      "top.png": 99,
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

  it("sorts capitals before small letters, and numbers among words as words", async () => {
    const made = await folders("words", { "b/1.png": 4, "B/1.png": 3, "10/1.png": 1, "9/1.png": 2 });
    await sameInAllWays(made, {}, { tones: [1, 2, 3, 4], labels: [0, 1, 2, 3], classNames: ["10", "9", "B", "b"] });
  });

  it("does not look deeper", async () => {
    const made = await folders("deep", { "a/1.png": 1, "a/more/2.png": 2, "b/1.png": 3 });
    const expected = { tones: [1, 3], labels: [0, 1], classNames: ["a", "b"] };
    for (const folder of [made.folder, made.chosen])
      expect(seen(await dataset.fromFolder({ folder }))).toEqual(expected);
  });

  it("may have empty classes", async () => {
    const { folder } = await folders("empty-class", { "b/1.png": 1, "c/notes.txt": "x" }, ["a"]);
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
        '"T-shirt/top", "Trouser" or "Bag"',
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
