/** The files that `predict` writes: a table that any reader of CSV takes apart rightly, JSON Lines, a contact sheet. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadFashionMnist } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { read } from "../report/markup.js";
import { writePhotos } from "./photos.js";
import { type Ended, emptyFolder, jsonOf, runCli } from "./run-cli.js";

const { test: images } = await loadFashionMnist({ data: "sample" });

/** Names that are something else to a shell, a table, a spreadsheet or a page. */
const NAMES = [
  "plain.png",
  'a,b"c".png',
  "=1+1.png",
  "+x.png",
  "-x.png",
  "@x.png",
  " blank.png",
  "Ж漢👕.png",
  "<b>.png",
  ...(process.platform === "win32" ? [] : ["two\nlines.png", "tab\t.png"]),
];

const cwd = emptyFolder();
const predict = (...args: string[]) => runCli(["predict", ...args], { cwd });
let ended: Ended;
beforeAll(async () => {
  await writePhotos(cwd, images, {
    ...Object.fromEntries(NAMES.map((name, i) => [`shop/${name}`, i])),
    "shop/zz-broken.png": "\x89PNG\r\n\x1a\n",
    "one/1.png": 0,
    "one/2.png": { image: 1 },
  });
  ended = await predict("shop", "--out", "new/folder/all.csv", "--page", "new/all.html", "--json");
});

const resultsOf = (of: Ended) => jsonOf(of).results as ({ file: string } & Record<string, unknown>)[];

describe("--out", () => {
  it("writes CSV by RFC 4180, with a header, four decimals and the names as they are", () => {
    const text = readFileSync(join(cwd, "new", "folder", "all.csv"), "utf8");
    const [head] = text.split("\r\n");
    expect(head).toBe(
      "file,label,probability,label2,probability2,label3,probability3,review,reason,google_product_category,google_product_category_path,preparation,background,objects,error",
    );
    expect(text).toContain('"shop/a,b""c"".png",');
    expect(text).toContain("\r\nshop/=1+1.png,");
    expect(text.endsWith("\r\n")).toBe(true);
    expect(text.match(/,\d\.\d{4},/g)?.length).toBeGreaterThan(NAMES.length);
  });

  it("is read by Python's csv as the JSON has it", () => {
    const script =
      "import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))))";
    const python = process.env.FASHION_WASM_PYTHON || "python3";
    const path = join(cwd, "new", "folder", "all.csv");
    const rows = JSON.parse(execFileSync(python, ["-c", script, path], { encoding: "utf8" })) as Record<
      string,
      string
    >[];
    const results = resultsOf(ended);
    expect(rows.map(({ file }) => file)).toEqual(results.map(({ file }) => file));
    expect(new Set(rows.map(({ file }) => file?.slice("shop/".length)))).toEqual(new Set([...NAMES, "zz-broken.png"]));
    for (const [i, row] of rows.entries()) {
      const result = results[i] as Record<string, unknown>;
      const text = (value: unknown) => (value === null ? "" : String(value));
      for (const name of ["label", "review", "reason", "preparation", "background", "objects", "error"]) {
        expect([name, row[name]]).toEqual([name, text(result[name])]);
      }
      const topK = result.topK as { label: string; probability: number }[];
      for (const [k, scored] of topK.entries()) {
        const place = k === 0 ? "" : String(k + 1);
        expect(row[`label${place}`]).toBe(scored.label);
        expect(row[`probability${place}`]).toBe(scored.probability.toFixed(4));
      }
    }
  });

  it("writes JSON Lines with the rows of the JSON", async () => {
    const written = await predict("shop", "--out", "all.jsonl", "--top-k", "1", "--json");
    const lines = readFileSync(join(cwd, "all.jsonl"), "utf8").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(resultsOf(written));
    expect(Object.keys(JSON.parse(lines[0] as string))).toEqual(
      "file label probability topK review reason google_product_category google_product_category_path preparation background objects error".split(
        " ",
      ),
    );
    expect(jsonOf(written).files).toEqual(["all.jsonl"]);
  });

  it("has as many columns as classes were asked for", async () => {
    await predict("one", "--out", "one.CSV", "--top-k", "1");
    const [head, first, second, end] = readFileSync(join(cwd, "one.CSV"), "utf8").split("\r\n");
    expect(head).toBe(
      "file,label,probability,review,reason,google_product_category,google_product_category_path,preparation,background,objects,error",
    );
    const category = '\\d+,("[^"]+"|[^,"]+)';
    const until = (name: string) => `^one.${name}\\.png,[^,]+,\\d\\.\\d{4},(true|false),[^,]*,${category}`;
    expect(first).toMatch(new RegExp(`${until("1")},photo,(plain|gradient|textured),\\d+,$`));
    expect(second).toMatch(new RegExp(`${until("2")},none,,,$`));
    expect(end).toBe("");
  });
});

describe("--page", () => {
  it("writes a sheet with every photo, which loads nothing", () => {
    const page = readFileSync(join(cwd, "new", "all.html"), "utf8");
    const { tags, text } = read(page);
    expect(text).toContain(`${NAMES.length + 1} photos`);
    expect(tags.filter(({ name }) => name === "script" || name === "link")).toEqual([]);
    const cards = tags.filter(
      ({ attributes }) => /^photo\b/.test(attributes.get("class") ?? "") && attributes.size === 1,
    );
    expect(cards.filter(({ name }) => name === "li")).toHaveLength(NAMES.length);
    expect(text).toContain("shop/zz-broken.png");
    expect(text).toContain("shop/<b>.png");
    expect(page).toContain('<section id="failed"');
    expect(text).toContain("the model in fashion-wasm");
    expect(jsonOf(ended).files).toEqual(["new/folder/all.csv", "new/all.html"]);
  });
});

describe("files that are there", () => {
  it.each([
    ["--out", "there.csv", "a file is there → name another one, or replace it with --force"],
    ["--page", "there.html", "a file is there"],
    ["--out", "folder.csv", "a folder is there → name a file"],
  ])("%s %s is refused before anything is read", async (option, name, message) => {
    if (name.startsWith("folder")) mkdirSync(join(cwd, name), { recursive: true });
    else writeFileSync(join(cwd, name), "mine");
    const { code, stderr } = await predict("shop", option, name, "--out", option === "--out" ? name : "other/x.csv");
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${option} ${name}: ${message}`)]);
    if (!name.startsWith("folder")) expect(readFileSync(join(cwd, name), "utf8")).toBe("mine");
    expect(existsSync(join(cwd, "other"))).toBe(false);
  });

  it("are replaced with --force", async () => {
    writeFileSync(join(cwd, "old.csv"), "mine");
    const { code } = await predict("one", "--out", "old.csv", "--force");
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, "old.csv"), "utf8")).toMatch(/^file,label,/);
  });

  it.each([
    [["--out", "x.txt"], "a file that ends in .csv or .jsonl"],
    [["--out", "shop/.csv"], "a file that ends in .csv or .jsonl"],
    [["--page", "photo.png"], "a file that ends in .html or .htm"],
    [["--out", ""], "Expected a path, received nothing"],
    [["--top-k", "0"], "a whole number from 1"],
    [["--preparation", "non"], "Did you mean none?"],
    [["--threads", "17"], "from 1 to 16"],
  ])("%j is wrong use", async (args, message) => {
    const { code, stderr } = await predict("shop", ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("wants a source, and two files of two names", async () => {
    expect(await predict()).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument") });
    const same = await predict("one", "--out", "same.csv", "--page", "./same.csv");
    expect(same.code).toBe(2);
  });

  it("leave no folder behind where nothing is written", async () => {
    mkdirSync(join(cwd, "hollow"), { recursive: true });
    const { code, stderr } = await predict("hollow", "--out", "made/a/all.csv");
    expect([code, stderr]).toEqual([1, expect.stringContaining("hollow: no photo, nothing is there")]);
    expect(existsSync(join(cwd, "made"))).toBe(false);
  });

  it.skipIf(process.platform === "win32")("that cannot be written cost no result", async () => {
    execFileSync("mkfifo", [join(cwd, "pipe.csv")]);
    const unwritten = await predict("one", "--out", "pipe.csv", "--page", "beside.html", "--force", "--json");
    expect(unwritten.code).toBe(1);
    expect(jsonOf(unwritten)).toMatchObject({
      error: { code: "IO", message: expect.stringContaining("pipe.csv") },
      photos: 2,
      failed: 0,
      files: ["beside.html"],
      notWritten: ["pipe.csv"],
    });
  });
});
