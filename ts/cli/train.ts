/**
 * Training from the command line, from the data to the report.
 *
 * Written against the public API alone: what stands here anybody can write. The checkpoint is saved (fit-and-save.ts) as
 * soon as training ends, also when a signal ended it, and before anything else can go wrong. A file that cannot be written costs
 * no result: output-files.ts, keep-run.ts.
 */
import { dirname } from "node:path";
import type { Dataset, Model } from "../index.js";
import { describeRate } from "../schedules/describe-rate.js";
import { Interrupted, UsageError } from "./exit.js";
import { fitAndSave, interrupted } from "./fit-and-save.js";
import { count, counted, duration } from "./format.js";
import { watchSignals } from "./interruption.js";
import { findImages } from "./load-images.js";
import { OutputFiles } from "./output-files.js";
import { type DividedPhotos, dividedPhotos, examplesOf } from "./photo-training/photo-examples.js";
import { showProgress } from "./progress.js";
import { recipeModel } from "./recipe-model.js";
import { testAndReport } from "./report-file.js";
import { claimRunFolder, type RunClaim } from "./run-claim.js";
import { defaultRunFolder } from "./run-folder.js";
import { say, writeJson } from "./say.js";
import { drawPrintableReport } from "./shown-names.js";
import { print } from "./stdout.js";
import { terminalOf } from "./terminal.js";
import { augmentationOf, augmentInWords } from "./train/augment-option.js";
import { weightsInWords } from "./train/class-weights-option.js";
import { configOf, type DecidedPlan, decided, splitOf } from "./train/decided.js";
import { lastStepOf } from "./train/schedule-option.js";
import { hasSeen } from "./train/tuning.js";
import { planOf, type TrainPlan, type TrainSettings } from "./train-plan.js";
import { type SavedRun, trainResult } from "./train-result.js";
import { type TrainingData, trainingData } from "./training-data.js";
import { watchFile } from "./watch-file.js";

/**
 * Trains, tests, keeps a checkpoint and prints a report, or one JSON object with `json`; with `print` it says what it would train,
 * as a file of options, and ends.
 *
 * @throws FashionWasmError of any code; Interrupted when a signal ended it.
 */
export async function train(settings: TrainSettings): Promise<void> {
  const progress = showProgress();
  const watch = watchSignals("before training began, there is nothing to keep", (name) => {
    progress.stop();
    say(name === "SIGINT" ? "stopping (Ctrl-C again ends at once)" : "stopping");
  });
  let model: Model | undefined;
  let claim: RunClaim | undefined;
  try {
    const wanted = planOf(settings);
    if (!settings.print) {
      const usual = defaultRunFolder(wanted.recipe.name, wanted.seed);
      claim = await claimRunFolder({ out: settings.out, usual, force: settings.force, options: settings });
    }
    const found = await watch.race(findImages({ ...settings, signal: watch.signal }));
    const data = await watch.race(trainingData(found, settings.testSplit));
    const photos = data.photos ? photosOf(wanted, data) : null;
    const counts = photos
      ? { learnt: photos.total, heldOut: photos.heldOut.length }
      : splitOf(data.train, wanted.validationSplit);
    const { classNames } = photos ?? data.train;
    const plan = decided(wanted, { ...counts, classNames });
    const config = configOf(plan, wanted, settings);
    const images = { imageShape: data.train.imageShape, classNames, photos: data.photos };
    if (claim === undefined) {
      // Made all the same: what does not fit together is refused, not printed.
      model = await watch.race(recipeModel(plan, images, 1));
      await watch.race(model.getLearningRate());
      if (settings.json) writeJson(config);
      else print(`${JSON.stringify(config, null, 2)}\n`);
      return;
    }
    const { seed } = plan;
    const examples = photos && (await watch.race(examplesOf(photos, { seed, signal: watch.signal })));
    model = await watch.race(recipeModel(plan, images, settings.threads));
    announce(plan, model, data, classNames);
    const files = new OutputFiles();
    const run = await fitAndSave(plan, model, data, {
      examples,
      claim,
      files,
      progress,
      signal: watch.signal,
      given: settings,
      config,
    });
    const { checkpoint } = run;
    const isPlace = checkpoint === null ? () => false : watchFile(checkpoint);
    const heldOut = examples?.heldOut ?? heldOutOf(run, data.train);
    const seen = plan.base !== null && (await watch.race(hasSeen(plan.base, data.test)));
    const tested = { ...run, seen, heldOut, photos: examples !== null, isPlace };
    const place = { folder: checkpoint === null ? null : dirname(checkpoint), files };
    const { result, report } = await watch.race(testAndReport(tested, place, watch.signal)).catch((error: unknown) => {
      throw error instanceof Interrupted ? interrupted(error, run, files, "training was done") : error;
    });
    if (settings.json) {
      const json = trainResult(run, result, report);
      files.finish(json);
      writeJson(json);
    } else {
      const lines = drawPrintableReport(data.test, data.origin, result, terminalOf(process.stdout));
      print(`${[...lines, "", closing(run, report)].join("\n")}\n`);
      files.finish();
    }
  } finally {
    claim?.release();
    watch.stop();
    await model?.dispose();
  }
}

/** The photos that are learnt from, and the others. Errors: USAGE for a network whose outputs are no logits. */
function photosOf({ recipe, base, validationSplit }: TrainPlan, { train }: TrainingData): DividedPhotos {
  if (base !== null) return dividedPhotos(train, validationSplit);
  const last = Object(recipe.layers({ classes: 2 }).at(-1));
  if (last.type !== "dense" || (last.activation ?? "linear") !== "linear") {
    const what = `${recipe.name === "own" ? "the network" : `--recipe ${recipe.name}`} ends in ${last.activation ?? last.type}`;
    throw new UsageError(`${what}, and a model for photos in logits → take --recipe quick`);
  }
  return dividedPhotos(train, validationSplit);
}

/** How many of the weights stay as they are. */
function frozenOf({ base }: DecidedPlan, model: Model): string {
  if (base === null) return "";
  const kept = model.layers.filter(({ trainable }) => !trainable).reduce((sum, { parameters }) => sum + parameters, 0);
  return kept === 0 ? ", all of them trained" : `, ${count(kept)} of them kept as they are`;
}

/** Says what is about to happen. */
function announce(
  plan: DecidedPlan,
  model: Model,
  { train, test, origin, division }: TrainingData,
  classNames: readonly string[],
): void {
  const { build, threads, notice } = model.engine;
  const { type, learningRate } = plan.compile.optimizer;
  const trained = plan.base === null ? `recipe ${plan.recipe.name}` : `from ${plan.base.from}`;
  say(`${trained}: ${count(model.countParams())} parameters${frozenOf(plan, model)}, seed ${plan.seed}`);
  say(
    `${counted(plan.epochs, "epoch")}, batches of ${plan.batchSize}, ${type} with learning rate ${describeRate(learningRate)}`,
  );
  const last = lastStepOf(learningRate);
  if (last !== undefined && last !== plan.steps) {
    say(`the schedule takes ${count(last)} steps, the training ${count(plan.steps)}`);
  }
  const augment = augmentationOf(model);
  if (augment.length > 0) say(`augmented: ${augmentInWords(augment)}`);
  if (plan.weights !== null) say(`class weights: ${weightsInWords(plan.weights, classNames)}`);
  say(`${count(train.length)} + ${count(test.length)} images from ${origin}`);
  const names = train.classNames.slice(0, 20).join(", ");
  say(`${counted(train.classNames.length, "class", "classes")}: ${names}${train.classNames.length > 20 ? ", …" : ""}`);
  if (division.shuffleSeed !== undefined) say(`training images shuffled with seed ${division.shuffleSeed}`);
  say(`${counted(threads, "thread")} (${build} build)${notice === "" ? "" : `: ${notice}`}`);
}

/** The images that `fit` validated with: the last of the training images. */
function heldOutOf({ training }: SavedRun, train: Dataset): Dataset | null {
  const { validationImages } = training.info;
  return validationImages === 0 ? null : train.slice(-validationImages);
}

function closing({ checkpoint, wallSeconds, training }: SavedRun, report: string | null): string {
  const pace = `${count(training.clock.imagesPerSecond)} images/s`;
  const page = report === null ? "" : `\nreport in ${report}`;
  const place = checkpoint === null ? "no checkpoint was kept" : `checkpoint in ${checkpoint}`;
  return `trained in ${duration(wallSeconds)} at ${pace}, ${place}${page}`;
}
