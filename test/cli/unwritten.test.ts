/**
 * Files that cannot be written cost no result: it is printed, one line says what is missing and why, the exit code is 1, and
 * what stood there before is whole.
 */
import { execFileSync } from "node:child_process";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { loadModel } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";

const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
const TRAIN = "train --data sample --recipe seed --threads 1 --epochs 1".split(" ");
/** Above it are the model and the page, below it the record and the pictures; sh counts in 512 or 1024 bytes. */
const LIMITED = 'ulimit -f 60; exec "$@"';

/** The lines about files, of which there must be one. */
const told = ({ stderr }: Ended) => stderr.split("\n").filter((line) => /cannot write|^\s+at |unexpected/.test(line));
const bytesOf = (run: string) =>
  Object.fromEntries(readdirSync(path(run)).map((name) => [name, readFileSync(path(run, name), "base64")]));
const fifoAt = (...names: string[]) => execFileSync("mkfifo", [path(...names)]);

const isWindows = process.platform === "win32";

describe.skipIf(isWindows)("a file that cannot be written", { concurrent: true }, () => {
  it("the page of train: the model is kept, the result printed", async () => {
    mkdirSync(path("fifo"));
    fifoAt("fifo", "report.html");
    const ended = await runCli([...TRAIN, "--out", "fifo", "--force", "--json"], { cwd });
    const message = expect.stringMatching(
      /^cannot write fifo\/report\.html: it is a FIFO, and only an ordinary file is replaced → name another folder with --out$/,
    );
    expect(ended.code).toBe(1);
    expect(told(ended)).toEqual([
      expect.stringMatching(/^fashion-wasm: cannot write fifo\/report\.html: it is a FIFO/),
    ]);
    expect(jsonOf(ended)).toMatchObject({
      error: { code: "IO", message },
      testAccuracy: expect.any(Number),
      evaluation: { images: 100 },
      checkpoint: join("fifo", "model.safetensors"),
      reportFile: null,
      notWritten: [join("fifo", "report.html")],
    });
    expect(lstatSync(path("fifo", "report.html")).isFIFO()).toBe(true);
    expect(readdirSync(path("fifo")).sort()).toEqual(["model.safetensors", "report.html", "run.json"]);
  });

  it("model and record at Ctrl-C: the run is kept in the folder for temporary files", async () => {
    mkdirSync(path("elsewhere"));
    const endless = [...TRAIN, "--epochs", "100000", "--out", "taken", "--json"];
    const { child, ended, stderrHas } = startCli(endless, { cwd, env: { TMPDIR: path("elsewhere") } });
    await stderrHas("epoch      1/100000");
    mkdirSync(path("taken", "model.safetensors"));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    const [kept] = readdirSync(path("elsewhere"));
    const checkpoint = path("elsewhere", kept as string, "model.safetensors");
    expect(told({ code, stdout, stderr })).toEqual([
      expect.stringMatching(
        /^fashion-wasm: interrupted: stopped in epoch \d+ of 100000, checkpoint kept in .*; cannot write taken\/model\.safetensors: it is a folder.*; the run is kept in /,
      ),
    ]);
    const json = jsonOf({ code, stdout, stderr });
    expect(json).toMatchObject({ checkpoint, notWritten: [join("taken", "model.safetensors")] });
    expect(readdirSync(path("elsewhere", kept as string)).sort()).toEqual(["model.safetensors", "run.json"]);
    await using model = await loadModel(checkpoint, { threads: 1 });
    expect(await model.weightsSha256()).toBe(json.weightsSha256);
  });

  it("the record: the rest is there", async () => {
    const { child, ended, stderrHas } = startCli([...TRAIN, "--epochs", "100000", "--out", "recordless"], { cwd });
    await stderrHas("epoch      1/100000");
    rmSync(path("recordless", "run.json"), { force: true });
    mkdirSync(path("recordless", "run.json"));
    child.kill("SIGINT");
    const stopped = await ended;
    expect(stopped.code).toBe(130);
    expect(told(stopped)).toEqual([
      expect.stringMatching(
        /checkpoint kept in recordless\/model\.safetensors; cannot write .*run\.json: it is a folder/,
      ),
    ]);
  });

  it("one of explore's: the others are written, the result printed", async () => {
    mkdirSync(path("shown"));
    fifoAt("shown", "grid.png");
    const ended = await runCli(["explore", "--data", "sample", "--out", "shown", "--force", "--json"], { cwd });
    expect(ended.code).toBe(1);
    expect(told(ended)).toHaveLength(1);
    expect(jsonOf(ended)).toMatchObject({
      error: { code: "IO", message: expect.stringContaining("cannot write shown/grid.png: it is a FIFO") },
      shape: [500, 28, 28, 1],
      files: [join("shown", "explore.html"), join("shown", "image.png")],
      notWritten: [join("shown", "grid.png")],
    });
    expect(lstatSync(path("shown", "grid.png")).isFIFO()).toBe(true);
  });

  it("the model, nor a folder for temporary files: it is lost, in words", async () => {
    const env = { TMPDIR: path("nowhere") };
    const ended = await runCli([...TRAIN, "--out", "lost"], { cwd, env, shell: LIMITED });
    expect([ended.code, ended.stderr]).toEqual([
      1,
      expect.stringMatching(
        /; the model is lost: cannot make a folder in .*nowhere: there is no such file or folder\n$/,
      ),
    ]);
  });

  it("the model, as is known beforehand: refused before training", async () => {
    mkdirSync(path("early"));
    fifoAt("early", "model.safetensors");
    const ended = await runCli([...TRAIN, "--out", "early", "--force"], { cwd });
    expect(ended.code).toBe(1);
    expect(ended.stderr).not.toContain("epoch 1/1");
    expect(told(ended)).toEqual([expect.stringMatching(/cannot write early\/model\.safetensors: it is a FIFO/)]);
    expect(lstatSync(path("early", "model.safetensors")).isFIFO()).toBe(true);
  });
});

describe.skipIf(isWindows)("an older run in the folder", () => {
  beforeAll(async () => {
    await runCli([...TRAIN, "--out", "run", "--json"], { cwd });
  });

  it("the page of eval, too large: the old one is whole, and the line says that it is older", async () => {
    const before = bytesOf("run");
    const ended = await runCli(["eval", "run", "--threads", "1"], { cwd, shell: LIMITED });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^test accuracy 0\.\d{4}[\s\S]*weighted avg[\s\S]*\nno report was written\n$/m);
    expect(told(ended)).toEqual([
      "fashion-wasm: cannot write run/report.html: it is larger than the file system or a limit (ulimit -f) allows; the file there is an older one",
    ]);
    expect(bytesOf("run")).toEqual(before);
  });

  it("the model: the result is printed, and the folder keeps the older run as it was", async () => {
    const before = bytesOf("run");
    mkdirSync(path("temporary"));
    const env = { TMPDIR: path("temporary") };
    const ended = await runCli([...TRAIN, "--seed", "2", "--out", "run", "--force"], { cwd, env, shell: LIMITED });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^test accuracy 0\.\d{4}[\s\S]*weighted avg[\s\S]*no checkpoint was kept\n$/m);
    expect(told(ended)).toEqual([
      expect.stringMatching(
        /^fashion-wasm: cannot write run\/model\.safetensors: it is larger .*; the model is lost: /,
      ),
    ]);
    expect(bytesOf("run")).toEqual(before);
    expect(readdirSync(path("temporary"))).toEqual([]);
  });

  it("a page is never written into: another name of the old one keeps it, and a link stays a link", async () => {
    const [real, page] = [path("page.html"), path("run", "report.html")];
    renameSync(page, real);
    linkSync(real, path("kept.html"));
    symlinkSync(real, page);
    const old = readFileSync(real, "utf8");
    expect((await runCli(["eval", "run", "--threads", "1", "--json"], { cwd })).code).toBe(0);
    expect(readFileSync(path("kept.html"), "utf8") === old).toBe(true);
    expect(statSync(real).ino).not.toBe(statSync(path("kept.html")).ino);
    expect(readlinkSync(page)).toBe(real);
    expect(readFileSync(page, "utf8").slice(-100)).toMatch(/<\/html>\s*$/);
  });
});
