/** `train` on images of one's own, and `eval` of the run, which finds the very same images again. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataset, loadFashionMnist, loadModel } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { idx, noise } from "../data/idx-files.js";
import { writeColours, writeFolders, writeTable } from "./image-folders.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const { train, test } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
const SEED = ["--recipe", "seed", "--epochs", "1", "--threads", "1", "--json"];
const record = (run: string) => JSON.parse(readFileSync(path(run, "run.json"), "utf8"));

beforeAll(async () => {
  await writeFolders(path("numbered"), train, { 0: 0, 1: 1 }, 20);
  for (const [part, images, each] of [
    ["train", train, 16],
    ["test", test, 6],
  ] as const) {
    await writeFolders(path("clothes", part), images, { Dress: 3, Bag: 8 }, each);
    await writeFolders(path("digits", part), images, { 0: 0, 1: 1 }, each);
    await writeFolders(
      path("five", part),
      images,
      part === "train" ? { a: 0, b: 1, c: 2, d: 3, e: 4 } : { b: 1, e: 4 },
      each,
    );
    await writeFolders(path("more", part), images, part === "train" ? { a: 0, b: 1 } : { a: 0, b: 1, c: 2 }, 4);
  }
  writeTable(path("digits.csv"), train.take(80));
  writeTable(path("fashion-mnist_few.csv"), train.take(80));
  await writeColours(path("colours"), 10);
  await writeColours(path("sizes", "train"), 2);
  await writeFolders(path("sizes", "test"), test, { red: 0 }, 2);
  await writeFolders(path("pair"), train, { a: 0, b: 1 }, 1);
  await writeFolders(path("nested", "more"), train, { a: 0, b: 1 }, 1);
  await writeFolders(path("one"), train, { Dress: 3 }, 4);
  await writeFolders(path("evil"), train, { "boot\u001b[2J": 9, bag: 8 }, 10);
});

/** Each: data, more options, names of the classes, share that is held out to test with. */
const cases: [data: string, options: string[], classNames: string[], testSplit: number | undefined][] = [
  ["numbered", [], ["0", "1"], 0.2],
  ["numbered", ["--class-names", "T-shirt,Trouser", "--test-split", "0.5"], ["T-shirt", "Trouser"], 0.5],
  ["clothes", [], ["Bag", "Dress"], undefined],
  ["digits", [], ["0", "1"], undefined],
  ["five", [], ["a", "b", "c", "d", "e"], undefined],
  ["digits.csv", [], ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], 0.2],
  ["fashion-mnist_few.csv", [], [...train.classNames], 0.2],
  ["colours", ["--image-shape", "12x10x3"], ["blue", "green", "red"], 0.2],
  ["evil", [], ["bag", "boot\u001b[2J"], 0.2],
];

describe("train on images of one's own", () => {
  it.each(cases)(
    "takes %s with %j, and eval of the run measures the same",
    async (data, options, classNames, testSplit) => {
      const ended = await runCli(["train", "--data", data, "--out", "run", "--force", ...SEED, ...options], { cwd });
      expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining("\u001b")]);
      const trained = jsonOf(ended);
      expect((trained.testClasses as { name: string }[]).map(({ name }) => name)).toEqual(classNames);
      expect([trained.testSplit, trained.shuffleSeed]).toEqual([testSplit, 0]);
      expect(ended.stderr).toContain("training images shuffled with seed 0");
      expect(/no test images in .* held out/.test(ended.stderr)).toBe(testSplit !== undefined);
      await using model = await loadModel(path("run", "model.safetensors"), { threads: 1 });
      expect(model.classNames).toEqual(classNames);
      expect(model.outputShape).toEqual([classNames.length]);

      const again = await runCli(["eval", "run", "--json"], { cwd });
      expect([again.code, again.stderr]).toEqual([0, ""]);
      const tested = jsonOf(again);
      expect(tested).toMatchObject(trained.evaluation as object);
      expect([tested.loss, tested.accuracy]).toEqual([trained.testLoss, trained.testAccuracy]);
      expect(tested.testFingerprint).toBe(record("run").testFingerprint);
      expect(tested.scaledCalibration).toMatchObject({ fittedOn: trained.validationImages });
    },
  );

  it("divides and shuffles as split and shuffle of a dataset do, whatever the seed of the run", async () => {
    const whole = await dataset.fromFolder({ folder: path("numbered") });
    const [tested, rest] = whole.split(0.2, { seed: 0, stratify: true });
    for (const seed of ["1", "2"]) {
      await runCli(["train", "--data", "numbered", "--seed", seed, "--out", "run", "--force", ...SEED], { cwd });
      expect(record("run")).toMatchObject({
        dataPath: path("numbered"),
        splitSeed: 0,
        testFingerprint: await tested.fingerprint(),
        trainFingerprint: await rest.shuffle(0).fingerprint(),
      });
    }
    expect(tested.classCounts()).toEqual([4, 4]);
  });

  it("says which classes have no test image", async () => {
    const { stderr } = await runCli(["train", "--data", "five", "--out", "run", "--force", ...SEED], { cwd });
    expect(stderr).toContain("no test image of a, c, d\n");
  });

  it("finds it by FASHION_WASM_DATA too", async () => {
    const env = { FASHION_WASM_DATA: path("clothes") };
    const trained = jsonOf(await runCli(["train", "--out", "run", "--force", ...SEED], { cwd, env }));
    expect(trained).toMatchObject({ data: path("clothes"), testImages: 12 });
    expect(jsonOf(await runCli(["eval", "run", "--json"], { cwd })).accuracy).toBe(trained.testAccuracy);
  });

  it("leaves Fashion-MNIST in its own order", async () => {
    const trained = jsonOf(await runCli(["train", "--data", "sample", "--out", "run", "--force", ...SEED], { cwd }));
    expect(trained).not.toHaveProperty("shuffleSeed");
    expect(record("run").trainFingerprint).toBe(await train.fingerprint());
  });

  it("shuffles published files too where these are sorted by class", async () => {
    mkdirSync(path("sorted"));
    for (const [prefix, tones] of [
      ["train", 256],
      ["t10k", 99],
    ] as const) {
      const labels = Uint8Array.from({ length: 20 }, (_, i) => Math.floor(i / 10));
      writeFileSync(path("sorted", `${prefix}-images-idx3-ubyte`), idx([20, 28, 28], noise(20 * 784, tones)));
      writeFileSync(path("sorted", `${prefix}-labels-idx1-ubyte`), idx([20], labels));
    }
    const trained = jsonOf(await runCli(["train", "--data", "sorted", "--out", "run", "--force", ...SEED], { cwd }));
    expect(trained.shuffleSeed).toBe(0);
    expect(jsonOf(await runCli(["eval", "run", "--json"], { cwd })).scaledCalibration).toMatchObject({ fittedOn: 4 });
  });

  it.each([
    ["--data one", 1, "DATA_MISMATCH", /all training images of one are of one class.*two classes/],
    ["--data pair --test-split 0.5", 1, "DATA_MISMATCH", /all training images of pair are of one class/],
    ["--data nested", 1, "DATA_NOT_FOUND", /nested holds no image.*or name a folder with the files of Fashion-MNIST/],
    ["--data sizes", 1, "SHAPE_MISMATCH", /test images are 28×28×1, the training images 12×10×1/],
    ["--data clothes/test/Bag", 1, "DATA_MISMATCH", /have no labels/],
    ["--data more", 1, "DATA_MISMATCH", /more\/test.*the class "c".*"a", "b", "c".*"a", "b"/],
    [
      "--data clothes --class-names A,B",
      1,
      "DATA_MISMATCH",
      /--class-names: the class "Bag".*"Bag", "Dress".*"A", "B"/,
    ],
    ["--data digits.csv --class-names A,B", 1, "DATA_MISMATCH", /--class-names: the class "2" .*is unknown/],
    ["--data clothes --test-split 0.5", 2, "USAGE", /--test-split: the data has test images/],
    ["--data sample --test-split 0.5", 2, "USAGE", /--test-split: the data has test images/],
    ["--data numbered --test-split 0.001", 2, "USAGE", /0 to test with and 40 to train on/],
    ["--data numbered --test-split 0", 2, "USAGE", /greater than 0 and less than 1/],
    ["--data sample --image-shape 28x28x3", 1, "SHAPE_MISMATCH", /28×28×1, expected 28×28×3/],
    ["--data colours --image-shape 3x3x3", 1, "IMAGE_SHAPE", /12×10/],
    ["--data sample --class-names Trouser,T-shirt/top", 1, "DATA_MISMATCH", /another order than that of Fashion-MNIST/],
    ["--data five.csv", 1, "IO", /five\.csv/],
  ])("refuses %s", async (options, code, errorCode, message) => {
    const ended = await runCli(["train", ...options.split(" "), "--out", "none", ...SEED], { cwd });
    expect(jsonOf(ended).error).toEqual({ code: errorCode, message: expect.stringMatching(message) });
    expect(ended.code).toBe(code);
  });

  it("says that images are too small for the recipe", async () => {
    const small = dataset.fromArrays({
      images: new Uint8Array(160),
      labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
      imageShape: [4, 4, 1],
    });
    writeTable(path("small.csv"), small);
    const { stderr } = await runCli(["train", "--data", "small.csv"], { cwd });
    expect(stderr).toMatch(/train: the images, 4×4×1, are too small for the recipe quick.*conv2d \(layer 4\)/);
  });
});

describe("eval of a run that divided its data", () => {
  let trained: Record<string, unknown>;
  beforeAll(async () => {
    trained = jsonOf(await runCli(["train", "--data", "numbered", "--out", "split", ...SEED], { cwd }));
    cpSync(path("numbered"), path("copied"), { recursive: true });
  });

  it.each(["numbered", "copied"])("tests with the test images alone, however %s is named", async (data) => {
    const tested = jsonOf(await runCli(["eval", "split", "--data", data, "--json"], { cwd }));
    expect(tested).toMatchObject({ images: 8, accuracy: trained.testAccuracy });
    expect(tested.scaledCalibration).toMatchObject({ fittedOn: trained.validationImages });
  });

  it("says of the training images that they are that", async () => {
    const ended = await runCli(["eval", "split", "--part", "train", "--json"], { cwd });
    expect(ended.stderr).toContain("trained on most of these images");
    expect(jsonOf(ended)).toMatchObject({ images: 32, scaledCalibration: null });
  });

  it("fits the temperature on its own held-out images when it is tested on other images", async () => {
    const other = jsonOf(await runCli(["eval", "split", "--data", "digits", "--json"], { cwd }));
    expect(other).toMatchObject({ images: 12, scaledCalibration: { fittedOn: trained.validationImages } });
  });

  it("refuses its data when it has changed: which images were trained on is not known", async () => {
    cpSync(path("numbered"), path("changing"), { recursive: true });
    await runCli(["train", "--data", "changing", "--out", "changed", ...SEED], { cwd });
    rmSync(path("changing", "1", "003.png"));
    const ended = await runCli(["eval", "changed", "--json"], { cwd });
    expect(jsonOf(ended).error).toMatchObject({
      code: "DATA_MISMATCH",
      message: expect.stringContaining("not those that the run divided"),
    });
  });

  it("knows the training images again in the order of their folder", async () => {
    await runCli(["train", "--data", "clothes", "--out", "parts", ...SEED], { cwd });
    const ended = await runCli(["eval", "parts", "--data", "clothes/train", "--json"], { cwd });
    expect(ended.stderr).toContain("trained on most of these images");
  });
});

describe("eval of images that were trained on", () => {
  const SEEN = "the model was trained on most of these images";

  it("knows them in a copy that was changed, by another path, and as a part of others", async () => {
    const ended = await runCli(["train", "--data", "numbered", "--out", "seen", ...SEED], { cwd });
    expect([ended.code, record("seen").trainSample.length]).toEqual([0, 25]);
    cpSync(path("numbered"), path("numbered-2"), { recursive: true });
    cpSync(
      path("digits", "test", "1", readdirSync(path("digits", "test", "1"))[0] as string),
      path("numbered-2", "1", "z.png"),
    );
    symlinkSync("numbered-2", path("linked"));
    for (const data of ["numbered-2", "linked"]) {
      const tested = await runCli(["eval", "seen", "--data", data, "--json"], { cwd });
      expect([tested.code, tested.stderr]).toEqual([0, expect.stringContaining(SEEN)]);
      expect(jsonOf(tested)).toMatchObject({ images: 41, coverage: null });
    }
    // The run's own data by a link, with an image more: refused as by its own path.
    const extra = path("numbered", "0", "extra.png");
    cpSync(path("numbered-2", "1", "z.png"), extra);
    symlinkSync("numbered", path("own-link"));
    for (const data of ["numbered", "own-link"]) {
      const refused = await runCli(["eval", "seen", "--data", data, "--json"], { cwd });
      expect(jsonOf(refused).error).toMatchObject({ code: "DATA_MISMATCH" });
    }
    rmSync(extra);
  });

  it("says how many are among others, and nothing of none", async () => {
    const few = await runCli(["train", "--data", "clothes", "--out", "few", ...SEED], { cwd });
    expect(few.code).toBe(0);
    await writeFolders(path("mixed"), test, { Dress: 3, Bag: 8 }, 6);
    const files = readdirSync(path("clothes", "train", "Bag")).slice(0, 6);
    for (const name of files) cpSync(path("clothes", "train", "Bag", name), path("mixed", "Bag", `seen-${name}`));
    const mixed = await runCli(["eval", "few", "--data", "mixed", "--json"], { cwd });
    expect(mixed.stderr).toMatch(/\d+ % of the training images are among these: the figures are too good/);
    const none = await runCli(["eval", "few", "--json"], { cwd });
    expect(none.stderr).not.toMatch(/too good/);
  });
});

it("a class called train beside folders that nobody made is a class", async () => {
  await writeFolders(path("toys"), train, { train: 0, bus: 1 }, 10);
  mkdirSync(path("toys", "train", "@eaDir"));
  mkdirSync(path("toys", "__MACOSX"));
  const ended = await runCli(["explore", "--data", "toys", "--json"], { cwd });
  expect([ended.code, ended.stderr, jsonOf(ended).classCounts]).toEqual([0, "", [10, 10]]);
});
