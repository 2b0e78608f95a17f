/** What `eval` believes of run.json: nothing of another model's, and no number that the images contradict. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
const TRAIN = ["train", "--data", "sample", "--recipe", "seed", "--epochs", "1", "--threads", "1", "--json"];
const NOTHING_USED = "it is not used";
let own: Record<string, unknown>;

const recordOf = (run: string) => JSON.parse(readFileSync(path(run, "run.json"), "utf8"));
const evaluate = (run: string, ...options: string[]) =>
  runCli(["eval", run, "--threads", "1", "--json", ...options], { cwd });

/** A copy of the run's model beside a record. */
function beside(name: string, record: Record<string, unknown>): string {
  mkdirSync(path(name));
  copyFileSync(path("run", "model.safetensors"), path(name, "model.safetensors"));
  writeFileSync(path(name, "run.json"), JSON.stringify(record));
  return name;
}

beforeAll(async () => {
  await runCli([...TRAIN, "--out", "run"], { cwd });
  await runCli([...TRAIN, "--seed", "2", "--validation-split", "0.4", "--out", "other"], { cwd });
  own = recordOf("run");
});

describe("run.json of another model", () => {
  it("gives neither temperature nor facts", async () => {
    const ended = await evaluate(beside("swapped", recordOf("other")), "--data", "sample");
    expect(ended.stderr).toMatch(/^run\.json beside it is of another model: weightsSha256 .*; it is not used$/m);
    expect(ended.stderr).toContain("no images are known to be held out");
    expect(jsonOf(ended)).toMatchObject({ images: expect.any(Number), scaledCalibration: null });
    expect(readFileSync(path("swapped", "report.html"), "utf8")).not.toContain("recipe seed, seed 2");
  });

  it.each(["f16", "int8"] as const)("is that of weights kept as %s too, which a line says", async (weights) => {
    await using model = await loadModel(path("run", "model.safetensors"), { threads: 1 });
    await model.save(path(beside(weights, own), "model.safetensors"), { weights });
    const ended = await evaluate(weights, "--data", "sample");
    expect(ended.stderr).toMatch(/of another model.*weights saved as f16 or int8 have a hash of their own/);
    expect(jsonOf(ended).scaledCalibration).toBeNull();
  });

  it.each([
    ["without its hash", () => ({ ...own, weightsSha256: undefined }), "does not say the weightsSha256 of its model"],
    ["of another seed", () => ({ ...own, seed: 9 }), "says seed 9, the model's is 1"],
  ])("may be one %s", async (name, record, why) => {
    const ended = await evaluate(beside(name, record()), "--data", "sample");
    expect(ended.stderr).toContain(`run.json beside it ${why}; ${NOTHING_USED}\n`);
    expect(jsonOf(ended).scaledCalibration).toBeNull();
  });

  it("leaves --held-out to be believed, and says so", async () => {
    const said = ["--data", "sample", "--held-out", "0.3"];
    const ended = await evaluate(beside("believed", recordOf("other")), ...said);
    expect(ended.stderr).toContain("nothing is known of what the model was trained on");
    expect(jsonOf(ended).scaledCalibration).toMatchObject({ fittedOn: 150 });
    const known = await evaluate("run", ...said);
    expect(jsonOf(known).error).toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("held out 100 of 500"),
    });
  });
});

it("run.json with a name twice is refused: nobody knows which of the two was meant", async () => {
  const name = beside("doubled", own);
  const text = readFileSync(path(name, "run.json"), "utf8");
  writeFileSync(path(name, "run.json"), text.replace('"seed":', '"seed":7,"seed":'));
  const ended = await evaluate(name, "--data", "sample");
  expect(ended.code).toBe(1);
  expect(jsonOf(ended).error).toMatchObject({
    code: "IO",
    message: expect.stringMatching(/run\.json: has the name "seed" twice.* → correct it, remove it, or train again$/),
  });
});

describe("run.json of the model", () => {
  it.each([
    ["validationImages 0", { validationImages: 0 }, "no images are known to be held out"],
    ["more held out than there are", { validationImages: 600 }, "counts other training images than the 500"],
    ["all held out", { validationImages: 500, trainImages: 0 }, "counts other training images than the 500"],
    ["more held out than were", { validationImages: 300 }, "counts other training images than the 500"],
    ["another trainFingerprint", { trainFingerprint: "ab" }, "the training images are not those of the run"],
    ["no trainFingerprint", { trainFingerprint: undefined }, "are not there"],
  ])("is not believed with %s", async (name, changed, why) => {
    const ended = await evaluate(beside(name, { ...own, ...changed }));
    expect(ended.stderr).toContain(why);
    expect(jsonOf(ended)).toMatchObject({ images: 100, scaledCalibration: null });
  });

  it.each(["gone", "gone.csv"])("says where its data was when that is %s", async (name) => {
    const run = beside(`run of ${name}`, { ...own, dataPath: path(name) });
    const ended = await evaluate(run);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`run.json names ${path(name)} as the data of the run; --data names other data`);
    expect(jsonOf(await evaluate(run, "--data", "sample")).scaledCalibration).toMatchObject({ fittedOn: 100 });
  });

  it("says that the test images are others", async () => {
    const ended = await evaluate(beside("other test", { ...own, testFingerprint: "ab" }));
    expect(ended.stderr).toContain("the test images are not those that the run was tested on");
  });
});
