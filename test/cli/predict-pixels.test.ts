/** `fashion-wasm predict` of tables of pixels: what comes out is what the API says of each image, in the table's own form. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import {
  fashionMnistClassNames,
  googleProductCategory,
  loadFashionMnist,
  photoClassifier,
  pretrained,
} from "fashion-wasm";
import { afterAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";
import { cellsOf, linesOf, PIXEL_HEADER, pixelsOf, pixelTable, rowsOf, textOf } from "./tables.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const classifier = await photoClassifier({ threads: 1 });
afterAll(() => classifier.dispose());
const answers = await classifier.classifyImages(images.images as Uint8Array, { topK: 10 });

const cwd = emptyFolder();
const predict = (args: readonly string[], options = {}) => runCli(["predict", ...args], { cwd, ...options });
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(cwd, name), content);
  return name;
};

/** Runs `predict -` with this text as stdin. */
async function piped(args: readonly string[], stdin: string | Uint8Array, options = {}) {
  const running = startCli(["predict", "-", ...args], { cwd, ...options });
  running.child.stdin?.on("error", () => undefined); // it may end before it has read all
  running.child.stdin?.end(stdin);
  return running.ended;
}

describe("classifyImages", () => {
  it("answers as classify does for each image alone, and prepares what is not of the data set's form", async () => {
    const photo = Uint8Array.from(images.image(3) as Uint8Array, (tone) => 255 - tone);
    const both = new Uint8Array(2 * 784);
    both.set(images.image(3) as Uint8Array);
    both.set(photo, 784);
    const got = await classifier.classifyImages(both);
    const one = (tones: Uint8Array) => {
      const data = Uint8ClampedArray.from({ length: 4 * 784 }, (_, i) => (i % 4 === 3 ? 255 : (tones[i >> 2] ?? 0)));
      return classifier.classify({ width: 28, height: 28, data });
    };
    expect(got).toEqual([await one(images.image(3) as Uint8Array), await one(photo)]);
    expect(got.map(({ prepared }) => prepared.preparation)).toEqual(["none", "photo"]);
  });

  it("refuses what are no images", async () => {
    await expect(classifier.classifyImages(new Uint8Array(785))).rejects.toThrow(/784 bytes for each image/);
    await expect(classifier.classifyImages(new Uint8Array(784), { topK: 11 })).rejects.toThrow(/topK/);
    expect(await classifier.classifyImages(new Uint8Array(0))).toEqual([]);
  });
});

describe("a CSV of pixels", () => {
  it("keeps its columns but the pixels, and gets label, probabilities and Google's category", async () => {
    write("table.csv", pixelTable(images, images.length));
    const { code, stdout, stderr } = await predict(["table.csv", "--out", "out.csv"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`${images.length} rows of a table of pixels`);
    const rows = rowsOf(textOf(join(cwd, "out.csv")));
    expect(rows.length).toBe(images.length);
    for (const [i, row] of rows.entries()) {
      const { label, probability, topK, review, reason } = answers[i] as (typeof answers)[number];
      const category = googleProductCategory(label);
      expect(row).toEqual({
        id: `r${i}`,
        label,
        probability: probability.toFixed(4),
        label2: topK[1]?.label,
        probability2: topK[1]?.probability.toFixed(4),
        label3: topK[2]?.label,
        probability3: topK[2]?.probability.toFixed(4),
        review: String(review),
        reason: reason ?? "",
        google_product_category: String(category?.id),
        google_product_category_path: category?.path,
        error: "",
      });
    }
  });

  it("is written as it was read: delimiter, ends of lines, mark, no header; or as JSON Lines", async () => {
    const semicolons = `\ufeff${pixelTable(images, 3, "\r\n").replaceAll(",", ";")}`;
    const written = (await piped(["--keep", "id"], semicolons)).stdout;
    expect(written.startsWith("\ufeffid;label;probability;")).toBe(true);
    expect(written.split("\r\n").length).toBe(5);
    const bare = pixelTable(images, 3).replace(/^.*\n/, "");
    const lines = cellsOf((await piped(["--no-header"], bare)).stdout);
    expect(lines.map(([id, label]) => [id, label])).toEqual([0, 1, 2].map((i) => [`r${i}`, answers[i]?.label]));
    write("three.csv.gz", gzipSync(pixelTable(images, 3)));
    expect((await predict(["three.csv.gz", "--out", "three.jsonl", "--top-k", "2"])).code).toBe(0);
    const [first] = linesOf(textOf(join(cwd, "three.jsonl")));
    const { label, topK } = answers[0] as (typeof answers)[number];
    const rounded = topK
      .slice(0, 2)
      .map((one) => ({ label: one.label, probability: Number(one.probability.toFixed(4)) }));
    expect(first).toMatchObject({ id: "r0", label, topK: rounded, error: null });
    expect(Object.keys(first ?? {})).not.toContain("pixel1");
  });

  it("names ours otherwise where the table has such a column", async () => {
    const table = pixelTable(images, 2).replace(/^id/, "label");
    const { stdout, stderr } = await piped([], table);
    expect(stderr).toContain("predicted_label");
    expect(rowsOf(stdout)[1]).toMatchObject({ label: "r1", predicted_label: answers[1]?.label, predicted_error: "" });
  });

  it("tells a row that is wrong in its place, and ends with 1", async () => {
    const good = pixelsOf(images, 0);
    const table = [
      PIXEL_HEADER,
      `a,${good}`,
      "b,1,2",
      `c,${good.replace(/^\d+/, "256")}`,
      `d,${good.replace(/^\d+/, "0.5")}`,
      `e,${good}`,
    ];
    write("bad.csv", `${table.join("\n")}\n`);
    const ended = await predict(["bad.csv", "--out", "bad-out.csv", "--json"]);
    expect(ended.code).toBe(1);
    const rows = rowsOf(textOf(join(cwd, "bad-out.csv")));
    expect(rows.map(({ id, label }) => [id, label])).toEqual([
      ["a", answers[0]?.label],
      ["b", ""],
      ["c", ""],
      ["d", ""],
      ["e", answers[0]?.label],
    ]);
    expect(rows.map(({ error }) => error)).toEqual([
      "",
      "line 3: has 3 columns, expected 785",
      'line 4: column 2 ("pixel1") is "256", expected a whole number from 0 to 255',
      expect.stringContaining("multiply values from 0 to 1 by 255"),
      "",
    ]);
    const json = jsonOf(ended);
    expect(json).toMatchObject({ rows: 5, failed: 3, error: { code: "TABLE_ROW" }, files: ["bad-out.csv"] });
    expect((json.error as { message: string }).message).toMatch(
      /^3 of 5 rows failed, 2 done: the first, bad\.csv, row 2/,
    );
    const strict = await predict(["bad.csv", "--strict"]);
    expect(strict.code).toBe(1);
    expect(strict.stderr).toMatch(/row 2: line 3: has 3 columns.*; 1 row was done before it/);
    expect(rowsOf(strict.stdout).map(({ id }) => id)).toEqual(["a"]);
  });
});

describe("JSON Lines of pixels", () => {
  it("takes arrays, nested ones, and a member for each pixel; what is wrong is told in its place", async () => {
    const tones = Array.from(images.image(5));
    const nested = Array.from({ length: 28 }, (_, y) => tones.slice(28 * y, 28 * y + 28));
    const rows = [
      { pixels: tones, id: 1 },
      { id: 2, pixels: nested },
      { id: 3, pixels: [1, 2] },
      { id: 4, pixels: tones.map((tone) => tone / 255) },
    ];
    const text = `${rows.map((row) => JSON.stringify(row)).join("\n")}\n\nno json\n[1]\n`;
    const { code, stdout } = await piped([], text);
    expect(code).toBe(1);
    const got = linesOf(stdout);
    expect(got.slice(0, 2)).toMatchObject([
      { id: 1, label: answers[5]?.label },
      { id: 2, label: answers[5]?.label },
    ]);
    expect(got.map(({ error }) => error)).toEqual([
      null,
      null,
      'line 3: "pixels" has 2 values, expected 784',
      expect.stringContaining("multiply values from 0 to 1 by 255"),
      "line 6: is no JSON",
      "line 7: is JSON, but no object",
    ]);
    const flat = JSON.stringify(Object.fromEntries([["id", 9], ...tones.map((tone, i) => [`pixel${i}`, tone])]));
    const [only] = linesOf((await piped([], flat)).stdout);
    expect(only).toMatchObject({ id: 9, label: answers[5]?.label });
    expect(Object.keys(only ?? {})).not.toContain("pixel0");
  });
});

describe("predict in a pipe", () => {
  it("needs no environment, answers each line as it comes, and ends with stdin", async () => {
    const { child, ended } = startCli(["predict", "-", "--no-header", "--keep", "0"], {
      shell: 'node=$1; shift; exec env -i "$node" "$@"',
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    for (const i of [7, 8, 9]) {
      child.stdin?.write(`id${i},${pixelsOf(images, i)}\n`);
      const [line] = (await once(lines, "line")) as [string];
      expect(line.startsWith(`id${i},${answers[i]?.label},`)).toBe(true);
    }
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  it("takes an empty partition, a header alone, and a reader that leaves", async () => {
    expect(await piped([], "")).toMatchObject({ code: 0, stdout: "" });
    const header = await piped([], `${PIXEL_HEADER}\n`);
    expect(header).toMatchObject({ code: 0 });
    expect(header.stdout).toMatch(/^id,label,.*,error\n$/);
    write("many.csv", pixelTable(images, 3000));
    const left = await predict(["many.csv"], { shell: '"$@" | head -1; exit 0' });
    expect(left.stdout.split("\n").length).toBe(2);
  });
});

describe("another classifier", () => {
  it("labels pixels by any checkpoint, with its probabilities and without a review", async () => {
    const model = await pretrained({ threads: 1 });
    await model.save(join(cwd, "net.safetensors"));
    const best = (await model.predictClasses(images.images)).slice(0, 20);
    await model.dispose();
    const { code, stdout, stderr } = await piped(["--model", "net.safetensors"], pixelTable(images, 20));
    expect(code, stderr).toBe(0);
    const rows = rowsOf(stdout);
    expect(rows.map(({ label }) => label)).toEqual(Array.from(best, (i) => fashionMnistClassNames[i]));
    expect(Object.keys(rows[0] ?? {})).not.toContain("review");
  });
});

describe("what cannot be a table of pixels", () => {
  it.each([
    [
      "shuffled columns",
      pixelTable(images, 1).replace("pixel5,pixel6", "pixel6,pixel5"),
      [],
      /"pixel6" after "pixel4"/,
    ],
    ["no header, unsaid", pixelTable(images, 2).replace(/^.*\n/, ""), [], /--no-header/],
    ["another size", "id,pixel0,pixel1,pixel2,pixel3\n1,0,0,0,0\n", [], /4 columns are pixels.*28×28×1, 784 pixels/],
    ["no photo and no pixels", "sku,price\n1,2\n", [], /no column of photos or pixels: it has sku, price/],
    [
      "a column that is not there",
      "sku,image\n1,a.png\n",
      ["--image-column", "photo"],
      /no such column → it has sku, image/,
    ],
    [
      "a keep that is not there",
      "sku,image\n1,a.png\n",
      ["--keep", "price"],
      /--keep price: the table has no such column/,
    ],
    ["two columns of photos", "photo,file\na.png,b.png\n", [], /photo or file → --image-column/],
    ["a table in UTF-16", Buffer.from("\ufeffid,image\n", "utf16le"), [], /UTF-16 → save it as UTF-8/],
    [
      "pixels by a range",
      pixelTable(images, 1),
      ["--pixel-columns", "pixel1..pixel700"],
      /700 columns → the model takes/,
    ],
    ["JSON to stdout", "id,image\n", ["--json"], /--out FILE takes the rows/],
    ["resume of stdout", "id,image\n", ["--resume"], /--out FILE takes the rows/],
    ["a page of pixels", pixelTable(images, 1), ["--page", "p.html"], /draws photos/],
    ["photos by a model for pixels", "image\na.png\n", ["--model", "net.safetensors"], /none for photos/],
  ] as const)("%s", async (_, table, args, said) => {
    const { code, stdout, stderr } = await piped(args, table as string);
    expect(code, stderr).toBeGreaterThan(0);
    expect(stderr).toMatch(said);
    expect(stderr).toContain("→");
    expect(stdout === "" || stdout.startsWith("{")).toBe(true);
  });

  it("names one table alone, and options of tables only for tables", async () => {
    expect((await predict(["table.csv", "photo.png"])).stderr).toMatch(
      /table\.csv is a table, and 2 sources are named/,
    );
    const { code, stderr } = await predict(["photo.png", "--strict"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--strict is about tables");
  });
});
