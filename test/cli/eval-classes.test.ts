/** `eval --data`: classes are matched by name, in whatever order and number the data has them. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { dataset, dense, flatten, loadFashionMnist, pretrained, sequential } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { writeFolders, writeTable } from "./image-folders.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const { test } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
const MODEL = resolve("data/pretrained/fashion-mnist.safetensors");
/** Folders cannot be called "T-shirt/top"; sorted, they stand in another order than the model's classes. */
const FOLDERS = Object.fromEntries(test.classNames.map((name, label) => [name.replace("/", "_"), label]));
const { Coat, ...WITHOUT_COAT } = FOLDERS;
const REVERSED = [...test.classNames].reverse();

/** The share of the images that the model recognises, worked out here. */
async function accuracyOn(labels: readonly number[], each: number): Promise<number> {
  await using model = await pretrained();
  const predicted = await model.predictClasses(test);
  const places = labels.flatMap((label) =>
    [...test.labels.keys()].filter((i) => test.label(i) === label).slice(0, each),
  );
  return places.filter((i) => predicted[i] === test.label(i)).length / places.length;
}

const evaluate = async (model: string, ...options: string[]) =>
  runCli(["eval", model, "--out", "out", "--force", "--threads", "1", "--json", ...options], { cwd });

beforeAll(async () => {
  await writeFolders(path("whole"), test, FOLDERS, 4);
  await writeFolders(path("no-coat"), test, WITHOUT_COAT, 4);
  await writeFolders(path("with-hat"), test, { ...FOLDERS, Hat: 4 }, 4);
  await writeFolders(path("with-empty"), test, FOLDERS, 4);
  mkdirSync(path("with-empty", "Hat"));
  await writeFolders(path("two"), test, { Dress: 3, Bag: 8 }, 4);
  await writeFolders(path("parts", "test"), test, { Dress: 3, Bag: 8 }, 4);
  await writeFolders(path("parts", "train"), test, { Dress: 3, Bag: 8 }, 2);
  await writeFolders(path("numbers"), test, { 3: 3, 8: 8 }, 4);
  writeTable(path("numbers.csv"), test);
  writeTable(path("reversed.csv"), test.withClassNames(REVERSED));
});

describe("eval --data", () => {
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  it.each([
    ["whole", [], all, 4],
    ["no-coat", [], all.filter((label) => label !== 4), 4],
    ["with-empty", [], all, 4],
    ["two", [], [3, 8], 4],
    ["parts", [], [3, 8], 4],
    ["numbers", [], [3, 8], 4],
    ["numbers.csv", [], all, 10],
    ["reversed.csv", ["--class-names", REVERSED.join()], all, 10],
    ["two", ["--class-names", "Dress,Bag"], [3, 8], 4],
  ] as const)("counts each class of %s as what it is called (%j)", async (data, options, labels, each) => {
    const tested = jsonOf(await evaluate(MODEL, "--data", data, ...options)) as never as {
      accuracy: number;
      report: { classes: { name: string; support: number }[] };
    };
    expect(tested.accuracy).toBeCloseTo(await accuracyOn(labels, each), 12);
    expect(tested.report.classes.map(({ name }) => name)).toEqual(test.classNames);
    const support = all.map((label) => (labels.includes(label as never) ? each : 0));
    expect(tested.report.classes.map((scores) => scores.support)).toEqual(support);
  });

  it.each([
    ["with-hat", [], /the class "Hat" is unknown.*"Dress", "Hat".*the known ones are "T-shirt\/top"/],
    [
      "two",
      ["--class-names", "Shirt,Shoe"],
      /--class-names: the class "Bag" is unknown.*"Bag", "Dress".*"Shirt", "Shoe"/,
    ],
    ["numbers.csv", ["--class-names", "Shirt,Shoe"], /--class-names: the class "2" .*is unknown/],
    [
      "numbers.csv",
      ["--class-names", "a,b,c,d,e,f,g,h,i,j"],
      /the classes of the model: the class "a".*"a", "b".*"T-shirt\/top"/,
    ],
  ] as const)("refuses %s with %j, with both lists", async (data, options, message) => {
    const ended = await evaluate(MODEL, "--data", data, ...options);
    expect([ended.code, jsonOf(ended).error]).toEqual([
      1,
      { code: "DATA_MISMATCH", message: expect.stringMatching(message) },
    ]);
  });

  it("refuses a --part of images that have none", async () => {
    const ended = await evaluate(MODEL, "--data", "two", "--part", "train");
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(/--part train: two is one set of images/)]);
  });
});

describe("eval of a model whose classes have no names", () => {
  beforeAll(async () => {
    await using model = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1], seed: 1 });
    model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
    await model.save(path("nameless.safetensors"));
    const { images, labels, imageShape } = test;
    await model.fit(dataset.fromArrays({ images, labels, imageShape }), { epochs: 1 });
    await model.save(path("numbered.safetensors"));
  });

  it.each(["nameless", "numbered"])(
    "takes numbers, and refuses names unless --class-names orders them (%s)",
    async (name) => {
      const model = `${name}.safetensors`;
      expect(jsonOf(await evaluate(model, "--data", "numbers.csv"))).toMatchObject({ images: 100 });
      const refused = await evaluate(model, "--data", "two");
      expect(jsonOf(refused).error).toMatchObject({
        code: "DATA_MISMATCH",
        message: expect.stringMatching(/"Bag"(,| or) "Dress"/),
      });
      const named = jsonOf(await evaluate(model, "--data", "two", "--class-names", test.classNames.join()));
      const { classes } = named.report as { classes: { name: string; support: number }[] };
      expect(classes.map(({ name: of, support }) => [of, support])).toEqual(
        test.classNames.map((of) => [of, of === "Dress" || of === "Bag" ? 4 : 0]),
      );
    },
  );

  it("says that it takes Fashion-MNIST's classes by their numbers", async () => {
    const ended = await evaluate("numbered.safetensors", "--data", "sample");
    expect(ended.stderr).toContain("the model's classes have no names: those of the data are taken by their numbers");
    expect(jsonOf(ended)).toMatchObject({ images: 100 });
  });
});

describe("names that a terminal must not show", () => {
  it("are matched as they are, and shown without what could move the cursor", async () => {
    const names = { "a\u001b[2J": 0, "b\u009b1m": 1 };
    await writeFolders(path("evil", "train"), test, names, 6);
    await writeFolders(path("evil", "test"), test, { "b\u009b1m": 1 }, 3);
    const trained = await runCli(["train", "--data", "evil", "--recipe", "seed", "--epochs", "1", "--out", "run"], {
      cwd,
    });
    for (const { stdout, stderr } of [trained, await runCli(["eval", "run"], { cwd })]) {
      expect(stdout).toMatch(/^ *b�1m( +[01]\.\d{4}){3} +3$/m);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that must not be there
      expect(stdout + stderr).not.toMatch(/[\u001b\u009b]/);
    }
    const json = await runCli(["eval", "run", "--json"], { cwd });
    expect(json.stdout).toContain("b\\u009b1m");
    expect((jsonOf(json).report as { classes: { name: string }[] }).classes.map(({ name }) => name)).toEqual(
      Object.keys(names),
    );
  });
});

describe("eval of a model alone", () => {
  it("asks for images when what it was trained on is not known, and is not Fashion-MNIST", async () => {
    await runCli(["train", "--data", "evil", "--recipe", "seed", "--epochs", "1", "--out", "run"], { cwd });
    mkdirSync(path("alone"));
    copyFileSync(path("run", "model.safetensors"), path("alone", "model.safetensors"));
    const ended = await runCli(["eval", "alone"], { cwd });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("--data is missing")]);
  });
});
