/** `fashion-wasm predict` of tables that can be misunderstood, or changed meanwhile: nothing is lost, altered or taken silently. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadFashionMnist, photoClassifier } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { writePhotos } from "./photos.js";
import { emptyFolder, runCli, startCli } from "./run-cli.js";
import { linesOf, pixelTable, rowsOf, textOf } from "./tables.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
const at = (name: string) => join(cwd, name);
const labels: string[] = [];
const label = (i: number) => labels[i] as string;

beforeAll(async () => {
  await writePhotos(cwd, images, { "0.png": 0, "1.png": 1, "2.png": 2, "other/0.png": 1 });
  const classifier = await photoClassifier({ threads: 1 });
  for (const i of [0, 1, 2]) labels.push((await classifier.classify(at(`${i}.png`))).label);
  await classifier.dispose();
  expect(label(0)).not.toBe(label(1));
});

const predict = (args: readonly string[], options = {}) => runCli(["predict", ...args], { cwd, ...options });
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return name;
};

describe("JSON Lines", () => {
  it("without an object are refused, and not empty", async () => {
    for (const text of ["garbage\nmore\n", '[{"image":"0.png"}]\n', Buffer.from('{"image":"0.png"}\n', "utf16le")]) {
      const { code, stderr } = await predict([write("wrong.jsonl", text), "--out", "wrong.csv"]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/no object → JSON Lines are an object a line/);
      expect(existsSync(at("wrong.csv"))).toBe(false);
    }
  });

  it("keep their numbers to the last digit, or say that they cannot", async () => {
    const line = '{"id":9007199254740993, "price":1.10,"image":"0.png"}';
    const { stdout } = await predict([write("long.jsonl", `${line}\n`)]);
    expect(stdout.startsWith(`${line.slice(0, -1)},"label":"${label(0)}"`)).toBe(true);
    expect(linesOf(stdout)[0]).toMatchObject({ label: label(0), error: null });
    const { code, stderr } = await predict(["long.jsonl", "--out", "long.csv"]);
    expect(code).toBe(1);
    expect(stderr).toContain('"id" is a number of more digits than are kept → write it as a text');
  });

  it("of which one has a member of ours keep it, and the row is told", async () => {
    const rows = ['{"image":"0.png"}', '{"image":"1.png","label":"mine"}'];
    const { code, stdout, stderr } = await predict([write("own.jsonl", `${rows.join("\n")}\n`)]);
    expect(code).toBe(1);
    expect(linesOf(stdout)[1]).toMatchObject({ label: "mine", error: expect.stringContaining('"label" is told here') });
    expect(stderr).toContain("1 of 2 rows failed, 1 done");
  });

  it("may have members that the first has not", async () => {
    const rows = ['{"id":1}', '{"id":2,"where":"0.png"}'];
    const { stdout } = await predict([write("late.jsonl", rows.join("\n")), "--image-column", "where"]);
    expect(linesOf(stdout).map((row) => row.label)).toEqual([null, label(0)]);
  });
});

describe("columns", () => {
  it("of one name are told apart by their place alone", async () => {
    write("twice.csv", "image,id,image\n0.png,7,1.png\n");
    const { code, stderr } = await predict(["twice.csv"]);
    expect(code).toBe(2);
    expect(stderr).toContain("two columns are called image → --image-column says which");
    for (const [place, i] of [
      ["0", 0],
      ["2", 1],
    ] as const) {
      expect((await predict(["twice.csv", "--image-column", place])).stdout).toContain(`0.png,7,1.png,${label(i)},`);
    }
  });

  it("are as the last bytes have them, of tables of a few bytes", async () => {
    expect((await predict([write("three.csv", "a\nb"), "--no-header"])).stdout.match(/^[ab],/gm)).toEqual(["a,", "b,"]);
  });

  it("of products: a wrong row hides whose rows follow; lists without blanks are lists", async () => {
    const shopify = ["Handle,Title,Image Src", "a,A,0.png", "b,B,1.png,extra", ",b2,"];
    expect(
      rowsOf((await predict([write("wrong-row.csv", shopify.join("\n"))])).stdout).map((row) => row.label),
    ).toEqual([label(0), "", ""]);
    const woo = ["ID,Type,SKU,Images,Parent", '1,simple,A,"0.png,1.png",', '2,simple,B,", 2.png",'];
    expect(rowsOf((await predict([write("woo.csv", woo.join("\n"))])).stdout).map((row) => row.label)).toEqual([
      label(0),
      label(2),
    ]);
  });
});

describe("a row's own fault", () => {
  it("ends no table: a data: URL that is none", async () => {
    const rows = ["id,image", "1,0.png", '2,"data:image/png;base64,@@@"', "3,1.png"];
    const { code, stdout, stderr } = await predict([write("data.csv", rows.join("\n"))]);
    expect(code).toBe(1);
    expect(rowsOf(stdout).map((row) => row.label)).toEqual([label(0), "", label(1)]);
    expect(stderr).toMatch(/2 done: row 2, data:/);
  });

  it("of a table that is cut short costs no row before it, which are counted", async () => {
    const whole = gzipSync(pixelTable(images, 300));
    write("cut.csv.gz", whole.subarray(0, Math.floor(0.6 * whole.length)));
    const { code, stdout, stderr } = await predict(["cut.csv.gz", "--keep", "id"]);
    expect(code).toBe(1);
    const done = rowsOf(stdout).length;
    expect(done).toBeGreaterThan(100);
    expect(stderr).toContain(`the gzip file is cut short → get it again; ${done} rows were done`);
  });
});

describe("--out", () => {
  it("is never the table that is read, whatever it is called", async () => {
    write("source.csv", "image\n0.png\n");
    symlinkSync("source.csv", at("link.csv"));
    for (const out of ["source.csv", "link.csv"]) {
      const { code, stderr } = await predict(["source.csv", "--out", out, "--force"]);
      expect(code).toBe(2);
      expect(stderr).toContain("would replace the table that is read");
    }
    expect(textOf(at("source.csv"))).toBe("image\n0.png\n");
  });

  it("belongs to one process at a time, and nothing is left of one that did nothing", async () => {
    const first = startCli(["predict", "-", "--out", "both.csv", "--no-header"], { cwd });
    first.child.stdin?.write("0.png\n");
    while (!existsSync(at("both.csv.partial.json"))) await new Promise((again) => setTimeout(again, 20));
    for (const more of [[], ["--force"], ["--resume"]]) {
      const second = await predict(["source.csv", "--out", "both.csv", ...more]);
      expect(second.code).toBe(2);
      expect(second.stderr).toMatch(/process \d+ writes both\.csv\.partial → wait for it or end it/);
    }
    first.child.stdin?.end();
    expect((await first.ended).code).toBe(0);
    const idle = startCli(["predict", "-", "--out", "idle.csv", "--no-header"], { cwd });
    idle.child.stdin?.write("0"); // no row yet
    await new Promise((later) => setTimeout(later, 700));
    idle.child.kill("SIGINT");
    expect((await idle.ended).code).toBe(130);
    expect(readdirSync(cwd).filter((name) => name.startsWith("idle"))).toEqual([]);
  });

  it("is gone on with by the same rows and photos alone", async () => {
    const table = ["0.png", "nowhere.png", "1.png"].join("\n");
    write("a.txt", table);
    write("b.txt", `${["1.png", "nowhere.png", "1.png"].join("\n")}`);
    const args = ["-", "--no-header", "--out", "pipe.csv"];
    const from = (file: string) => ({ shell: `"$@" < ${file}` });
    expect((await predict([...args, "--strict"], from("a.txt"))).code).toBe(1);
    expect((await predict([...args, "--resume"], from("b.txt"))).stderr).toContain("was made of other rows");
    const moved = await predict([...args, "--resume", "--images", "other"], from("a.txt"));
    expect(moved.stderr).toContain("was made with another folder of photos");
    expect((await predict([...args, "--resume"], from("a.txt"))).code).toBe(1);
    expect(readFileSync(at("pipe.csv"), "utf8").split("\n").length).toBe(4);
  });
});

it.each([
  [["--pixel-columns", "0..1", "--image-column", "x"], /exclude each other/],
  [["--fetch-size", "3"], /--fetch-size is about downloads → give --fetch too/],
  [["--recursive"], /--recursive is about folders/],
] as const)("refuses %j", async (args, said) => {
  const { code, stderr } = await predict(["source.csv", ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
});
