/** `fashion-wasm train` from end to end, on the sample. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModel } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, jsonOf, runCli } from "./run-cli.js";

const SAMPLE = ["train", "--data", "sample", "--epochs", "1"];

describe("train --json", () => {
  let folder: string;
  let ended: Ended;
  beforeAll(async () => {
    folder = emptyFolder();
    ended = await runCli([...SAMPLE, "--epochs", "2", "--seed", "7", "--threads", "2", "--out", "kept", "--json"], {
      cwd: folder,
    });
  });

  it("ends with one JSON object on stdout and exit 0", () => {
    expect(ended.code).toBe(0);
    expect(jsonOf(ended)).toMatchObject({
      recipe: "quick",
      seed: 7,
      threads: 2,
      build: "threads",
      epochs: 2,
      batchSize: 128,
      optimizer: { type: "adam", learningRate: 0.001 },
      data: expect.stringContaining("not comparable"),
      trainImages: 458,
      validationImages: 42,
      testImages: 100,
      imagesPerSecond: expect.any(Number),
      wallSeconds: expect.any(Number),
      testLoss: expect.any(Number),
      testAccuracy: expect.any(Number),
      parameters: 34_826,
      checkpoint: join("kept", "model.safetensors"),
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      history: { loss: [expect.any(Number), expect.any(Number)], accuracy: [expect.any(Number), expect.any(Number)] },
      evaluation: {
        images: 100,
        accuracyInterval: { low: expect.any(Number), high: expect.any(Number), level: 0.95 },
        scaledCalibration: { fittedOn: 42, notice: expect.stringContaining("too few") },
        coverage: null,
        coverageNotice: expect.stringMatching(/^42 held-out images are too few/),
      },
      reportFile: join("kept", "report.html"),
    });
  });

  it("says what it does on stderr: a line an epoch, no colours, no bar", () => {
    expect(ended.stderr).toMatch(
      /^epoch 1\/2 {2}loss \d\.\d{4} {2}accuracy 0\.\d{4} {2}val loss \d\.\d{4} {2}val accuracy 0\.\d{4} {2}[\d,]+ images\/s {2}\d+\.\d s$/m,
    );
    expect(ended.stderr.match(/^epoch /gm)).toHaveLength(2);
    expect(ended.stderr).toContain("results on it are not comparable");
    for (const drawn of ["\u001b", "\r", "█"]) expect(ended.stderr).not.toContain(drawn);
  });

  it("keeps a checkpoint that is the model it speaks of, its record and its report, and nothing beside them", async () => {
    expect((await readdir(join(folder, "kept"))).sort()).toEqual(["model.safetensors", "report.html", "run.json"]);
    await using model = await loadModel(join(folder, "kept", "model.safetensors"), { threads: 1 });
    expect(await model.weightsSha256()).toBe(jsonOf(ended).weightsSha256);
    expect(model.history.history).toEqual(jsonOf(ended).history);
  });

  it("trains to the same bits on another number of threads", async () => {
    const one = jsonOf(
      await runCli([...SAMPLE, "--epochs", "2", "--seed", "7", "--threads", "1", "--json"], { cwd: folder }),
    );
    expect(one).toMatchObject({ threads: 1, build: "simd" });
    for (const field of ["weightsSha256", "testLoss", "testAccuracy", "history"]) {
      expect(one[field]).toEqual(jsonOf(ended)[field]);
    }
  });
});

describe("train", () => {
  it("lays its options over the recipe", async () => {
    const cwd = emptyFolder();
    const options = "--recipe seed --optimizer sgd --learning-rate 5e-2 --batch-size 64 --validation-split 0.25".split(
      " ",
    );
    const ended = await runCli([...SAMPLE, ...options, "--json"], { cwd });
    expect(jsonOf(ended)).toMatchObject({
      recipe: "seed",
      seed: 1,
      batchSize: 64,
      optimizer: { type: "sgd", learningRate: 0.05, momentum: 0 },
      trainImages: 375,
      validationImages: 125,
      checkpoint: join("runs", "seed-seed1", "model.safetensors"),
    });
    expect(ended.stderr).toMatch(/^epoch 1\/1 .*val loss \d\.\d{4} {2}val accuracy 0\.\d{4}/m);
  });

  it("tells a person the test accuracy, scores per class, and shows images", async () => {
    const cwd = emptyFolder();
    const { code, stdout } = await runCli(SAMPLE, { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^test accuracy 0\.\d{4} {2}loss \d\.\d{4} {2}100 images$/m);
    expect(stdout).toContain("results on it are not comparable");
    expect(stdout).toMatch(/^ +precision +recall +f1-score +support$/m);
    for (const name of ["T-shirt/top", "Ankle boot", "macro avg", "weighted avg"]) {
      expect(stdout).toMatch(new RegExp(`^ *${name}( +[01]\\.\\d{4}){3} +\\d+$`, "m"));
    }
    expect(stdout).toMatch(/^0 T-shirt\/top( +[\d·]+){10}$/m);
    expect(stdout).toMatch(
      /^calibration error {6}0\.\d{4}; no temperature to rely on: 42 held-out images are too few \(at least 300 are needed\)$/m,
    );
    expect(stdout).toMatch(/^can be labelled automatically: not known: 42 held-out images are too few \(at least 300/m);
    expect(stdout).not.toMatch(/right at|NaN|null|undefined/);
    expect(stdout).toMatch(/^[ ░▒▓█]+$/m);
    expect(stdout).toMatch(/✓ predicted .+\n {2}truly {5}/);
    expect(stdout).toMatch(/✗ predicted .+\n {2}truly {5}/);
    expect(stdout).toMatch(
      /checkpoint in runs\/quick-seed1\/model\.safetensors\nreport in runs\/quick-seed1\/report\.html\n$/,
    );
    expect(stdout).not.toContain("\u001b");
    expect(
      Math.max(
        ...stdout
          .split("\n")
          .filter((line) => /[░▒▓█✓✗]/.test(line))
          .map((line) => line.length),
      ),
    ).toBeLessThan(81);
  });
});

describe("fashion-wasm", () => {
  it.each([[["--help"]], [["train", "--help"]], [["help", "train"]]])("%j prints help on stdout", async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: fashion-wasm/);
  });

  it("names every option and exit code in the help of train", async () => {
    const { stdout } = await runCli(["train", "--help"]);
    const options =
      "data class-names image-shape test-split recipe epochs batch-size learning-rate optimizer validation-split seed threads out force json";
    for (const name of options.split(" ")) expect(stdout).toContain(`--${name}`);
    expect(stdout).toContain("0 done, 1 failed, 2 wrong use, 130 interrupted, 143 terminated, 129 hung up");
  });

  it("prints the package's version", async () => {
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});
