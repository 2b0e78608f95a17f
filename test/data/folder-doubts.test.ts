/**
 * Folders that hold more than a folder per class: what is left out, what is warned of, and what is refused lest it change what
 * is trained without a word.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataset, encodePng, type FolderOptions, fashionMnistClassNames, loadFashionMnist } from "fashion-wasm";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { type Files, makeFolders, sameInAllWays, seen, waysOf } from "./image-folders.js";

const scratch = mkdtempSync(join(tmpdir(), "fashion-wasm-doubts-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const warned = vi.spyOn(console, "warn");
beforeEach(() => void warned.mockReset().mockImplementation(() => undefined));
afterEach(() => expect(warned).not.toHaveBeenCalled());

let made = 0;
const make = (files: Files, empty: string[] = []) => makeFolders(join(scratch, `${made++}`), files, empty);
const given = { classNames: ["T-shirt/top", "Trouser", "Bag"] };

/** Refused in every way that the same folder may be given. */
async function refusedInAllWays(files: Files, named: string[], options: Partial<FolderOptions> = {}) {
  for (const folder of waysOf(await make(files))) {
    await expectRefusal(() => dataset.fromFolder({ folder, ...options }), "DATA_MISMATCH", named);
  }
}

/** Read in every way, with one warning each. */
async function warnedInAllWays(files: Files, expected: unknown, named: string[]) {
  const ways = await make(files);
  await sameInAllWays(ways, {}, expected);
  expect(warned).toHaveBeenCalledTimes(waysOf(ways).length);
  for (const [message] of warned.mock.calls) {
    for (const part of ["fashion-wasm: dataset.fromFolder: ", "→", ...named]) expect(message).toContain(part);
  }
  warned.mockReset();
}

describe("folders that nobody made as a class", () => {
  const FOREIGN =
    ".thumbnails .git @eaDir __MACOSX node_modules #recycle @Recycle $RECYCLE.BIN lost+found __pycache__".split(" ");
  it.each([...FOREIGN, "System Volume Information", "system volume information"])("%s is left out", async (name) => {
    const numbers = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}/x.png`, 10 * i]));
    const files = { ...numbers, [`${name}/a.png`]: 99, [`${name}/3/b.png`]: 99, [`3/${name}/c.png`]: 99 };
    const labels = Array.from({ length: 11 }, (_, i) => i);
    const expected = { tones: labels.map((i) => 10 * i), labels, classNames: labels.map(String) };
    await sameInAllWays(await make(files), {}, expected);
  });

  it("do not hide images without labels", async () => {
    const files = { "a.png": 1, "@eaDir/a.png": 99, "__MACOSX/._a.png": "x", ".cache/a.png": 99 };
    await sameInAllWays(await make(files), {}, { tones: [1], labels: null, classNames: [] });
  });

  it("are a class where classNames say so", async () => {
    const classNames = ["Bag", "node_modules"];
    const expected = { tones: [1, 2], labels: [0, 1], classNames };
    await sameInAllWays(await make({ "Bag/1.png": 1, "node_modules/1.png": 2 }), { classNames }, expected);
  });
});

describe("images that are in no class's folder", () => {
  it.each([
    ["one level lower", { "a/more/2.png": 2, "a/more/3.png": 2 }, ["2 images", "a/more/2.png"]],
    ["far lower", { "b/x/y/z/2.webp": 2 }, ["1 image", "b/x/y/z/2.webp"]],
    ["beside the folders", { "top.JPG": 2 }, ["1 image", "top.JPG"]],
  ])("%s are refused, with their number and an example", async (_, files: Files, named) => {
    await refusedInAllWays({ "a/1.png": 1, "b/1.png": 3, ...files }, [...named, "the folder of their class itself"]);
  });

  it("are all there are where the folder above is given", async () => {
    const { folder, chosen } = await make({ "train/0/1.png": 1, "train/1/1.png": 2, "test/0/1.png": 3 });
    for (const place of [folder, chosen]) {
      await expectRefusal(() => dataset.fromFolder({ folder: place }), "DATA_NOT_FOUND", ["deeper: 3 images, e.g. "]);
    }
    expect(seen(await dataset.fromFolder({ folder: join(folder, "train") }))).toMatchObject({ labels: [0, 1] });
  });

  it.skipIf(process.platform === "win32")("behind links in a circle are refused", async () => {
    const { folder } = await make({ "a/1.png": 1, "b/x/notes.txt": "x", "b/1.png": 2 });
    symlinkSync(".", join(folder, "b/x/loop"));
    const error = await refusal(() => dataset.fromFolder({ folder }));
    expect([error.code, error.message]).toEqual(["DATA_MISMATCH", expect.stringContaining("links in a circle")]);
  });
});

describe("a folder without images", () => {
  it("that is empty, or has what systems put there, is a class", async () => {
    const { folder } = await make({ "b/1.png": 1, "c/Thumbs.db": "x", "d/desktop.ini": "x", "e/.DS_Store": "x" }, [
      "a",
    ]);
    expect(seen(await dataset.fromFolder({ folder }))).toMatchObject({ classNames: ["a", "b", "c", "d", "e"] });
  });

  it("that has other files is refused; with classNames it is left out where it is no class", async () => {
    const files = { "T-shirt_top/1.png": 1, "Bag/1.png": 2, "docs/sheet.csv": "x" };
    await refusedInAllWays(files, ['"docs"', "docs/sheet.csv", "classNames"]);
    const expected = { tones: [2, 1], labels: [2, 0], classNames: given.classNames };
    await sameInAllWays(await make(files, ["empty"]), given, expected);
    await sameInAllWays(await make({ ...files, "Trouser/none.txt": "x" }), given, expected);
  });

  it("that has images of other formats is refused, with classNames too", async () => {
    const files = { "Bag/1.png": 1, "Trouser/1.bmp": "x", "Trouser/2.gif": "x" };
    for (const options of [{}, given]) {
      await refusedInAllWays(files, ['"Trouser"', "2 images, e.g. ", "Trouser/1.bmp"], options);
    }
  });
});

describe("images of other formats", () => {
  it("beside others are left out, with a warning", async () => {
    const files = { "a/1.png": 1, "a/2.BMP": "x", "b/1.png": 2, "b/2.gif": "x", "b/3.avif": "x", "b/notes.txt": "x" };
    await warnedInAllWays(files, { tones: [1, 2], labels: [0, 1], classNames: ["a", "b"] }, [
      "3 images, e.g. ",
      "2.BMP",
      "PNG, JPEG and WebP",
    ]);
  });

  it("that are all there is are named", async () => {
    for (const folder of waysOf(await make({ "1.heic": "x", "2.tif": "x" }))) {
      await expectRefusal(() => dataset.fromFolder({ folder }), "DATA_NOT_FOUND", [
        "of another format: 2 images",
        "1.heic",
      ]);
    }
  });

  it("are told from those that are read, whose names may be in capitals", async () => {
    const files = { "a/1.PNG": 1, "a/2.jpg": 2, "a/3.JPEG": 3, "a/4.jfif": 4, "a/5.WebP": 5 };
    await sameInAllWays(await make(files), {}, { tones: [1, 2, 3, 4, 5], labels: [0, 0, 0, 0, 0], classNames: ["a"] });
  });

  it("and empty files are errors where their names are those of images", async () => {
    for (const folder of waysOf(await make({ "a/1.png": 1, "a/2.png": "" }))) {
      const error = await refusal(() => dataset.fromFolder({ folder }));
      expect([error.code, error.message]).toEqual(["IMAGE_FORMAT", expect.stringMatching(/a\/2\.png: is empty/)]);
    }
  });
});

describe("names of folders", () => {
  const accents = { "Ve\u0301lo/1.png": 1, "Bag/1.png": 2 };
  it("are composed, as people type them", async () => {
    await sameInAllWays(await make(accents), {}, { tones: [2, 1], labels: [0, 1], classNames: ["Bag", "V\u00e9lo"] });
    const classNames = ["V\u00e9lo", "Bag"];
    await sameInAllWays(await make(accents), { classNames }, { tones: [2, 1], labels: [1, 0], classNames });
  });

  it.each([
    ["Ve\u0301lo", "V\u00e9lo", "another form of Unicode"],
    ["Bag", "bag", "case, blanks or zeros"],
    ["Bag", "Bag ", "case, blanks or zeros"],
    ["ankle boot", "Ankle_boot", "case, blanks or zeros"],
    ["1", "01", "case, blanks or zeros"],
  ])("%o and %o are refused", async (one, other, why) => {
    const files = { [`${one}/1.png`]: 1, [`${other}/2.png`]: 2 };
    const { chosen, named } = await make(files);
    // Not every disk can hold both.
    for (const folder of [chosen, named]) {
      await expectRefusal(() => dataset.fromFolder({ folder }), "DATA_MISMATCH", [JSON.stringify(one), why]);
    }
    if (other !== "bag") return;
    const expected = { tones: [1, 2], labels: [1, 0], classNames: [other, one] };
    expect(seen(await dataset.fromFolder({ folder: chosen, classNames: [other, one] }))).toEqual(expected);
  });

  it("that are letters in both cases are classes of handwriting; so are numbers below zero", async () => {
    await sameInAllWays(
      await make({ "A/1.png": 1, "a/1.png": 2 }),
      {},
      { tones: [1, 2], labels: [0, 1], classNames: ["A", "a"] },
    );
    await sameInAllWays(
      await make({ "-1/1.png": 1, "+1/1.png": 2 }),
      {},
      { tones: [2, 1], labels: [0, 1], classNames: ["+1", "-1"] },
    );
  });

  it("that are numbers and words are refused where that changes their order, else warned of", async () => {
    const files = { "2/1.png": 2, "10/1.png": 10, "other/1.png": 99 };
    await refusedInAllWays(files, ["numbers (", 'words ("other")', "classNames"]);
    const few = { "2/1.png": 2, "1/1.png": 1, "other/1.png": 99 };
    const expected = { tones: [1, 2, 99], labels: [0, 1, 2], classNames: ["1", "2", "other"] };
    await warnedInAllWays(few, expected, ["numbers", 'words ("other")', "sorted as text", "classNames"]);
  });
});

describe("classNames", () => {
  it.each(["T-shirt_top", "T-shirt-top", "T-shirt:top", "T-shirt top", "T-shirttop", "0"])(
    "are matched by the folder %s",
    async (name) => {
      const expected = { tones: [2, 1], labels: [2, 0], classNames: given.classNames };
      await sameInAllWays(
        await make({ [`${name}/1.png`]: 1, "Bag/1.png": 2 }),
        given,
        name === "0" ? { ...expected, tones: [1, 2], labels: [0, 2] } : expected,
      );
    },
  );

  it("refuse two folders of one class, and one of none", async () => {
    await refusedInAllWays(
      { "0/1.png": 1, "T-shirt_top/1.png": 2 },
      ['"0" and "T-shirt_top"', "both stand for"],
      given,
    );
    await refusedInAllWays({ "Bag/1.png": 1, "Bags/1.png": 2 }, ['"Bags"', 'did you mean "Bag"?'], given);
  });

  it("that are numbers, or other classes' spellings, are names first", async () => {
    const numbers = { classNames: ["1", "0"] };
    await sameInAllWays(await make({ "0/1.png": 1, "1/1.png": 2 }), numbers, {
      tones: [1, 2],
      labels: [1, 0],
      ...numbers,
    });
    const names = { classNames: ["a/b", "a_b"] };
    await sameInAllWays(await make({ "a_b/1.png": 1 }), names, { tones: [1], labels: [1], ...names });
  });
});

describe.skipIf(process.platform === "win32")("a link", () => {
  it("to a folder is a class; one to nothing is an error", async () => {
    const { folder: elsewhere } = await make({ "x/1.png": 7 });
    const { folder } = await make({ "Bag/1.png": 1 });
    symlinkSync(join(elsewhere, "x"), join(folder, "Coat"));
    expect(seen(await dataset.fromFolder({ folder }))).toEqual({
      tones: [1, 7],
      labels: [0, 1],
      classNames: ["Bag", "Coat"],
    });
    symlinkSync(join(elsewhere, "gone"), join(folder, "Dress"));
    await expectRefusal(() => dataset.fromFolder({ folder }), "IO", ["Dress", "links to nothing"]);
    rmSync(join(folder, "Dress"));
    symlinkSync(join(elsewhere, "gone.png"), join(folder, "Bag/2.png"));
    const error = await refusal(() => dataset.fromFolder({ folder }));
    expect([error.code, error.message]).toEqual(["IO", expect.stringContaining("Bag/2.png")]);
  });
});

describe("chosen files", () => {
  it("that only have names lie in the folder above the highest", async () => {
    const { named } = await make({
      "home/clothes/a/1.png": 1,
      "home/clothes/b/1.png": 2,
      "home/clothes/notes.txt": "x",
    });
    expect(seen(await dataset.fromFolder({ folder: named }))).toEqual({
      tones: [1, 2],
      labels: [0, 1],
      classNames: ["a", "b"],
    });
    const deep = await make({ "clothes/a/1.png": 1, "clothes/a/more/1.png": 2 });
    await expectRefusal(() => dataset.fromFolder({ folder: deep.named }), "DATA_MISMATCH", ["1 image", "a/more/1.png"]);
  });

  it.each([["a/1.png"], new Blob(["x"]), 5, null])("%o among them is refused", async (other) => {
    const { chosen } = await make({ "a/1.png": 1 });
    const folder = [...chosen, other] as File[];
    await expectRefusal(() => dataset.fromFolder({ folder }), "INVALID_ARGUMENT", ["folder[1] is ", "Files"]);
  });
});

describe("Fashion-MNIST in folders", () => {
  const names = fashionMnistClassNames.map((name) => name.replace("/", "_"));
  it.each([
    ["of the classes' names", names],
    ["of their numbers", names.map((_, i) => String(i))],
  ])("%s is found, whatever systems put beside them", async (_, classes) => {
    const { train: sample } = await loadFashionMnist({ data: "sample" });
    const folder = join(scratch, `fashion-${classes[0]}`);
    for (const part of ["train", "test"]) {
      for (const below of [...classes, "@eaDir", "__MACOSX"]) mkdirSync(join(folder, part, below), { recursive: true });
      for (const below of ["Thumbs.db", "@eaDir/x.png"]) writeFileSync(join(folder, part, below), "x");
      for (let i = 0; i < 20; i++) {
        const png = await encodePng(sample.image(i) as Uint8Array, [28, 28, 1]);
        writeFileSync(join(folder, part, classes[sample.label(i)] as string, `${i}.png`), png);
      }
    }
    const { train } = await loadFashionMnist({ data: folder });
    expect(train.classNames).toEqual(fashionMnistClassNames);
    expect(train.classCounts()).toEqual(sample.take(20).classCounts());
  });
});
