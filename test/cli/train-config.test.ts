/** `train --config` and `--print`: a run said in a file is the run that was printed, and what is wrong in a file is refused. */
import { readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadFashionMnist } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { writeFolders } from "./image-folders.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const cwd = emptyFolder();
const train = (...options: string[]) => runCli(["train", ...options], { cwd });
const file = (name: string, content: unknown) => {
  writeFileSync(join(cwd, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
};
const bits = ({ weightsSha256, history, testLoss, earlyStopping }: Record<string, unknown>) => {
  return { weightsSha256, history, testLoss, earlyStopping };
};
const SAMPLE = ["--data", "sample", "--threads", "1"];

describe("--print", () => {
  it("prints all options, trains nothing, and leaves no folder", async () => {
    const ended = await train(...SAMPLE, "--print", "--json");
    expect(ended.code).toBe(0);
    expect(jsonOf(ended)).toMatchObject({
      recipe: "quick",
      layers: { length: 8, 0: { type: "rescaling" }, 7: { type: "dense", units: 10 } },
      epochs: 10,
      batchSize: 128,
      optimizer: { type: "adam", beta1: 0.9 },
      learningRate: 0.001,
      schedule: { type: "constant" },
      loss: { type: "sparseCategoricalCrossentropy" },
      labelSmoothing: 0,
      metrics: ["accuracy"],
      classWeights: null,
      validationSplit: 1 / 12,
      earlyStopping: null,
      seed: 1,
      data: "sample",
      preparation: "auto",
      threads: 1,
    });
    expect(await readdir(cwd)).not.toContain("runs");
    const lines = await train(...SAMPLE, "--print");
    expect(lines.stdout.split("\n").length).toBeGreaterThan(40);
    expect(JSON.parse(lines.stdout)).toEqual(jsonOf(ended));
  });

  const everything =
    "--recipe seed --epochs 3 --batch-size 64 --optimizer adamw --learning-rate 0.01 --schedule cosine:warmupEpochs=0.5 " +
    "--early-stopping patience=1,minDelta=0.01 --class-weights balanced --label-smoothing 0.05 --validation-split 0.3 --seed 9";
  it.each([
    ["the default", ""],
    ["all options", everything],
    ["augmentation", "--augment"],
    [
      "augmentation with options",
      "--augment flip:alternating=true+rotation:factor=-0.05/0.1+random-erasing:scale=0.1/0.2",
    ],
    ["rates of a schedule's own", "--schedule piecewise --optimizer sgd"],
    ["a warm-up", "--schedule constant:warmupEpochs=1 --class-weights Shirt=3"],
  ])("round trip of %s: the same run, bit for bit", async (name, said) => {
    const options = [...SAMPLE, "--epochs", "2", ...said.split(" ").filter((word) => word !== "")];
    const printed = await train(...options, "--print");
    const config = file(`${name}.json`, printed.stdout);
    expect((await train("--config", config, "--print")).stdout).toBe(printed.stdout);
    const [first, second] = [await train(...options, "--json"), await train("--config", config, "--json")].map(jsonOf);
    expect(bits(second as object as Record<string, unknown>)).toEqual(bits(first as object as Record<string, unknown>));
    const record = JSON.parse(readFileSync(join(cwd, String(first?.folder), "run.json"), "utf8"));
    expect(record.config).toEqual(JSON.parse(printed.stdout));
  });

  it("reads data of one's own, and says their classes", async () => {
    const { train: images } = await loadFashionMnist({ data: "sample" });
    await writeFolders(join(cwd, "own"), images, { bag: 8, boot: 9, shoe: 7 }, 12);
    const options = [
      "--data",
      "own",
      "--class-weights",
      "boot=2",
      "--test-split",
      "0.25",
      "--epochs",
      "1",
      "--threads",
      "1",
    ];
    const printed = await train(...options, "--print");
    const layers = (JSON.parse(printed.stdout) as { layers: object[] }).layers;
    expect(layers.at(-1)).toMatchObject({ units: 3 });
    const [first, second] = [
      await train(...options, "--json"),
      await train("--config", file("own.json", printed.stdout), "--json"),
    ].map(jsonOf);
    expect(second?.weightsSha256).toBe(first?.weightsSha256);
    const other = await train(
      "--config",
      "own.json",
      "--data",
      "sample",
      "--class-weights",
      "none",
      "--test-split",
      "0.1",
    );
    expect(other.stderr).toMatch(/--test-split: the data has test images of its own/);
  });
});

describe("--config", () => {
  it("is overruled by the command line, and overrules the recipe", async () => {
    const config = file("some.json", {
      epochs: 3,
      optimizer: { type: "sgd", momentum: 0.9 },
      learningRate: 0.05,
      schedule: "cosine:alpha=0.1",
      earlyStopping: 2,
      classWeights: { Shirt: 2 },
      seed: 4,
      classNames: ["a", "b", "c", "d", "e", "f", "Shirt", "g", "h", "i"],
    });
    const printed = async (...options: string[]) =>
      jsonOf(await train("--config", config, ...SAMPLE, "--print", "--json", ...options));
    expect(await printed()).toMatchObject({
      epochs: 3,
      batchSize: 128,
      optimizer: { type: "sgd", momentum: 0.9 },
      learningRate: 0.05,
      schedule: { type: "cosine", alpha: 0.1, decaySteps: 12 },
      earlyStopping: { patience: 2 },
      classWeights: { Shirt: 2 },
      seed: 4,
    });
    const over = "--epochs 5 --optimizer adam --schedule constant --early-stopping none --class-weights none --seed 1";
    expect(await printed(...over.split(" "))).toMatchObject({
      epochs: 5,
      optimizer: { type: "adam" },
      learningRate: 0.05,
      schedule: { type: "constant" },
      earlyStopping: null,
      classWeights: null,
      seed: 1,
    });
  });

  it("has layers, a loss and metrics, which neither page, record nor lines stumble over", async () => {
    const config = file("network.json", {
      layers: [{ type: "rescaling", scale: 0.01 }, { type: "flatten" }, { type: "dense", units: 10 }],
      loss: "categoricalCrossentropy",
      metrics: [
        "precision",
        "confusionMatrix",
        { type: "f1Score" },
        { type: "f1Score", average: "macro", name: "macroF1" },
      ],
      epochs: 2,
      optimizer: { type: "sgd", gradientAccumulationSteps: 2 },
      schedule: "exponential",
    });
    const ended = await train("--config", config, ...SAMPLE, "--json");
    expect(jsonOf(ended)).toMatchObject({ recipe: "own", folder: join("runs", "own-seed1"), parameters: 7850 });
    expect(ended.stderr).toMatch(/^epoch 2\/2 {2}loss \d\.\d{4} {2}accuracy .*val accuracy 0\.\d{4}/m);
    const { history, optimizer } = jsonOf(ended) as { history: Record<string, unknown[]>; optimizer: object };
    // Schedules count batches, also where several make a step: 458 images, 4 batches an epoch.
    expect(optimizer).toMatchObject({ learningRate: { decaySteps: 8 } });
    expect(history.learningRate).toEqual([expect.closeTo(0.01 * 0.1 ** 0.5, 8), expect.closeTo(0.001, 8)]);
    expect(history.valConfusionMatrix?.[1]).toHaveLength(10);
    const record = JSON.parse(readFileSync(join(cwd, "runs/own-seed1/run.json"), "utf8"));
    expect(record.history).toEqual(history);
    const page = readFileSync(join(cwd, "runs/own-seed1/report.html"), "utf8");
    for (const column of ["precision", "macroF1", "valMacroF1"])
      expect(page).toContain(`class="number">${column}</th>`);
    expect(page).not.toMatch(/confusionMatrix|undefined|\[object/);
    const tested = await runCli(["eval", "runs/own-seed1", "--json"], { cwd });
    expect(jsonOf(tested).accuracy).toBe(jsonOf(ended).testAccuracy);
    const recipe = await train("--config", config, "--recipe", "seed", ...SAMPLE, "--print", "--json");
    expect(jsonOf(recipe).layers).toHaveLength(6);
  });

  /** Each: the file, and what the line says. */
  const wrong: [content: unknown, says: RegExp, exit?: number, code?: string][] = [
    [
      { epoch: 3 },
      /unknown option "epoch" \(did you mean "epochs"\?\) → allowed: recipe, from, freeze, layers, augment, epochs, /,
    ],
    [{ learning_rate: 3 }, /unknown option "learning_rate" \(did you mean "learningRate"\?\)/],
    [{ epochs: "3" }, /"epochs" is "3" → Expected a number, received "3"/],
    [{ epochs: 0 }, /"epochs" is 0 → Expected a whole number from 1 to 100000/],
    [{ json: true }, /"json" stands in the file → say --json on the command line/],
    [{ force: 1 }, /"force" is 1 → Expected true or false/],
    [{ recipe: "quik" }, /"recipe" is "quik" → Expected seed or quick\. Did you mean quick\?/],
    [{ imageShape: [28, 28] }, /"imageShape" is \[28, 28\] → Expected height x width x channels/],
    [{ classNames: ["a", "a"] }, /"classNames" is \["a", "a"\] → Expected different names/],
    [{ optimizer: { type: "sgd", momentun: 1 } }, /sgd: unknown option "momentun" \(did you mean "momentum"\?\)/],
    [{ optimizer: { type: "sgd", learningRate: 1 } }, /Its learning rate stands beside it/],
    [{ schedule: { type: "cosine", alpha: "1" } }, /alpha is "1"\. Expected a number/],
    [{ schedule: { alpha: 1 } }, /Expected a name, or an object such as \{ "type": "cosine" \}/],
    [{ earlyStopping: [1] }, /Expected a patience or an object of options, received \[1\]/],
    [{ classWeights: { Shirt: "2" } }, /The weight of "Shirt" is "2"\. Expected a number/],
    [
      { loss: "mse", labelSmoothing: 0.1 },
      /--label-smoothing is about the cross-entropies, the loss is meanSquaredError/,
    ],
    [{ loss: "crossentropy" }, /"loss" is "crossentropy" → Expected sparseCategoricalCrossentropy/],
    [{ metrics: ["precison"] }, /Did you mean precision\?/],
    [{ layers: [] }, /Expected an array of layers/],
    [
      { layers: [{ type: "flatten" }, { type: "dense", unit: 10 }] },
      /layers\[1\] is .* unknown option "unit" \(did you mean "units"\?\)/,
    ],
    [[1], /received \[1\] → it must be one JSON object of options/],
    ['{ "epochs": 3, "epochs": 4 }', /has the name "epochs" twice/],
    ["{ epochs: 3 }", /is no JSON → it must be one JSON object/],
    [
      { layers: [{ type: "flatten" }, { type: "dense", units: 3 }] },
      /the layers end in outputs of \[3\], the data has 10 classes → give the last layer 10 units/,
      1,
      "SHAPE_MISMATCH",
    ],
  ];
  it.each(wrong)("refuses %j", async (content, says, exit = 2, code = "USAGE") => {
    const ended = await train("--config", file("wrong.json", content), ...SAMPLE, "--print", "--json");
    expect(jsonOf(ended)).toEqual({ error: { code, message: expect.stringMatching(says) } });
    expect(ended.code).toBe(exit);
  });

  it("says that there is no such file", async () => {
    const ended = await train("--config", "nothing.json", "--json");
    expect([ended.code, jsonOf(ended).error]).toEqual([
      1,
      { code: "IO", message: expect.stringContaining("--config nothing.json: nothing is there") },
    ]);
  });

  it("takes every option of the command but those that are about its output", async () => {
    const { stdout } = await train("--help");
    const options = [...stdout.matchAll(/^ {2}(?:-h, )?--(?!no-)([\w-]+)/gm)].map(([, name]) => String(name));
    const known = (await train("--config", file("empty.json", { x: 1 }))).stderr
      .replace(/.*allowed: /s, "")
      .trim()
      .split(", ");
    const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const only = ["config", "print", "json", "help"];
    expect(options.length).toBeGreaterThan(20);
    expect(
      options
        .map(camel)
        .filter((name) => !known.includes(name))
        .sort(),
    ).toEqual(only.sort());
  });
});
