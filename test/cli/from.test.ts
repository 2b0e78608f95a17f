/** `train --from`: what a model begins with, what stays, and the same in a file; and `--augment` before layers that have their own ways. */
import { readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  batchNormalization,
  conv2d,
  dense,
  flatten,
  loadFashionMnist,
  loadModel,
  type Model,
  pretrained,
  randomContrast,
  randomFlip,
  relu,
  rescaling,
  sequential,
} from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { writeColours, writeFolders } from "./image-folders.js";
import { writePhotos } from "./photos.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const cwd = emptyFolder();
const train = (...options: string[]) => runCli(["train", "--threads", "1", ...options], { cwd });
const OWN = ["--data", "own"];
const weightsOf = async (model: Model) =>
  new Map((await model.getWeights()).map(({ name, data }) => [name, [...data].join()]));
const opened = (folder: unknown) => loadModel(join(cwd, String(folder), "model.safetensors"), { threads: 1 });

beforeAll(async () => {
  const { train: images, test } = await loadFashionMnist({ data: "sample" });
  await writeFolders(join(cwd, "own"), images, { bag: 8, boot: 9, shoe: 7 }, 20);
  // A base that has not seen these three.
  const layers = [
    randomFlip({ mode: "horizontal" }),
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 8, kernelSize: 3, strides: 2, name: "first" }),
    batchNormalization(),
    relu(),
    flatten(),
    dense({ units: 7 }),
  ];
  await using base = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads: 1, name: "base" });
  base.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const old = images.concat(test).filter(({ label }) => (label ?? 0) < 7);
  await base.fit(old.withClassNames(images.classNames.slice(0, 7)), { epochs: 3, verbose: 0 });
  await base.save(join(cwd, "base.safetensors"));
});

describe("train --from", () => {
  it("keeps what it has learnt, and learns classes of one's own from few images", async () => {
    const ended = await train(...OWN, "--from", "base.safetensors", "--freeze", "first", "--epochs", "25", "--json");
    const result = jsonOf(ended);
    expect(result).toMatchObject({
      recipe: "tuned",
      from: "base.safetensors",
      freeze: "first",
      batchSize: 16,
      epochs: 25,
    });
    expect(result).toMatchObject({ folder: join("runs", "tuned-seed1"), augment: [{ type: "randomFlip" }] });
    expect(result.testAccuracy).toBeGreaterThan(0.7);
    expect(ended.stderr).toMatch(/^from base\.safetensors: [\d,]+ parameters, 80 of them kept as they are, seed 1$/m);
    expect(ended.stderr).toContain("augmented: randomFlip (mode horizontal)\n");
    await using model = await opened(result.folder);
    await using base = await loadModel(join(cwd, "base.safetensors"), { threads: 1 });
    expect(model.classNames).toEqual(["bag", "boot", "shoe"]);
    const [own, learnt] = [await weightsOf(model), await weightsOf(base)];
    expect([...own].filter(([name, values]) => learnt.get(name) === values).map(([name]) => name)).toEqual([
      "first.kernel",
      "first.bias",
    ]);
    const page = await readFile(join(cwd, String(result.folder), "report.html"), "utf8");
    expect(page).toContain("base.safetensors, its layers up to first frozen");
    expect(page).toContain("randomFlip (mode horizontal)");
    // A run is a base, too, which knows what it was trained on.
    expect(ended.stderr).not.toContain("too good");
    const seen = await train(...OWN, "--from", String(result.folder), "--epochs", "1", "--test-split", "0.6");
    expect(seen.stderr).toMatch(
      /tuned-seed1 was trained on some of the test images \(\d+ % of its own\): the figures are too good/,
    );
    const again = jsonOf(await train(...OWN, "--from", String(result.folder), "--epochs", "1", "--json"));
    await using second = await opened(again.folder);
    const kept = [...(await weightsOf(second))].filter(([name]) => !name.startsWith("classes."));
    for (const [name, values] of kept) expect([name, values]).toEqual([name, own.get(name)]);
  });

  it("begins with the classifier of the package, whose augmentation is what --augment says", async () => {
    const options = [...OWN, "--from", "pretrained", "--augment", "contrast", "--epochs", "1", "--json"];
    const result = jsonOf(await train(...options));
    expect(result).toMatchObject({ freeze: true, augment: [{ type: "randomContrast" }] });
    await using model = await opened(result.folder);
    await using base = await pretrained({ threads: 1 });
    expect(model.layers.map(({ type }) => type).slice(0, 2)).toEqual(["randomContrast", base.layers[0]?.type]);
    const learnt = await weightsOf(base);
    const kept = [...(await weightsOf(model))].filter(([name]) => !name.startsWith("classes."));
    for (const [name, values] of kept) expect([name, values]).toEqual([name, learnt.get(name)]);
  });

  it("trains photos from the model for photos", async () => {
    const { train: images } = await loadFashionMnist({ data: "sample" });
    const places = (label: number) => [...images.labels.keys()].filter((i) => images.label(i) === label).slice(0, 12);
    const files = Object.entries({ Hat: 8, Cap: 9 }).flatMap(([name, label]) =>
      places(label).map((place, i): [string, number] => [`${name}/${i}.png`, place]),
    );
    await writePhotos(join(cwd, "photos"), images, Object.fromEntries(files));
    const result = jsonOf(await train("--data", "photos", "--from", "pretrained", "--epochs", "1", "--json"));
    expect(result).toMatchObject({ from: "pretrained", preparation: "photo", batchSize: 128 });
    await using model = await opened(result.folder);
    await using base = await pretrained({ weights: "photos", threads: 1 });
    expect(model.classNames).toEqual(["Cap", "Hat", "no garment"]);
    const name = "conv2d.kernel";
    expect((await weightsOf(model)).get(name)).toBe((await weightsOf(base)).get(name));
    const photo = join(cwd, "photos", "Hat", "1.png");
    const said = await runCli(["predict", photo, "--model", String(result.folder), "--json"], { cwd });
    expect(said.code).toBe(0);
  });

  it.each([
    ["all that is not said", ""],
    ["what is said", "--freeze 2 --epochs 2 --augment none --schedule one-cycle --learning-rate 0.01 --batch-size 7"],
  ])("is the same run by a file of options: %s", async (name, said) => {
    const options = [...OWN, "--from", "base.safetensors", ...said.split(" ").filter((word) => word !== "")];
    const printed = await train(...options, "--print");
    const path = join(cwd, `${name}.json`);
    writeFileSync(path, printed.stdout);
    const config = JSON.parse(printed.stdout);
    expect(config).not.toHaveProperty("layers");
    expect((await train("--config", path, "--print")).stdout).toBe(printed.stdout);
    if (said === "") {
      expect(config).toMatchObject({ from: "base.safetensors", freeze: true, epochs: 150, batchSize: 16 });
      return;
    }
    expect(config).toMatchObject({ freeze: 2, augment: null });
    const [first, second] = [await train(...options, "--json"), await train("--config", path, "--json")].map(jsonOf);
    expect(second?.weightsSha256).toBe(first?.weightsSha256);
    const record = JSON.parse(readFileSync(join(cwd, String(first?.folder), "run.json"), "utf8"));
    expect(record.config).toEqual(config);
    // Another network on the command line takes the place of the file's.
    const other = jsonOf(await train("--config", path, "--recipe", "seed", "--print", "--json"));
    expect(other).toMatchObject({ recipe: "seed", batchSize: 7 });
    expect(other).not.toHaveProperty("from");
  });

  it.each<[string, string[], RegExp]>([
    [
      "a layer that is not there",
      ["--from", "base.safetensors", "--freeze", "last"],
      /--freeze last → it must be all, none, .*"first"/,
    ],
    [
      "--freeze alone",
      ["--freeze", "all"],
      /--freeze is about the layers of a model to begin with → name it by --from/,
    ],
    [
      "a recipe beside it",
      ["--from", "pretrained", "--recipe", "seed"],
      /--recipe is a network, and --from pretrained has one/,
    ],
    ["a file with both", ["--config", "both.json"], /both\.json: "layers" is a network, and --from pretrained has one/],
    ["what is not there", ["--from", "nowhere"], /train: there is nothing at nowhere/],
    ["what is no model", ["--from", "both.json"], /both\.json: .*safetensors/],
    [
      "another shape",
      ["--from", "pretrained", "--data", "colours", "--image-shape", "12x10x3"],
      /--from pretrained takes images of 28×28×1, those of the data are 12×10×3/,
    ],
    [
      "augmentation twice",
      ["--config", "twice.json"],
      /--augment is given, and the layers of the file begin with randomFlip/,
    ],
  ])("refuses %s", async (_, options, message) => {
    writeFileSync(
      join(cwd, "both.json"),
      JSON.stringify({ from: "pretrained", layers: [flatten(), dense({ units: 3 })] }),
    );
    const layers = [randomFlip(), flatten(), dense({ units: 3 })];
    writeFileSync(join(cwd, "twice.json"), JSON.stringify({ augment: "contrast", layers }));
    await writeColours(join(cwd, "colours"), 3);
    const { code, stderr } = await train(...OWN, ...options);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
  });
});

describe("train --augment", () => {
  it("stands before layers of a file that read others than the one before", async () => {
    const ways = [
      rescaling({ scale: 1 / 255 }),
      { ...conv2d({ filters: 2, kernelSize: 3, padding: "same", name: "left" }), inputs: [0] },
      { ...conv2d({ filters: 2, kernelSize: 3, padding: "same", name: "right" }), inputs: [-1] },
      { type: "add", inputs: [1, 2], name: "both" },
      flatten(),
      dense({ units: 3 }),
    ];
    writeFileSync(join(cwd, "ways.json"), JSON.stringify({ layers: ways, epochs: 1 }));
    const options = [...OWN, "--config", "ways.json", "--augment", "flip+contrast"];
    const printed = jsonOf(await train(...options, "--print", "--json"));
    expect(printed.layers).toMatchObject(ways);
    const result = jsonOf(await train(...options, "--json"));
    await using model = await opened(result.folder);
    const read = (name: string) => {
      const { inputs = [] } = model.layers.find((layer) => layer.name === name) ?? {};
      return inputs.map((place) => model.layers[place]?.type);
    };
    expect([read("left"), read("right"), read("both")]).toEqual([
      ["rescaling"],
      [randomContrast({ factor: 0.2 }).type],
      ["conv2d", "conv2d"],
    ]);
  });
});
