/**
 * Every file that the commands write, on a disk that is full, read-only or taken by a device, and with the process killed in
 * the middle: the old file is whole, the result is printed, one line says what failed. A disk of its own needs root.
 */
import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { loadModel } from "fashion-wasm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CLI, type Ended, emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";

const TRAIN = "train --data sample --recipe seed --threads 1 --json --epochs".split(" ");
const EXPLORE = "explore --data sample --json --out".split(" ");
const KILOBYTE = 1024;

/** A file system of 2 MB of its own, if this process may mount one. */
const disk = emptyFolder();
const mount = (...options: string[]) => execFileSync("mount", [...options, disk], { stdio: "ignore" });
const mounted = (() => {
  try {
    if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs");
    return true;
  } catch {
    return false;
  }
})();
afterAll(() => {
  if (mounted) execFileSync("umount", ["-l", disk]);
});

const told = ({ stderr }: Ended) => stderr.split("\n").filter((line) => /cannot write|^\s+at |unexpected/.test(line));
const bytesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "base64")]));

/** Fills the disk, but for so many bytes. */
function leave(bytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, "filling"), new Uint8Array(bavail * bsize - bytes));
}

describe.skipIf(!mounted)("on a disk of 2 MB (needs root, Linux)", () => {
  const temporary = emptyFolder();
  const options = { cwd: disk, env: { TMPDIR: temporary } };
  beforeEach(() => {
    mount("-o", "remount,rw");
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
    for (const name of readdirSync(temporary)) rmSync(join(temporary, name), { recursive: true });
  });

  it("a model that does not fit is kept elsewhere, and the older run stays", async () => {
    await runCli([...TRAIN, "1", "--out", "run"], options);
    const before = bytesIn(join(disk, "run"));
    leave(40 * KILOBYTE);
    const ended = await runCli([...TRAIN, "1", "--seed", "2", "--out", "run", "--force"], options);
    expect(ended.code).toBe(1);
    expect(told(ended)).toEqual([
      expect.stringMatching(/model\.safetensors: no space left on the device; the run is ke/),
    ]);
    expect(bytesIn(join(disk, "run"))).toEqual(before);
    const { checkpoint, weightsSha256, testAccuracy, reportFile } = jsonOf(ended);
    expect(testAccuracy).toEqual(expect.any(Number));
    await using model = await loadModel(checkpoint as string, { threads: 1 });
    expect(await model.weightsSha256()).toBe(weightsSha256);
    expect(readFileSync(reportFile as string, "utf8")).toMatch(/<\/html>\s*$/);
    expect((await runCli(["eval", join(checkpoint as string, ".."), "--threads", "1"], options)).code).toBe(0);
  });

  it("a page that does not fit", async () => {
    leave(280 * KILOBYTE);
    const ended = await runCli([...TRAIN, "1", "--out", "run"], options);
    expect(ended.code).toBe(1);
    expect(told(ended)).toEqual(["fashion-wasm: cannot write run/report.html: no space left on the device"]);
    expect(jsonOf(ended)).toMatchObject({ testAccuracy: expect.any(Number), reportFile: null });
    expect(readdirSync(join(disk, "run")).sort()).toEqual(["model.safetensors", "run.json"]);
  });

  it.each([0, 4, 100])("explore with %i kB left", async (kilobytes) => {
    mkdirSync(join(disk, "shown"));
    const names = ["explore.html", "grid.png", "image.png"];
    for (const name of names) writeFileSync(join(disk, "shown", name), "old");
    leave(kilobytes * KILOBYTE);
    const ended = await runCli([...EXPLORE, "shown", "--force"], options);
    expect(ended.code).toBe(1);
    expect(told(ended)).toHaveLength(1);
    const { files, notWritten, shape } = jsonOf(ended) as { files: string[]; notWritten: string[]; shape: number[] };
    expect(shape).toEqual([500, 28, 28, 1]);
    expect([...files, ...notWritten].sort()).toEqual(names.map((name) => join("shown", name)));
    for (const file of notWritten) expect(readFileSync(join(disk, file), "utf8")).toBe("old");
    for (const file of files) expect(readFileSync(join(disk, file)).length).toBeGreaterThan(100);
    expect(readdirSync(join(disk, "shown")).sort()).toEqual(names);
  });

  it.each([0, 4])("stdout in a file with %i kB left", async (kilobytes) => {
    leave(kilobytes * KILOBYTE);
    const { code, stderr } = await runCli(["explore", "--data", "sample"], { ...options, shell: 'exec "$@" >out.txt' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "fashion-wasm: cannot write to stdout: no space left on the device\n",
    });
  });

  it("read-only since the training began: kept elsewhere", async () => {
    const { child, ended, stderrHas } = startCli([...TRAIN, "100000", "--out", "run"], options);
    await stderrHas("epoch      1/100000");
    mount("-o", "remount,ro");
    child.kill("SIGTERM");
    const stopped = await ended;
    expect(stopped.code).toBe(143);
    expect(told(stopped)).toEqual([
      expect.stringMatching(/model\.safetensors: the file system is read-only.*; the run is/),
    ]);
    expect(existsSync(jsonOf(stopped).checkpoint as string)).toBe(true);
  });

  it("eval of a run that is read-only: the result is printed", async () => {
    await runCli([...TRAIN, "1", "--out", "run"], options);
    mount("-o", "remount,ro");
    const ended = await runCli(["eval", "run", "--threads", "1", "--json"], options);
    expect(ended.code).toBe(1);
    expect(told(ended)).toEqual([
      expect.stringMatching(/report\.html: the file system is read-only.*; the file there is an/),
    ]);
    expect(jsonOf(ended)).toMatchObject({ accuracy: expect.any(Number), reportFile: null });
  });

  it("read-only from the beginning: refused before training", async () => {
    mkdirSync(join(disk, "run"));
    mount("-o", "remount,ro");
    for (const args of [
      [...TRAIN, "1", "--out", "run"],
      [...EXPLORE, "run"],
    ]) {
      const ended = await runCli(args, options);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toMatch(/^fashion-wasm: --out run: nothing can be made in .*run \(EROFS\)/m);
    }
  });
});

describe.skipIf(process.platform === "win32")("FIFOs, devices and folders in the place of", () => {
  const cwd = emptyFolder();
  const cases = ["report.html", "explore.html", "grid.png", "image.png"].flatMap((name) =>
    ["p", "c", "folder"].map((kind) => [name, kind] as const),
  );
  it.each(cases)("%s: %s stays, the result is printed", async (name, kind) => {
    const out = join(cwd, `${name}-${kind}`);
    const path = join(out, name);
    mkdirSync(out);
    if (kind === "folder") mkdirSync(path);
    else if (kind === "p") execFileSync("mkfifo", [path]);
    else if (process.getuid?.() !== 0)
      return; // only root makes a device
    else execFileSync("mknod", [path, "c", "1", "3"]);
    const { mode } = lstatSync(path);
    const ended = await runCli(
      [...(name === "report.html" ? [...TRAIN, "1", "--out", out] : [...EXPLORE, out]), "--force"],
      {
        cwd,
      },
    );
    expect(ended.code).toBe(1);
    expect(told(ended)).toHaveLength(1);
    expect(jsonOf(ended)).toMatchObject({ error: { code: "IO" }, notWritten: [path] });
    expect(lstatSync(path).mode).toBe(mode);
  });
});

describe.skipIf(process.platform !== "linux")("a terminal that goes away during training (Linux)", () => {
  it.each([
    ["of everything", ""],
    ["of all but stderr", "2>err"],
    ["of all but stdout", ">out"],
    ["of stdin only", ">out 2>err"],
  ])("%s", async (name, redirected) => {
    const cwd = emptyFolder();
    const epochs = [...TRAIN, "300", "--out", "run"].map((word) => `"${word}"`).join(" ");
    const command = `setsid sh -c '"${process.execPath}" "${CLI}" ${epochs} ${redirected}; echo $? >code' & sleep 60`;
    const terminal = spawn("script", ["-qfec", command, "/dev/null"], { cwd, stdio: "ignore" });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    terminal.kill("SIGKILL");
    await expect.poll(() => existsSync(join(cwd, "code")), { timeout: 60_000 }).toBe(true);
    await expect.poll(() => readFileSync(join(cwd, "code"), "utf8")).toBe("0\n");
    expect(readdirSync(join(cwd, "run")).sort(), name).toEqual(["model.safetensors", "report.html", "run.json"]);
    if (redirected.includes("2>")) expect(readFileSync(join(cwd, "err"), "utf8")).not.toMatch(/Assertion|cannot write/);
  });
});

describe("a process that is killed while it writes", () => {
  const cwd = emptyFolder();
  beforeAll(async () => {
    await runCli([...TRAIN, "1", "--out", "run"], { cwd });
  });

  it.each(Array.from({ length: 20 }, (_, i) => [i]))("leaves a whole page (%i)", async (i) => {
    const folder = join(cwd, "run");
    writeFileSync(join(folder, "report.html"), "old");
    const { child, ended } = startCli(["eval", "run", "--threads", "1", "--force", "--json"], { cwd });
    // At the first sign of a write to the folder, and then a little later each time.
    const watcher = watch(folder, () => setTimeout(() => child.kill("SIGKILL"), i % 4));
    await ended;
    watcher.close();
    expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(/^old$|<\/html>\s*$/);
  });
});
