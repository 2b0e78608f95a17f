/** What goes wrong: one line on stderr, the right exit code, no stack; with --json the same as JSON on stdout. */
import { cp, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const SAMPLE_FOLDER = fileURLToPath(new URL("../../data/sample", import.meta.url));

/** Each: arguments, exit code, code in the JSON, what the line says. */
const cases: [args: string, exit: number, code: string, says: RegExp][] = [
  ["train --epochs 0", 2, "USAGE", /--epochs <n>' argument '0' is invalid\. Expected a whole number from 1 to/],
  ["train --epochs 1.5", 2, "USAGE", /Expected a whole number/],
  ["train --epochs", 2, "USAGE", /'--epochs <n>' argument missing/],
  ["train --optimizer adamm", 2, "USAGE", /Expected adam or sgd\. Did you mean adam\?/],
  ["train --recipe quik", 2, "USAGE", /Expected seed or quick\. Did you mean quick\?/],
  ["train --recipe resnet", 2, "USAGE", /'resnet' is invalid\. Expected seed or quick\.$/],
  ["train --threads -1", 2, "USAGE", /--threads <n>' argument '-1' is invalid\. Expected a whole number from 1 to 16/],
  ["train --batch-size many", 2, "USAGE", /Expected a whole number/],
  ["train --learning-rate 0", 2, "USAGE", /Expected a number greater than 0/],
  ["train --validation-split 1", 2, "USAGE", /Expected a fraction from 0 up to/],
  ["train --seed -5", 2, "USAGE", /Expected a whole number from 0/],
  ["train --learning-rat 1", 2, "USAGE", /unknown option '--learning-rat' \(Did you mean --learning-rate\?\)/],
  ["train sample", 2, "USAGE", /too many arguments/],
  ["bench --net S,X", 2, "USAGE", /--net <names>' argument 'S,X' is invalid\. Expected S, L or D\./],
  ["bench --threads 17", 2, "USAGE", /Expected a whole number from 1 to 16/],
  ["bench --seconds 0", 2, "USAGE", /Expected a number greater than 0/],
  ["bench --epochs 1", 2, "USAGE", /unknown option '--epochs'/],
  ["bench S", 2, "USAGE", /too many arguments/],
  ["bench --data /nonexistent", 1, "DATA_NOT_FOUND", /\/nonexistent does not exist/],
  ["trian", 2, "USAGE", /unknown command 'trian' \(Did you mean train\?\)/],
  ["train --data sample --validation-split 0.9999", 2, "INVALID_ARGUMENT", /leaves 0 to train on and 500 to validate/],
  ["train --data /nonexistent", 1, "DATA_NOT_FOUND", /\/nonexistent does not exist/],
  [
    "train --data sample --out /dev/null/run",
    1,
    "IO",
    /--out \/dev\/null\/run: \/dev\/null is a file, expected a folder/,
  ],
  ["train --data sample --out /proc/run/1", 1, "IO", /--out \/proc\/run\/1: nothing can be made in \/proc/],
];

describe("wrong use", () => {
  it.each(cases)("%s → exit %i, %s", async (args, exit, code, says) => {
    await refused(args.split(" "), exit, code, says);
  });

  it("leaves stdout empty without --json", async () => {
    const { code, stdout, stderr } = await runCli(["train", "--epochs", "0"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^fashion-wasm: option '--epochs <n>' argument '0' is invalid\. .*\n$/);
  });

  it("shows the help on stderr without a command, exit 2", async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: fashion-wasm/);
  });

  it("names an environment variable that misleads it", async () => {
    const { code, stderr } = await runCli(["train"], { env: { FASHION_WASM_DATA: "/nowhere" } });
    expect(code).toBe(1);
    expect(stderr).toContain("/nowhere (from the environment variable FASHION_WASM_DATA) does not exist");
  });
});

describe("broken data", () => {
  let folder: string;
  beforeAll(() => {
    folder = emptyFolder();
  });

  it("is refused when a .gz is truncated", async () => {
    const data = await copyOfSample("truncated");
    const file = join(data, "train-images-idx3-ubyte.gz");
    await truncate(file, Math.floor((await readFile(file)).length / 2));
    await refused(["train", "--data", data], 1, "GZIP_TRUNCATED", /train-images-idx3-ubyte\.gz/);
  });

  it("is refused when labels and images differ in number", async () => {
    const data = await copyOfSample("labels");
    const file = join(data, "train-labels-idx1-ubyte.gz");
    const labels = gunzipSync(await readFile(file));
    const shorter = Buffer.from(labels.subarray(0, labels.length - 1));
    shorter.writeUInt32BE(labels.readUInt32BE(4) - 1, 4);
    await writeFile(file, shorter);
    await refused(["train", "--data", data], 1, "IDX_COUNT", /499.*500|500.*499/);
  });

  it("is refused when a file is missing", async () => {
    const data = join(folder, "empty");
    await mkdir(data);
    await refused(["train", "--data", data], 1, "DATA_NOT_FOUND", /holds nothing/);
  });

  async function copyOfSample(name: string): Promise<string> {
    const copy = join(folder, name);
    await cp(SAMPLE_FOLDER, copy, { recursive: true });
    return copy;
  }
});

/** Runs with `--json`, which shows what a person reads and what a program does. */
async function refused(args: readonly string[], exit: number, code: string, says: RegExp): Promise<void> {
  const ended = await runCli([...args.slice(0, 1), "--json", ...args.slice(1)]);
  expect(ended.code).toBe(exit);
  const lines = ended.stderr.split("\n").filter((line) => line.startsWith("fashion-wasm: "));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(says);
  expect(ended.stderr).toMatch(/\nfashion-wasm: .*\n$|^fashion-wasm: .*\n$/);
  expect(ended.stderr).not.toMatch(/^\s+at |node:internal|\.js:\d+/m);
  expect(jsonOf(ended)).toEqual({ error: { code, message: lines[0]?.slice("fashion-wasm: ".length) } });
}
