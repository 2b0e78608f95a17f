/** stdout and stderr that are full, limited, closed, slow or left: a result arrives whole or one line says why not. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const cwd = emptyFolder();
const TRAIN = "train --data sample --recipe seed --threads 1 --epochs 1 --out run --json".split(" ");
const EXPLORE = "explore --data sample --json".split(" ");
const FULL = "fashion-wasm: cannot write to stdout: no space left on the device\n";

describe.runIf(existsSync("/dev/full"))("a full device", { concurrent: true }, () => {
  it("as stderr does not disturb the training", async () => {
    const ended = await runCli(TRAIN, { cwd, shell: 'exec "$@" 2>/dev/full' });
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: "" });
    expect(jsonOf(ended)).toMatchObject({ testAccuracy: expect.any(Number), reportFile: join("run", "report.html") });
    expect(readdirSync(join(cwd, "run")).sort()).toEqual(["model.safetensors", "report.html", "run.json"]);
  });

  it.each([
    ["a result", EXPLORE, 1],
    ["figures", "bench --data sample --net S --threads 1 --seconds 0.01".split(" "), 1],
    ["the help", ["train", "--help"], 1],
    ["an error as JSON", ["train", "--epochs", "0", "--json"], 2],
  ])("as stdout is told in one line: %s", async (_, args, exit) => {
    const { code, stderr } = await runCli(args, { cwd, shell: 'exec "$@" >/dev/full' });
    expect(code).toBe(exit);
    expect(stderr.endsWith(FULL)).toBe(true);
    expect(stderr.match(/cannot write|^\s+at /gm)).toHaveLength(1);
  });

  it("as stdout costs no file", async () => {
    const { code, stderr } = await runCli([...TRAIN, "--out", "kept"], { cwd, shell: 'exec "$@" >/dev/full' });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`\n${FULL}$`));
    expect(stderr.match(/cannot write|^\s+at /gm)).toHaveLength(1);
    expect(readdirSync(join(cwd, "kept")).sort()).toEqual(["model.safetensors", "report.html", "run.json"]);
  });

  it("as both ends with exit 1", async () => {
    const table = ["explore", "--data", "sample"];
    expect((await runCli(table, { cwd, shell: 'exec "$@" >/dev/full 2>&1' })).code).toBe(1);
  });
});

describe.skipIf(process.platform === "win32")("stdout", { concurrent: true }, () => {
  let args: string[];
  beforeAll(async () => {
    const pixels = Uint8Array.from({ length: 256 * 256 }, (_, i) => 100 + ((i * 7) % 100));
    const png = await encodePng(pixels, [256, 256, 1]);
    const folder = join(cwd, "large");
    for (const name of ["one", "two"]) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "1.png"), png);
    }
    args = ["explore", "--data", folder, "--image-shape", "256x256x1", "--json"];
  });

  it("in a file that is cut short by a limit is told", async () => {
    const { code, stderr } = await runCli(EXPLORE, { cwd, shell: 'ulimit -f 1; exec "$@" >cut.json' });
    expect(readFileSync(join(cwd, "cut.json"), "utf8").length).toBeLessThan(1025);
    expect(stderr).toMatch(
      /^fashion-wasm: cannot write to stdout: it is larger than .* a limit \(ulimit -f\) allows\n$/,
    );
    expect(code).toBe(1);
  });

  it("that is read slowly arrives whole", async () => {
    const { stdout, stderr } = await runCli(args, { cwd, shell: '{ "$@"; echo $? >&2; } | { sleep 1; cat; }' });
    expect(stderr).toBe("0\n");
    expect(stdout.length).toBeGreaterThan(200_000);
    expect((JSON.parse(stdout).sample as { image: number[] }).image).toHaveLength(65_536);
  });

  it.each([
    ["that a reader has left", '{ "$@"; echo $? >&2; } | true'],
    ["of which a reader takes one byte", '{ "$@"; echo $? >&2; } | head -c 1 >/dev/null'],
    ["that is closed", '"$@" >&-; echo $? >&2'],
  ])("%s is no error", async (_, shell) => {
    expect(await runCli(args, { cwd, shell })).toEqual({ code: 0, stdout: "", stderr: "0\n" });
  });
});
