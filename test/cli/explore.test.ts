/** `fashion-wasm explore` from end to end: the sample, a table in CSV, a folder of images. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataset, encodePng, loadFashionMnist } from "fashion-wasm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { writeFolders, writeTable } from "./image-folders.js";
import { type Ended, emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";

const { train } = await loadFashionMnist({ data: "sample" });

describe("explore", () => {
  let stdout: string;
  beforeAll(async () => {
    ({ stdout } = await runCli(["explore", "--data", "sample", "--seed", "3"]));
  });

  it("says what there is: shape, mean, table, classes, tones", () => {
    expect(stdout).toMatch(/^500 images of 28×28×1\nfrom the sample in fashion-wasm/);
    expect(stdout).toContain(`mean ${train.mean().toFixed(4)}, standard deviation ${train.std().toFixed(4)}`);
    expect(stdout).toMatch(/^ +label +class +pixel1 +pixel2 +… +pixel783 +pixel784$/m);
    expect(stdout).toContain("[500 rows × 785 columns]");
    for (const i of [0, 4, 495, 499]) {
      expect(stdout).toMatch(new RegExp(`^ *${i} +${train.label(i)} +${train.classNames[train.label(i)]} `, "m"));
    }
    expect(stdout.match(/^\d .+ +50 {2}█+/gm)).toHaveLength(10);
    const darkest =
      train
        .statistics()
        .tones?.slice(0, 16)
        .reduce((sum, n) => sum + n, 0) ?? 0;
    expect(stdout).toContain(`  0 …  15  ${darkest.toLocaleString("en-US")}  █`);
  });

  it("shows one image with its label and its numbers", () => {
    const { index, className, label, image } = train.sample(3);
    expect(stdout).toContain(`\nimage ${index}: ${className} (label ${label})\n`);
    const rows = Array.from({ length: 28 }, (_, y) =>
      [...image.slice(28 * y, 28 * y + 28)].map((v) => (v === 0 ? " ·" : v.toString(16).padStart(2, "0"))).join(""),
    );
    expect(stdout).toContain(rows.map((row) => row.trimEnd()).join("\n"));
  });

  it("leaves out no column where the images are fewer", async () => {
    const folder = emptyFolder();
    await writeFolders(folder, train, { a: 1, b: 2 }, 2);
    const few = await runCli(["explore", "--data", folder]);
    expect(few.stdout).toMatch(/^4 images drawn at random$/m);
  });

  it("shows labelled images, and how many columns a narrow terminal leaves out", () => {
    expect(stdout).toContain(
      "225 images drawn at random, the first 5 of 15 columns: a terminal of 224 columns, or --out",
    );
    const captions = [...train.shuffle(3).take(5).labels].map((label) => (train.classNames[label] ?? "").padEnd(14));
    expect(stdout).toContain(`\n${captions.join(" ").trimEnd()}\n`);
  });
});

describe("explore --out --json", () => {
  let ended: Ended;
  const cwd = emptyFolder();
  beforeAll(async () => {
    ended = await runCli(["explore", "--data", "sample", "--grid", "3x4", "--out", "shown", "--json"], { cwd });
  });

  it("answers with the facts and the sample's pixels", () => {
    const sample = train.sample(1);
    expect(jsonOf(ended)).toMatchObject({
      shape: [500, 28, 28, 1],
      classNames: train.classNames,
      classCounts: Array(10).fill(50),
      mean: train.mean(),
      std: train.std(),
      sample: { index: sample.index, label: sample.label, className: sample.className, image: [...sample.image] },
      files: ["explore.html", "grid.png", "image.png"].map((name) => join("shown", name)),
    });
  });

  it("writes a page and pictures that can be read", async () => {
    expect((await readdir(join(cwd, "shown"))).sort()).toEqual(["explore.html", "grid.png", "image.png"]);
    const page = await readFile(join(cwd, "shown", "explore.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page.match(/src="data:image\/png;base64,/g)?.length).toBeGreaterThanOrEqual(12);
    for (const [name, height, width] of [
      ["grid.png", 6 + 3 * 105, 6 + 4 * 90],
      ["image.png", 363, 348],
    ] as const) {
      const images = [readFileSync(join(cwd, "shown", name))];
      const picture = await dataset.fromImages({ images, labels: null });
      expect([name, ...picture.imageShape]).toEqual([name, height, width, 1]);
    }
  });
});

describe("explore --augment", () => {
  it("shows rows of images as training sees them, on the screen and on the page", async () => {
    const cwd = emptyFolder();
    const options = ["--data", "sample", "--augment", "random-flip+erasing:factor=1/1", "--out", "shown"];
    const { stdout, code } = await runCli(["explore", ...options, "--grid", "1x2"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("as training sees them: the first of each row is the image itself");
    expect(stdout).toContain("randomFlip (mode horizontal), randomErasing (factor 1 to 1,");
    const page = await readFile(join(cwd, "shown", "explore.html"), "utf8");
    const [, section = ""] = page.split('<section id="augmentation"');
    expect(section.match(/<ul /g)).toHaveLength(8);
    const pictures = [...section.matchAll(/src="(data:image[^"]+)"/g)].map(([, data]) => data);
    expect(pictures).toHaveLength(64);
    // Erased in all of them, and anew each time.
    for (let row = 0; row < 8; row++) expect(new Set(pictures.slice(8 * row, 8 * row + 8)).size).toBeGreaterThan(5);
    const again = await runCli(["explore", ...options, "--grid", "1x2", "--json", "--force"], { cwd });
    expect(jsonOf(again)).toMatchObject({
      augment: [{ type: "randomFlip" }, { type: "randomErasing", factor: [1, 1] }],
    });
    expect(await readFile(join(cwd, "shown", "explore.html"), "utf8")).toBe(page);
  });

  it.each([
    ["spin", "Expected flip, translation, rotation, zoom, erasing, contrast or brightness."],
    ["flip:mod=vertical", '"mod" is no option of it. Expected mode, alternating. Did you mean mode?'],
    ["rotation:factor=2", 'randomRotation: option "factor" is 2'],
    ["rotation:factor=1/2/3", "factor is [1, 2, 3]. Expected a number, or two such as -0.1/0.2."],
    ["flip+", "Expected flip,"],
  ])("refuses %s", async (text, message) => {
    const { code, stderr } = await runCli(["explore", "--data", "sample", "--augment", text], { cwd: emptyFolder() });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("explore of other data", () => {
  it("takes a table without labels", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "two.csv"), "pixel1,pixel2,pixel3,pixel4\n1,2,3,4\n250,251,252,253\n");
    const { stdout, code } = await runCli(["explore", "--data", "two.csv", "--out", "two"], { cwd });
    expect(code).toBe(0);
    expect((await readdir(join(cwd, "two"))).sort()).toEqual(["explore.html", "grid.png", "image.png"]);
    expect(await readFile(join(cwd, "two", "explore.html"), "utf8")).toContain("2 × 2 pixels in grey, without labels.");
    expect(stdout).toMatch(/^2 images of 2×2×1\nfrom two\.csv\npixels from 1 to 253/);
    expect(stdout).toContain("1     250     251     252     253");
    expect(stdout).not.toContain("images of each class");
  });

  it("takes a folder with a folder per class, whose names cannot move the cursor", async () => {
    const cwd = emptyFolder();
    for (const [i, name] of ["boot", "evil\u001b[2J"].entries()) {
      mkdirSync(join(cwd, "clothes", name), { recursive: true });
      const file = await encodePng(train.image(i) as Uint8Array, [28, 28, 1]);
      writeFileSync(join(cwd, "clothes", name, "1.png"), file);
    }
    const { stdout, code } = await runCli(["explore", "--data", "clothes", "--out", "shown"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 boot +1 {2}█+\n1 evil�\[2J +1 {2}█+$/m);
    expect(stdout).not.toContain("\u001b");
  });

  it("takes the part of a folder with train and test, and colours by --image-shape", async () => {
    const cwd = emptyFolder();
    for (const [part, tones] of [
      ["train", 10],
      ["test", 20],
    ] as const) {
      for (const name of ["cat", "dog"]) {
        mkdirSync(join(cwd, "animals", part, name), { recursive: true });
        const file = await encodePng(new Uint8Array(4 * 4 * 3).fill(tones), [4, 4, 3]);
        writeFileSync(join(cwd, "animals", part, name, "1.png"), file);
      }
    }
    const options = ["explore", "--data", "animals", "--json"];
    const test = jsonOf(await runCli([...options, "--part", "test"], { cwd }));
    expect(test).toMatchObject({
      shape: [2, 4, 4, 1],
      classNames: ["cat", "dog"],
      mean: 20,
      data: join("animals", "test"),
    });
    const colour = jsonOf(await runCli([...options, "--image-shape", "4x4x3", "--out", "shown"], { cwd }));
    expect(colour).toMatchObject({ shape: [2, 4, 4, 3], mean: 10, files: [join("shown", "explore.html")] });
  });

  it("calls classes what the data does: numbers are Fashion-MNIST's only where they are said to be", async () => {
    const cwd = emptyFolder();
    await writeFolders(join(cwd, "two"), train, { 0: 0, 1: 1 }, 2);
    for (const part of ["train", "test"]) {
      await writeFolders(join(cwd, "numbered", part), train, { 0: 0, 1: 1 }, 2);
      await writeFolders(join(cwd, "clothes", part), train, { Dress: 3, Bag: 8 }, 2);
      await writeFolders(join(cwd, "Fashion-MNIST", part), train, { 0: 0, 8: 8 }, 2);
    }
    writeTable(join(cwd, "digits.csv"), train.take(20));
    writeTable(join(cwd, "fashion-mnist_mine.csv"), train.take(20));
    const numbers = train.classNames.map((_, i) => String(i));
    const cases: [data: string, options: string[], classNames: readonly string[]][] = [
      ["two", [], ["0", "1"]],
      ["two", ["--class-names", "T-shirt/top,Trouser"], ["T-shirt/top", "Trouser"]],
      ["numbered", [], ["0", "1"]],
      ["clothes", [], ["Bag", "Dress"]],
      ["Fashion-MNIST", [], train.classNames],
      ["digits.csv", [], numbers],
      ["digits.csv", ["--class-names", train.classNames.join()], train.classNames],
      ["fashion-mnist_mine.csv", [], train.classNames],
      ["sample", ["--class-names", "a,b,c,d,e,f,g,h,i,j"], [..."abcdefghij"]],
    ];
    for (const [data, options, classNames] of cases) {
      const explored = jsonOf(await runCli(["explore", "--data", data, ...options, "--json"], { cwd }));
      expect([data, explored.classNames]).toEqual([data, classNames]);
    }
  });

  it("says which folders beside train and test are not read, and refuses a part that is none", async () => {
    const cwd = emptyFolder();
    for (const part of ["train", "val"]) await writeFolders(join(cwd, "clothes", part), train, { Dress: 3, Bag: 8 }, 2);
    const ended = await runCli(["explore", "--data", "clothes", "--json"], { cwd });
    expect(jsonOf(ended)).toMatchObject({ data: join("clothes", "train"), classNames: ["Bag", "Dress"] });
    expect(ended.stderr).toBe("clothes: only train is read, not val\n");
    const refused = await runCli(["explore", "--data", "clothes", "--part", "test"], { cwd });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("--part test: clothes/train is one set"),
    ]);
    await writeFolders(join(cwd, "toys"), train, { train: 3, car: 8 }, 2); // no part: it has no folders
    const toys = jsonOf(await runCli(["explore", "--data", "toys", "--json"], { cwd }));
    expect(toys).toMatchObject({ classNames: ["car", "train"], classCounts: [2, 2] });
  });

  it("takes images that are large, or long and narrow, and many classes", async () => {
    const cwd = emptyFolder();
    for (const [name, height, width] of [
      ["large", 900, 700],
      ["long", 4, 400],
    ] as const) {
      mkdirSync(join(cwd, name));
      for (const i of [1, 2]) {
        const file = await encodePng(new Uint8Array(height * width).fill(100), [height, width, 1]);
        writeFileSync(join(cwd, name, `${i}.png`), file);
      }
      const ended = await runCli(["explore", "--data", name, "--out", `${name}-shown`, "--json"], { cwd });
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
    }
    writeFileSync(join(cwd, "many.csv"), "99999,1,2,3,4\n0,1,2,3,4\n");
    const { stdout } = await runCli(["explore", "--data", "many.csv"], { cwd });
    expect(stdout).toContain("images of each class, the first 100 of 100,000\n");
    expect(stdout.split("\n").length).toBeLessThan(300);
  });

  it("ends by Ctrl-C before all is written, with 130", async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, "slow"));
    const file = await encodePng(new Uint8Array(2000 * 2000), [2000, 2000, 1]);
    for (const i of [1, 2, 3, 4, 5, 6]) writeFileSync(join(cwd, "slow", `${i}.png`), file);
    const running = startCli(["explore", "--data", "slow", "--out", "shown"], { cwd });
    await vi.waitFor(() => expect(existsSync(join(cwd, "shown"))).toBe(true), { timeout: 20_000, interval: 5 });
    running.child.kill("SIGINT");
    const ended = await running.ended;
    expect([ended.code, ended.stdout]).toEqual([130, ""]);
  });

  it.each([
    ["--data nothing.csv", 1, "IO", /cannot read .*nothing\.csv/],
    ["--data nothing", 1, "DATA_NOT_FOUND", /does not exist/],
    ["--data sample --grid 15", 2, "USAGE", /rows and columns from 1 to 100/],
    ["--data sample --part validation", 2, "USAGE", /Expected train or test/],
    ["--data sample --class-names a,b", 1, "DATA_MISMATCH", /--class-names: the class "2" .*is unknown .*"a", "b"/],
    ["--data sample --image-shape 28x28", 2, "USAGE", /28x28x1/],
    ["--data sample --class-names a,a", 2, "USAGE", /different names/],
    ["--data sample --out /dev/null/x", 1, "IO", /--out/],
  ])("refuses %s", async (options, code, errorCode, message) => {
    const ended = await runCli(["explore", ...options.split(" "), "--json"], { cwd: emptyFolder() });
    expect(ended.code).toBe(code);
    expect(jsonOf(ended).error).toEqual({ code: errorCode, message: expect.stringMatching(message) });
  });
});
