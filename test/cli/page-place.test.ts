/** Which files `eval` and `explore` replace: their own, of the same run; nobody else's unless --force says so. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, runCli } from "./run-cli.js";

const cwd = emptyFolder();
const TRAIN = ["train", "--data", "sample", "--recipe", "seed", "--epochs", "1", "--threads", "1", "--json"];
const path = (...names: string[]) => join(cwd, ...names);
const textOf = (...names: string[]) => readFileSync(path(...names), "utf8");
const evaluate = (...options: string[]) => runCli(["eval", ...options, "--data", "sample", "--threads", "1"], { cwd });
const explore = (...options: string[]) => runCli(["explore", "--data", "sample", "--json", ...options], { cwd });

function expectRefused({ code, stderr }: Ended, why: RegExp): void {
  expect([code, stderr]).toEqual([2, expect.stringMatching(why)]);
  expect(stderr).toContain("--force");
}

beforeAll(async () => {
  await runCli([...TRAIN, "--out", "one"], { cwd });
  await runCli([...TRAIN, "--out", "two", "--seed", "2"], { cwd });
});

describe("eval", () => {
  it("refuses the folder of another run", async () => {
    const before = textOf("two", "report.html");
    expectRefused(await evaluate("one", "--out", "two"), /two: the model of another run is there/);
    expect(textOf("two", "report.html")).toBe(before);
  });

  it("refuses a page that somebody else wrote, and takes it with --force", async () => {
    mkdirSync(path("mine"));
    writeFileSync(path("mine", "report.html"), "<p>my report");
    expectRefused(await evaluate("one", "--out", "mine"), /mine: report\.html there was not written by fashion-wasm/);
    expect(textOf("mine", "report.html")).toBe("<p>my report");
    expect((await evaluate("one", "--out", "mine", "--force")).code).toBe(0);
    expect(textOf("mine", "report.html")).toContain("recipe seed, seed 1");
    // Of the same weights now, and then of others.
    expect((await evaluate("one", "--out", "mine")).code).toBe(0);
    expectRefused(await evaluate("two", "--out", "mine"), /mine: report\.html there is of another model/);
  });

  it("replaces the page of its own folder, also of a model that was there before", async () => {
    mkdirSync(path("again"));
    copyFileSync(path("one", "report.html"), path("again", "report.html"));
    copyFileSync(path("two", "model.safetensors"), path("again", "model.safetensors"));
    expect((await evaluate("again")).code).toBe(0);
    expect(textOf("again", "report.html")).not.toBe(textOf("one", "report.html"));
  });
});

describe.skipIf(process.platform === "win32")("a folder under another name", () => {
  it("is the run's own", async () => {
    symlinkSync("one", path("linked"));
    for (const [run, out] of [
      ["linked", "one"],
      ["one", "linked"],
      [join("linked", "model.safetensors"), path("one")],
    ]) {
      expect(await evaluate(run as string, "--out", out as string)).toMatchObject({ code: 0 });
    }
    expectRefused(await evaluate("two", "--out", "linked"), /linked: the model of another run is there/);
  });
});

describe("a folder that was made for nothing", () => {
  it("is removed again, with those above it", async () => {
    for (const command of [["eval", "one"], ["explore"]]) {
      const options = ["--data", "/nonexistent", "--out", join("none", "at", "all")];
      expect((await runCli([...command, ...options], { cwd })).code).toBe(1);
    }
    for (const command of [["eval", "one"], ["explore"], ["train"]]) {
      const ended = await runCli([...command, "--data", "sample", "--out", join("none", "x".repeat(300))], { cwd });
      expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("(ENAMETOOLONG)")]);
    }
    expect(existsSync(path("none"))).toBe(false);
  });
});

describe("explore --out", () => {
  it("is refused before data are read where no folder can be", async () => {
    const out = join("one", "run.json");
    const ended = await explore("--data", "/nonexistent", "--out", out);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining(`--out ${out}: `)]);
  });

  it("replaces what it wrote", async () => {
    expect((await explore("--out", "seen")).code).toBe(0);
    expect((await explore("--out", "seen", "--seed", "2")).code).toBe(0);
    expect(readdirSync(path("seen")).sort()).toEqual(["explore.html", "grid.png", "image.png"]);
  });

  it.each(["explore.html", "grid.png", "image.png"])("refuses a %s of somebody else before it reads", async (name) => {
    mkdirSync(path(name));
    writeFileSync(path(name, name), "mine");
    const ended = await explore("--data", "/nonexistent", "--out", name);
    expectRefused(ended, new RegExp(`${name}: ${name} there was not written by explore`));
    expect(textOf(name, name)).toBe("mine");
  });
});
