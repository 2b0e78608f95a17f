/** Schedules, early stopping, class weights and label smoothing of `train`: what they do to a small run, and what is refused. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadFashionMnist, loadModel } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const cwd = emptyFolder();
/** 400 images to learn from in batches of 100: 4 steps an epoch. */
const SMALL = ["train", "--data", "sample", "--recipe", "seed", "--batch-size", "100", "--threads", "1", "--json"];
const train = (...options: string[]) => runCli([...SMALL, ...options], { cwd });
const recordOf = (run: string) => JSON.parse(readFileSync(join(cwd, run, "run.json"), "utf8"));
const pageOf = (run: string) => readFileSync(join(cwd, run, "report.html"), "utf8");

describe("--schedule", () => {
  it.each([
    ["constant:warmupEpochs=1", { type: "cosineDecay", warmupTarget: 0.001, warmupSteps: 4, decaySteps: 8, alpha: 1 }],
    ["cosine", { type: "cosineDecay", initialLearningRate: 0.001, decaySteps: 12, alpha: 0, warmupSteps: 0 }],
    [
      "cosine:warmupSteps=3,initialLearningRate=1e-4,alpha=0.5",
      { initialLearningRate: 0.0001, warmupTarget: 0.001, warmupSteps: 3, decaySteps: 9, alpha: 0.5 },
    ],
    ["cosineDecay:decayEpochs=2", { type: "cosineDecay", decaySteps: 8 }],
    ["cosine-restarts:tMul=1", { type: "cosineDecayRestarts", firstDecaySteps: 4, tMul: 1, mMul: 1 }],
    ["exponential", { type: "exponentialDecay", decaySteps: 12, decayRate: 0.1, staircase: false }],
    ["exponential:decayEpochs=1,decayRate=0.5,staircase=true", { decaySteps: 4, decayRate: 0.5, staircase: true }],
    ["inverse-time", { type: "inverseTimeDecay", decaySteps: 12, decayRate: 9 }],
    ["piecewise", { type: "piecewiseConstantDecay", boundaries: [6, 9], values: [0.001, 0.0001, 0.00001] }],
    ["piecewise:boundaryEpochs=1/2,values=0.1/0.2/0.3", { boundaries: [4, 8], values: [0.1, 0.2, 0.3] }],
    ["polynomial:power=2", { type: "polynomialDecay", decaySteps: 12, endLearningRate: 0.0001, power: 2 }],
    ["one-cycle:pctStart=0.5", { type: "oneCycle", maxLearningRate: 0.001, totalSteps: 12, pctStart: 0.5 }],
  ])("%s is worked out from epochs", async (schedule, learningRate) => {
    const ended = await train(
      "--epochs",
      "3",
      "--schedule",
      schedule,
      "--out",
      schedule.replaceAll("/", ""),
      "--force",
    );
    expect(jsonOf(ended)).toMatchObject({ optimizer: { type: "adam", learningRate } });
  });

  it("is in the history, run.json, the checkpoint, the page and the first lines", async () => {
    const ended = await train(
      "--epochs",
      "2",
      "--schedule",
      "cosine",
      "--learning-rate",
      "0.01",
      "--out",
      "cosine-run",
    );
    expect(ended.stderr).toContain("adam with learning rate cosineDecay from 0.01 to 0 over 8 steps");
    expect(ended.stderr).toMatch(/^epoch 2\/2 .* {2}learning rate 0 {2}/m);
    const rates = (jsonOf(ended).history as { learningRate: number[] }).learningRate;
    expect(rates).toEqual([expect.closeTo(0.005, 6), expect.closeTo(0, 6)]);
    expect(recordOf("cosine-run")).toMatchObject({
      learningRate: rates,
      optimizer: { learningRate: { type: "cosineDecay" } },
      config: { schedule: { type: "cosine", decaySteps: 8 }, learningRate: 0.01 },
    });
    await using model = await loadModel(join(cwd, "cosine-run/model.safetensors"), { threads: 1 });
    expect(model.summary()).toContain("learning rate cosineDecay from 0.01 to 0 over 8 steps");
    expect(pageOf("cosine-run")).toContain("learning rate cosineDecay from 0.01 to 0 over 8 steps");
    expect(pageOf("cosine-run")).toContain("Learning rate over 2 epochs");
  });

  it("says when its steps are not those of the training", async () => {
    const { stderr } = await train("--epochs", "1", "--schedule", "cosine:decaySteps=100", "--out", "other-steps");
    expect(stderr).toContain("the schedule takes 100 steps, the training 4");
  });
});

describe("--early-stopping", () => {
  it("ends training, and keeps the weights of the best epoch", async () => {
    const fast = ["--epochs", "40", "--learning-rate", "0.03", "--batch-size", "50"];
    const ended = await train(...fast, "--early-stopping", "1", "--out", "stopped");
    const { epochs, history, earlyStopping, weightsSha256 } = jsonOf(ended) as {
      epochs: number;
      history: { valLoss: number[] };
      earlyStopping: Record<string, number>;
      weightsSha256: string;
    };
    const best = Math.min(...history.valLoss);
    const bestEpoch = 1 + history.valLoss.indexOf(best);
    expect(epochs).toBeLessThan(40);
    expect(history.valLoss).toHaveLength(epochs);
    expect(earlyStopping).toMatchObject({
      patience: 1,
      best,
      bestEpoch,
      restoredEpoch: bestEpoch,
      stoppedEpoch: epochs,
    });
    const said = `stopped after epoch ${epochs}, 1 epoch without a better valLoss; weights of epoch ${bestEpoch} restored`;
    expect(ended.stderr).toContain(`early stopping: ${said}`);
    expect(pageOf("stopped")).toContain(said);
    expect(recordOf("stopped")).toMatchObject({
      earlyStopping,
      config: { earlyStopping: { patience: 1 }, epochs: 40 },
    });
    await using model = await loadModel(join(cwd, "stopped/model.safetensors"), { threads: 1 });
    expect(await model.weightsSha256()).toBe(weightsSha256);
    const { train: images } = await loadFashionMnist({ data: "sample" });
    expect((await model.evaluate(images.slice(-100))).loss).toBe(best);
  });

  it("has patience 3 without a number, watches the loss of training where it is told so, and may keep the last weights", async () => {
    const none = await train("--epochs", "2", "--early-stopping", "--out", "patience");
    expect(jsonOf(none)).toMatchObject({ epochs: 2, earlyStopping: { patience: 3, stoppedEpoch: null } });
    const own = "monitor=loss,restoreBestWeights=false,patience=2";
    const loss = await train("--epochs", "1", "--validation-split", "0", "--early-stopping", own, "--out", "loss");
    expect(jsonOf(loss)).toMatchObject({
      validationImages: 0,
      earlyStopping: { monitor: "loss", restoredEpoch: null },
    });
  });
});

describe("--class-weights and --label-smoothing", () => {
  it("change what is learnt, and are told", async () => {
    const each = [
      [],
      ["--class-weights", "Shirt=2,0=0.5"],
      ["--class-weights", "6=2,T-shirt/top=0.5"],
      ["--label-smoothing", "0.1"],
    ];
    const runs: Record<string, unknown>[] = [];
    for (const [i, options] of each.entries()) {
      runs.push(jsonOf(await train("--epochs", "1", ...options, "--out", `weights-${i}`)));
    }
    const [plain, weighted, same, smooth] = runs;
    const hash = (run: Record<string, unknown> | undefined) => run?.weightsSha256;
    expect(weighted).toMatchObject({ classWeights: { 6: 2, 0: 0.5 } });
    expect(hash(same)).toBe(hash(weighted));
    expect(smooth).toMatchObject({ loss: { type: "sparseCategoricalCrossentropy", labelSmoothing: 0.1 } });
    expect(new Set([plain, weighted, smooth].map(hash)).size).toBe(3);
    expect(pageOf("weights-1")).toContain("T-shirt/top 0.5, Shirt 2");
    await using model = await loadModel(join(cwd, "weights-3/model.safetensors"), { threads: 1 });
    expect(model.summary()).toContain("Loss: sparseCategoricalCrossentropy, labelSmoothing 0.1");
  });

  it("are balanced by the images of each class", async () => {
    const ended = await train("--epochs", "1", "--class-weights", "balanced", "--out", "balanced");
    expect(jsonOf(ended)).toMatchObject({ classWeights: "balanced" });
    expect(ended.stderr).toContain("class weights: balanced");
  });
});

/** Each: options, and what the line says; exit 2. */
const WRONG: [options: string, says: RegExp][] = [
  [
    "--schedule cosin",
    /argument 'cosin' is invalid\. Expected constant, cosine, .* or one-cycle\. Did you mean cosine\?/,
  ],
  ["--schedule cosine:decayStep=3", /"decayStep" is no option of it\. Expected alpha, .*Did you mean decaySteps\?/],
  ["--schedule cosine:alpha=x", /alpha is "x"\. Expected a number/],
  ["--schedule cosine:alpha=1,alpha=0", /alpha is there twice/],
  ["--schedule cosine:", /Expected name=value,… with the names alpha, .*received ""/],
  ["--schedule constant:alpha=1", /"alpha" is no option of it\. Expected warmupEpochs/],
  ["--schedule cosine:alpha=2", /--schedule cosine: option "alpha" is 2 → it must be a finite number ≥ 0 and ≤ 1/],
  ["--schedule cosine:warmupEpochs=50", /warmupEpochs is 50, the whole training has 50: nothing is left/],
  ["--schedule cosine:warmupSteps=200", /warmupSteps is 200, the whole training has 200 steps/],
  ["--schedule cosine:warmupEpochs=1,warmupSteps=4", /warmupEpochs and warmupSteps say the same .* → give one of them/],
  ["--schedule cosine:initialLearningRate=0.1", /there is no warm-up that begins there → give warmupEpochs/],
  ["--schedule exponential:decayEpochs=0", /decayEpochs is 0 → it must be greater than 0/],
  ["--schedule exponential:staircase=yes", /staircase is "yes"\. Expected true or false/],
  ["--schedule exponential:staircase=true", /staircase has one step in the whole training.* → give decayEpochs/],
  ["--schedule polynomial --learning-rate 1e-4", /would go from 0\.0001 to endLearningRate, 0\.0001, and not fall/],
  ["--schedule one-cycle:annealStrategy=sine", /option "annealStrategy" is "sine" → it must be "cos" or "linear"/],
  ["--schedule piecewise:values=0.1/0.01", /is \[0\.1, 0\.01\] → it must be 3 learning rates/],
  ["--schedule piecewise:boundaryEpochs=2/1", /boundaryEpochs is 2\/1 → each must be greater than the one before/],
  ["--schedule piecewise:values=3/2/1 --learning-rate 1", /--learning-rate 1 would do nothing → give one of them/],
  ["--early-stopping 1.5", /argument '1\.5' is invalid\. Expected name=value/],
  ["--early-stopping patient=3", /"patient" is no option of it.* Did you mean patience\?/],
  ["--early-stopping patience=-1", /option "patience" is -1 → it must be a whole number ≥ 0/],
  ["--early-stopping monitor=speed", /monitor is "speed", of which nobody knows/],
  [
    "--early-stopping monitor=valF1Score",
    /watches "valF1Score", which is not measured → name one of valLoss, valAccuracy, loss/,
  ],
  [
    "--early-stopping --validation-split 0",
    /--early-stopping watches valLoss, and --validation-split 0 holds no images out → give --validation-split 0\.1, or --early-stopping monitor=loss/,
  ],
  ["--class-weights Shirt", /Expected balanced, or classes with weights.*; received "Shirt"/],
  ["--class-weights Shirt=-1", /The weight of "Shirt" is -1\. Expected a number of at least 0/],
  ["--class-weights Shirt=", /The weight of "Shirt" is NaN/],
  ["--class-weights Shirt=1,Shirt=2", /The class "Shirt" is there twice/],
  ["--class-weights Shirt=1,6=2", /names the class 6, Shirt, twice → give one weight/],
  ["--class-weights Shirts=2", /names the class "Shirts" \(did you mean "Shirt"\?\) → the data has "T-shirt\/top"/],
  ["--class-weights 10=2", /names the class "10" → the data has .*, or numbers from 0 to 9/],
  ["--class-weights 0=0,1=0,2=0,3=0,4=0,5=0,6=0,7=0,8=0,9=0", /all classes have the weight 0/],
  ["--label-smoothing 1", /argument '1' is invalid\. Expected a fraction from 0 up to but not including 1/],
];

it.each(WRONG)("%s → exit 2", async (options, says) => {
  const ended = await train(...options.split(" "));
  expect(jsonOf(ended)).toEqual({ error: { code: "USAGE", message: expect.stringMatching(says) } });
  expect([ended.code, ended.stderr.trim().split("\n").at(-1)]).toEqual([2, expect.stringMatching(says)]);
});
