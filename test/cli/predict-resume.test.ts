/** `fashion-wasm predict --resume`: whatever ended the process, no row is lost, none is there twice, and the bytes are the same. */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadFashionMnist } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { writePhotos } from "./photos.js";
import { emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";
import { pixelTable, textOf } from "./tables.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
const ROWS = 12_000;
const at = (name: string) => join(cwd, name);
const predict = (args: readonly string[], options = {}) => runCli(["predict", ...args], { cwd, ...options });

/** A table with quoted ids on two lines, and rows that are wrong. */
function table(rows: number): string {
  const lines = pixelTable(images, rows).split("\n");
  return lines
    .map((line, i) => {
      if (i % 97 === 50) return line.replace(/,(\d+),/, ",x,");
      return i % 7 === 3 ? line.replace(/^r(\d+)/, '"r$1\nagain"') : line;
    })
    .join("\n");
}

beforeAll(async () => {
  writeFileSync(at("t.csv"), table(ROWS));
  const { code, stderr } = await predict(["t.csv", "--out", "whole.csv"]);
  expect(code, stderr).toBe(1); // rows are wrong
});

/** Starts, and sends a signal once `rows` rows were committed, and something more was written. */
async function cut(args: readonly string[], signal: NodeJS.Signals, rows: number): Promise<number | null> {
  const { child, ended } = startCli(["predict", ...args], { cwd });
  const journal = at(`${args[args.indexOf("--out") + 1]}.partial.json`);
  const done = () => (existsSync(journal) ? (JSON.parse(textOf(journal)) as { rows: number }).rows : 0);
  while (done() < rows && child.exitCode === null) await new Promise((again) => setTimeout(again, 20));
  child.kill(signal);
  return (await ended).code;
}

describe("predict --resume", () => {
  it("goes on after a kill and after Ctrl-C, to the same bytes", async () => {
    const args = ["t.csv", "--out", "cut.csv", "--threads", "1", "--resume"];
    expect(await cut(args, "SIGKILL", 1)).toBe(null);
    expect(existsSync(at("cut.csv"))).toBe(false);
    const again = await predict(["t.csv", "--out", "cut.csv"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(
      /cut\.csv\.partial has [\d,]+ rows? of an earlier run → go on with it by --resume, or/,
    );
    const { rows } = JSON.parse(textOf(at("cut.csv.partial.json"))) as { rows: number };
    expect(await cut(args, "SIGINT", rows + 1)).toBe(130);
    const ended = await predict([...args, "--json"]);
    expect(ended.code).toBe(1);
    expect(textOf(at("cut.csv"))).toBe(textOf(at("whole.csv")));
    const whole = jsonOf(ended);
    expect(whole).toMatchObject({ rows: ROWS, failed: textOf(at("whole.csv")).match(/expected a whole/g)?.length });
    expect(whole.resumedAt).toBeGreaterThan(rows);
    expect(readdirSync(cwd).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("refuses to go on with another table, other options or damage, and begins anew with --force", async () => {
    const args = ["t.csv", "--out", "other.csv", "--threads", "1"];
    await cut(args, "SIGTERM", 1);
    const other = await predict([...args, "--resume", "--top-k", "2"]);
    expect(other.stderr).toMatch(/was made with another --top-k → give the same again, or begin anew with --force/);
    writeFileSync(at("small.csv"), table(5));
    const table2 = await predict(["small.csv", "--out", "other.csv", "--resume"]);
    expect(table2.stderr).toMatch(/was made with another table/);
    writeFileSync(at("other.csv.partial"), "short");
    expect((await predict([...args, "--resume"])).stderr).toMatch(/has 5 bytes, and \d+ were written → begin anew/);
    writeFileSync(at("other.csv.partial.json"), "{}");
    expect((await predict([...args, "--resume"])).stderr).toMatch(/does not say how far the table is → begin anew/);
    expect((await predict(["small.csv", "--out", "other.csv", "--force"])).code).toBe(0);
    expect(textOf(at("other.csv")).split("\n").length).toBeGreaterThan(5);
  });

  it("begins from the start where nothing is there, and is done where only the journal is left", async () => {
    writeFileSync(at("few.csv"), `${table(5).trimEnd()}\nbad,1\n`);
    const args = ["few.csv", "--out", "few-out.csv", "--resume"];
    expect((await predict([...args, "--strict"])).stderr).toContain("5 rows were done before it");
    const journal = JSON.parse(textOf(at("few-out.csv.partial.json")));
    expect(journal.rows).toBe(5);
    expect((await predict(args)).code).toBe(1); // the row that fails is tried again, and told
    expect((await predict(args)).stderr).toMatch(/few-out\.csv: a file is there/);
    // As if the process had ended between the two.
    const { length } = readFileSync(at("few-out.csv"));
    const counted = {
      ...journal.counted,
      rows: 6,
      failed: 1,
      errors: [{ file: "x", code: "TABLE_ROW", error: "wrong" }],
    };
    writeFileSync(at("few-out.csv.partial.json"), JSON.stringify({ ...journal, rows: 6, written: length, counted }));
    // Its number is another process's now, as happens in containers.
    const again = { ...JSON.parse(textOf(at("few-out.csv.partial.json"))) };
    writeFileSync(at("few-out.csv.partial.json"), JSON.stringify({ ...again, process: { ...again.process, pid: 1 } }));
    writeFileSync(at("small2.csv"), table(5));
    const other = await predict(["small2.csv", "--out", "few-out.csv", "--resume"]);
    expect(other.stderr).toContain("was made with another table");
    const done = await predict([...args, "--json"]);
    expect(done.code).toBe(1); // as the process would have ended
    expect(jsonOf(done)).toMatchObject({ rows: 6, failed: 1, files: ["few-out.csv"] });
    expect(existsSync(at("few-out.csv.partial.json"))).toBe(false);
  });

  it("reads gzip, stdin and shops' exports again from their start, and leaves out what is done", async () => {
    await writePhotos(cwd, images, { "0.png": 0, "1.png": 1 });
    const rows = ["Handle,Title,Image Src", "a,A,0.png", "a,,", "b,B,none.png", "b,,", "c,C,1.png", "c,,", "a,,"];
    writeFileSync(at("shop.csv"), `${rows.join("\n")}\n`);
    await predict(["shop.csv", "--out", "shop-whole.csv"]);
    expect((await predict(["shop.csv", "--out", "shop-cut.csv", "--strict"])).code).toBe(1);
    expect(textOf(at("shop-cut.csv.partial")).split("\n").length).toBe(4);
    await predict(["shop.csv", "--out", "shop-cut.csv", "--resume"]);
    expect(textOf(at("shop-cut.csv"))).toBe(textOf(at("shop-whole.csv")));
    writeFileSync(at("t.csv.gz"), gzipSync(table(200)));
    writeFileSync(at("t200.csv"), table(200));
    await predict(["t200.csv", "--out", "t200-whole.csv"]);
    for (const [name, shell] of [
      ["t.csv.gz", ""],
      ["-", '"$@" < t200.csv'],
    ] as const) {
      await predict([name, "--out", "gz.csv", "--strict"], { shell });
      expect(existsSync(at("gz.csv.partial"))).toBe(true);
      await predict([name, "--out", "gz.csv", "--resume"], { shell });
      expect(textOf(at("gz.csv"))).toBe(textOf(at("t200-whole.csv")));
      renameSync(at("gz.csv"), at("gz-before.csv"));
    }
  });
});
