/** `fashion-wasm eval` from end to end: a run that train left, a bare checkpoint, other data, what it refuses. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { formatClassificationReport, loadFashionMnist, loadModel } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const { test } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
const run = join("runs", "seed-seed1");
let trained: Record<string, unknown>;
beforeAll(async () => {
  const options = ["--data", "sample", "--recipe", "seed", "--epochs", "3", "--json"];
  trained = jsonOf(await runCli(["train", ...options], { cwd }));
});

describe("eval of a run", () => {
  it("measures what train measured, on the run's own data", async () => {
    rmSync(join(cwd, run, "report.html"));
    const ended = await runCli(["eval", run, "--json", "--threads", "1"], { cwd });
    expect(ended.code).toBe(0);
    const { loss, accuracy, report, scaledCalibration, ...rest } = jsonOf(ended) as Record<string, never>;
    expect(jsonOf(ended)).toMatchObject(trained.evaluation as object);
    expect({ loss, accuracy }).toEqual({ loss: trained.testLoss, accuracy: trained.testAccuracy });
    expect(scaledCalibration).toMatchObject({ fittedOn: 100, temperature: expect.any(Number) });
    expect(rest).toMatchObject({
      weightsSha256: trained.weightsSha256,
      testFingerprint: await test.fingerprint(),
      reportFile: join(run, "report.html"),
    });
    const page = await readFile(join(cwd, run, "report.html"), "utf8");
    for (const text of [String(trained.weightsSha256), "recipe seed, seed 1", "<svg"]) expect(page).toContain(text);
  });

  it("prints scikit-learn's table and the confusion matrix", async () => {
    const { stdout } = await runCli(["eval", run, "--data", "sample"], { cwd });
    const { report } = trained.evaluation as { report: Parameters<typeof formatClassificationReport>[0] };
    const table = formatClassificationReport(report, { digits: 4 }).trimEnd();
    expect(stdout).toContain(table);
    const [first] = report.confusionMatrix;
    expect(stdout).toMatch(new RegExp(`^0 T-shirt/top +${first?.map((n) => n || "·").join(" +")}$`, "m"));
    expect(stdout).toMatch(/report in runs\/seed-seed1\/report\.html\n$/);
  });

  it("tests a table with the temperature of the run's own held-out images", async () => {
    const rows = [...test.labels].map((label, i) => [label, ...test.image(i)].join());
    writeFileSync(join(cwd, "test.csv"), `${rows.join("\n")}\n`);
    const other = jsonOf(await runCli(["eval", run, "--data", "test.csv", "--out", "other", "--json"], { cwd }));
    expect(other).toMatchObject(trained.evaluation as object);
    expect(other.data).toBe("test.csv");
  });
});

describe("eval of a checkpoint alone", () => {
  it.skipIf(process.platform === "win32")("in a folder whose name looks like a URL takes it for a folder", async () => {
    mkdirSync(join(cwd, "data:one"));
    copyFileSync(join(cwd, run, "model.safetensors"), join(cwd, "data:one", "model.safetensors"));
    const { code, stderr } = await runCli(["eval", "data:one", "--data", "sample", "--json"], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining("URL") });
  });

  it("fits no temperature, unless it is told what was held out", async () => {
    mkdirSync(join(cwd, "alone"));
    copyFileSync(join(cwd, run, "model.safetensors"), join(cwd, "alone", "m.safetensors"));
    const bare = await runCli(["eval", "alone/m.safetensors", "--data", "sample", "--json"], { cwd });
    expect(bare.stderr).toContain("no images are known to be held out");
    expect(jsonOf(bare)).toMatchObject({ accuracy: trained.testAccuracy, scaledCalibration: null });
    const said = ["eval", "alone/m.safetensors", "--data", "sample", "--held-out", "0.2", "--json"];
    const { scaledCalibration } = trained.evaluation as Record<string, unknown>;
    expect(jsonOf(await runCli(said, { cwd })).scaledCalibration).toEqual(scaledCalibration);
  });

  it("takes a model that was never compiled", async () => {
    const pretrained = resolve("data/pretrained/fashion-mnist.safetensors");
    const answer = jsonOf(await runCli(["eval", pretrained, "--data", "sample", "--out", "pre", "--json"], { cwd }));
    expect(answer.accuracy).toBeGreaterThan(0.9);
  });
});

describe("eval where something is wrong", () => {
  it("says that a training diverged, and writes no report", async () => {
    await using model = await loadModel(join(cwd, run, "model.safetensors"));
    const weights = await model.getWeights();
    await model.setWeights(weights.map((weight) => ({ ...weight, data: weight.data.fill(Number.NaN) })));
    mkdirSync(join(cwd, "diverged"));
    await model.save(join(cwd, "diverged", "model.safetensors"));
    const said = await runCli(["eval", "diverged", "--data", "sample"], { cwd });
    expect(said.code).toBe(0);
    expect(said.stdout).toContain("the training diverged → try a smaller learning rate");
    const answer = jsonOf(await runCli(["eval", "diverged", "--data", "sample", "--json"], { cwd }));
    expect(answer).toMatchObject({ loss: null, accuracy: 0.1, reportFile: null });
    expect(await readdir(join(cwd, "diverged"))).toEqual(["model.safetensors"]);
  });

  it("counts what is wrong in run.json as not known", async () => {
    mkdirSync(join(cwd, "edited"));
    copyFileSync(join(cwd, run, "model.safetensors"), join(cwd, "edited", "model.safetensors"));
    const edited = '{"__proto__":1,"toString":1,"validationImages":3.5,"optimizer":{},"recipe":7,"data":"x"}';
    writeFileSync(join(cwd, "edited", "run.json"), edited);
    const ended = await runCli(["eval", "edited", "--data", "sample", "--json"], { cwd });
    expect([ended.code, jsonOf(ended).scaledCalibration]).toEqual([0, null]);
    expect(await readFile(join(cwd, "edited", "report.html"), "utf8")).not.toContain("undefined");
  });

  it("says that figures on training images are too good", async () => {
    const ended = await runCli(["eval", run, "--part", "train", "--out", "seen", "--json"], { cwd });
    expect(ended.stderr).toContain("trained on most of these images");
    expect(jsonOf(ended)).toMatchObject({ images: 500, scaledCalibration: null });
    expect(await readFile(join(cwd, "seen", "report.html"), "utf8")).not.toContain("none of which it had learned");
  });

  it("finds the data that FASHION_WASM_DATA named when the run was trained", async () => {
    const env = { FASHION_WASM_DATA: "sample" };
    await runCli(["train", "--recipe", "seed", "--epochs", "1", "--out", "named", "--json"], { cwd, env });
    expect(jsonOf(await runCli(["eval", "named", "--json"], { cwd }))).toMatchObject({ images: 100 });
  });

  it("does not take other images for those of the run", async () => {
    const record = JSON.parse(await readFile(join(cwd, run, "run.json"), "utf8"));
    mkdirSync(join(cwd, "strange"));
    copyFileSync(join(cwd, run, "model.safetensors"), join(cwd, "strange", "model.safetensors"));
    writeFileSync(join(cwd, "strange", "run.json"), JSON.stringify({ ...record, trainFingerprint: "0", seed: "x" }));
    const { stderr, stdout } = await runCli(["eval", "strange", "--json"], { cwd });
    expect(stderr).toContain("the training images are not those of the run");
    expect(JSON.parse(stdout)).toMatchObject({ scaledCalibration: null });
  });

  it.each([
    ["nothing", 1, "IO", /there is nothing at nothing/],
    [".", 1, "IO", /there is no model\.safetensors in \./],
    ["runs/seed-seed1 --data /dev/null", 1, "DATA_NOT_FOUND", /is not a folder/],
    ["runs/seed-seed1 --held-out 2", 2, "USAGE", /fraction/],
    ["runs/seed-seed1 --data blank.csv", 1, "CSV_EMPTY", /blank\.csv/],
    ["runs/seed-seed1 --data bare.csv", 1, "DATA_MISMATCH", /no labels/],
    ["damaged", 1, "IO", /run\.json: is no JSON/],
    ["runs/seed-seed1 --held-out 0.5", 2, "USAGE", /the run held out 100 of 500 training images, --held-out says 250/],
    ["runs/seed-seed1 --part train --held-out 0.1", 2, "USAGE", /leave it out/],
  ])("refuses %s", async (options, code, errorCode, message) => {
    writeFileSync(join(cwd, "blank.csv"), "\n");
    writeFileSync(
      join(cwd, "bare.csv"),
      `${Array.from({ length: 784 }, (_, i) => `pixel${i}`)}\n${Array(784).fill(1)}\n`,
    );
    mkdirSync(join(cwd, "damaged"), { recursive: true });
    copyFileSync(join(cwd, run, "model.safetensors"), join(cwd, "damaged", "model.safetensors"));
    writeFileSync(join(cwd, "damaged", "run.json"), "[1");
    const ended = await runCli(["eval", ...options.split(" "), "--json"], { cwd });
    expect(jsonOf(ended).error).toEqual({ code: errorCode, message: expect.stringMatching(message) });
    expect(ended.code).toBe(code);
  });
});
