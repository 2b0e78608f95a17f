/** What goes wrong: one line on stderr, the right exit code, no stack; with --json the same as JSON on stdout. */
import { cp, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { encodePng } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const SAMPLE_FOLDER = fileURLToPath(new URL("../../data/sample", import.meta.url));

/** Each: arguments, exit code, code in the JSON, what the line says. */
const cases: [args: string, exit: number, code: string, says: RegExp][] = [
  ["train --epochs 0", 2, "USAGE", /--epochs <n>' argument '0' is invalid\. Expected a whole number from 1 to/],
  ["train --epochs 1.5", 2, "USAGE", /Expected a whole number/],
  ["train --epochs", 2, "USAGE", /'--epochs <n>' argument missing/],
  [
    "train --optimizer adamm",
    2,
    "USAGE",
    /Expected adam, adamw, nadam, rmsprop, adagrad, lion or sgd\. Did you mean adam\?/,
  ],
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
  ["assets", 2, "USAGE", /missing required argument 'dir'/],
  ["assets web --entry inferenc", 2, "USAGE", /Expected fashion-wasm or inference\. Did you mean inference\?/],
  ["assets web assets", 2, "USAGE", /too many arguments/],
  ["assets /dev/null", 1, "IO", /^\/dev\/null: \/dev\/null is a file, expected a folder → name a folder/],
  ["assets /proc/web", 1, "IO", /^\/proc\/web: nothing can be made in \/proc/],
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

describe("messages of the API speak of the command line", () => {
  const cwd = emptyFolder();
  beforeAll(async () => {
    const pixels = new Uint8Array(5 * 4);
    const file = await encodePng(pixels, [5, 4, 1]);
    for (const folder of [
      "photos/a",
      "photos/imageShape",
      "train-and-test/train/a",
      "train-and-test/test/a",
      "hollow/a",
      "warned/a",
      "empty",
    ])
      await mkdir(join(cwd, folder), { recursive: true });
    const header = Array.from({ length: 16 }, (_, i) => `pixel${i + 1}`).join();
    const files: [string, string | Uint8Array][] = [
      ["photos/a/1.png", file],
      ["photos/imageShape/2.png", file],
      ["train-and-test/train/a/1.png", file],
      ["train-and-test/test/a/1.png", await encodePng(new Uint8Array(9), [3, 3, 1])],
      ["names.csv", `label,${header}\nshirt${",7".repeat(16)}\n`],
      ["labels.csv", `label,${header}\n0${",7".repeat(16)}\n1${",8".repeat(16)}\n`],
      ["last.csv", Array.from({ length: 9 }, (_, i) => `${`${20 * i},`.repeat(16)}${i % 2}`).join("\n")],
      ["damaged.safetensors", "no tensors"],
      ["myModel", "no tensors"],
      ["warned/a/3.bmp", "BM"],
      ["warned/a/1.png", file],
    ];
    for (const [path, content] of files) await writeFile(join(cwd, path), content);
    await cp(join(SAMPLE_FOLDER, "..", "pretrained/fashion-mnist.safetensors"), join(cwd, "trained.safetensors"));
  });

  const SAID: [args: string, exit: number, code: string, says: RegExp][] = [
    [
      "explore --data photos --image-shape 28x28x1",
      1,
      "IMAGE_SHAPE",
      /expected 28×28, as --image-shape says; all 2 images are 5×4 → give --image-shape 5x4x1 to take them/,
    ],
    ["explore --data photos/imageShape --image-shape 28x28x1", 1, "IMAGE_SHAPE", /photos\/imageShape\/2\.png: is 5×4/],
    [
      "eval trained.safetensors --data photos",
      1,
      "IMAGE_SHAPE",
      /expected 28×28, the size that the model takes; all 2 images are 5×4 → bring the images to 28×28, or name others$/,
    ],
    [
      "eval trained.safetensors --data labels.csv",
      1,
      "CSV_COLUMNS",
      /the model takes images of 28×28×1, 784 pixels → name others$/,
    ],
    ["bench --data photos", 1, "DATA_NOT_FOUND", /^\S+photos has none of the four files; it holds a, imageShape →/],
    ["train --data hollow", 1, "DATA_NOT_FOUND", /^hollow holds no image: its folder "a" is empty →/],
    ["explore --data empty", 1, "DATA_NOT_FOUND", /^\S+empty has none of the four files; it holds nothing →/],
    ["explore --data names.csv", 1, "CSV_LABEL", /give --class-names, in the order of the class numbers/],
    ["explore --data last.csv", 1, "CSV_LABEL", /say --label-column last, or --label-column first if/],
    ["explore --data labels.csv --image-shape 9x9x1", 1, "CSV_COLUMNS", /81 pixels → give --image-shape 4x4x1 if/],
    ["explore --data labels.csv --image-shape 2000x2000x1", 2, "INVALID_ARGUMENT", /^--image-shape is 2000x2000x1 →/],
    [
      "train --data train-and-test",
      1,
      "SHAPE_MISMATCH",
      /the test images are 3×3×1, the training images 5×4×1 \(height/,
    ],
    ["eval damaged.safetensors", 1, "CHECKPOINT_INVALID", /^damaged\.safetensors: the header has/],
    ["eval ~/runs", 1, "IO", /there is nothing at ~\/runs; "~" is expanded by a shell alone/],
    ["explore --data ~/photos", 1, "DATA_NOT_FOUND", /photos does not exist; "~" is expanded by a shell alone/],
    ["explore --data *.png", 1, "DATA_NOT_FOUND", /does not exist; patterns are not expanded here/],
    ["explore --data photos,hollow", 1, "DATA_NOT_FOUND", /does not exist; give one path, not several/],
    ["explore --data sample --image-shape 9x9x1", 1, "SHAPE_MISMATCH", /^the sample: the images are 28×28×1/],
  ];
  it.concurrent.each(SAID)("%s → exit %i, %s", async (args, exit, code, says) => {
    await refused(args.split(" "), exit, code, says, cwd);
  });

  it.each([
    ["a file", ["eval", "myModel"], "myModel: the header has"],
    [
      "classes",
      ["explore", "--data", "photos", "--image-shape", "5x4x1", "--class-names", "imageShape,b/c,labelColumn"],
      '--class-names: the class "a" is unknown → the data\'s classes are "a", "imageShape"; the known ones are "imageShape", "b/c", "labelColumn";',
    ],
  ])("but %s keep names that look like the API's", async (_, args, says) => {
    expect((await runCli(args, { cwd })).stderr).toContain(`fashion-wasm: ${says}`);
  });

  it("and so do warnings", async () => {
    const { code, stderr } = await runCli(["explore", "--data", "warned", "--json"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^fashion-wasm: 1 image, e\.g\. .*3\.bmp, of another format than PNG, JPEG and WebP: left out/m,
    );
  });
});

/** Names of the API: in capitals inside, called, or before a colon. */
const OF_THE_API =
  /(?<![\w/])[a-z]+[A-Z]\w*|\w\(\)|\(\{|dataset\.|^(?:engine|fit|init|predict|evaluate|compile|model): /;

/** Runs with `--json`, which shows what a person reads and what a program does. */
async function refused(
  args: readonly string[],
  exit: number,
  code: string,
  says: RegExp,
  cwd = emptyFolder(),
): Promise<void> {
  const ended = await runCli([...args.slice(0, 1), "--json", ...args.slice(1)], { cwd });
  expect(ended.code).toBe(exit);
  const lines = ended.stderr.split("\n").filter((line) => line.startsWith("fashion-wasm: "));
  expect(lines).toHaveLength(1);
  const said = (lines[0] ?? "").slice("fashion-wasm: ".length);
  expect(said).toMatch(says);
  expect(said.replaceAll(/\S*\/\S*|holds a, imageShape/g, "")).not.toMatch(OF_THE_API);
  expect(ended.stderr).toMatch(/\nfashion-wasm: .*\n$|^fashion-wasm: .*\n$/);
  expect(ended.stderr).not.toMatch(/^\s+at |node:internal|\.js:\d+/m);
  expect(jsonOf(ended)).toEqual({ error: { code, message: lines[0]?.slice("fashion-wasm: ".length) } });
}
