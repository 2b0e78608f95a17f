/**
 * `fashion-wasm eval RUN`: a kept model is loaded, tested, and its report written anew.
 *
 * Written against the public API alone. The temperature is fitted on images that were held out of training: those that
 * run.json says, if the training images are still the same.
 */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { evaluationJson, FashionWasmError, type ImageShape, loadModel, type Sequential } from "../index.js";
import { missingHint } from "../options/missing-path.js";
import { arePlaces } from "../options/places.js";
import { claimIn } from "./claim-file.js";
import { UsageError } from "./exit.js";
import { heldOutImages } from "./held-out.js";
import { watchSignals } from "./interruption.js";
import type { Part } from "./load-images.js";
import { OutputFiles } from "./output-files.js";
import { checkReportPlace } from "./page-place.js";
import { testAndReport } from "./report-file.js";
import { runData, trainImagesOf } from "./run-data.js";
import { CHECKPOINT_NAME, kind, prepareFolder, removeEmpty } from "./run-folder.js";
import { believed, readRunRecord } from "./run-record.js";
import { say, writeJson } from "./say.js";
import { drawPrintableReport } from "./shown-names.js";
import { print } from "./stdout.js";
import type { TableOptions } from "./table-options.js";
import { terminalOf } from "./terminal.js";
import { watchFile } from "./watch-file.js";

/** The options of `fashion-wasm eval`. */
export interface EvalSettings extends TableOptions {
  readonly run: string;
  readonly data?: string;
  readonly part?: Part;
  readonly heldOut?: number;
  readonly classNames?: readonly string[];
  readonly threads?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Tests a run, writes report.html and prints the result; rejects with FashionWasmError of any code, or Interrupted. */
export async function evaluate(settings: EvalSettings): Promise<void> {
  if (settings.part === "train" && settings.heldOut !== undefined) {
    throw new UsageError("--held-out is about testing with other images: leave it out, or take --part test");
  }
  const watch = watchSignals("before all was measured");
  let model: Sequential | undefined;
  let made: readonly string[] = [];
  try {
    const checkpoint = await checkpointOf(settings.run);
    const folder = settings.out ?? dirname(checkpoint);
    if (settings.out !== undefined) made = await prepareFolder(folder); // a run's own may be read-only: the result counts
    const isUnchanged = watchFile(checkpoint);
    // Resolved: a relative path may look like a URL, such as that of a run in a folder `data:one`.
    model = await watch.race(loadModel(resolve(checkpoint), { threads: settings.threads })).catch((error: unknown) => {
      throw ofFile(checkpoint, error);
    });
    if (model.engine.notice !== "") say(model.engine.notice);
    if (model.history.epoch.length === 0) say("this model has no history: was it trained?");
    const weightsSha256 = await model.weightsSha256();
    await checkReportPlace({ folder, checkpoint, weightsSha256, force: settings.force });
    const record = believed(await readRunRecord(checkpoint), { seed: model.seed, weightsSha256 });
    const { signal } = watch;
    const files = new OutputFiles();
    const wanted = { ...settings, imageShape: shapeOf(model), signal };
    const { images, origin, seen, train } = await watch.race(runData(wanted, record, model));
    if (seen) say(SEEN);
    const { classNames } = model;
    const ofRun = () => trainImagesOf(record, { classNames }, wanted);
    const fit = { beside: train, ofRun, record, fraction: settings.heldOut };
    const heldOut = seen ? null : await watch.race(heldOutImages(fit));
    await compile(model);
    const named = { test: images, classNames: shownNames(classNames, settings.classNames) };
    const isPlace = () => settings.out !== undefined || isUnchanged();
    const tested = { model, record, weightsSha256, ...named, origin, seen, heldOut, isPlace };
    const { result, report } = await watch.race(testAndReport(tested, { folder, files }, signal));
    const { evaluation } = result;
    if (settings.json) {
      const facts = { checkpoint, weightsSha256, data: origin, testFingerprint: await images.fingerprint() };
      const measured = evaluation === null ? { accuracy: result.accuracy } : evaluationJson(evaluation);
      const json = { ...facts, loss: result.loss, ...measured, reportFile: report };
      files.finish(json);
      writeJson(json);
    } else {
      const lines = drawPrintableReport(images, origin, result, terminalOf(process.stdout));
      print(`${[...lines, "", report === null ? "no report was written" : `report in ${report}`].join("\n")}\n`);
      files.finish();
    }
  } finally {
    watch.stop();
    removeEmpty(made);
    await model?.dispose();
  }
}

const SEEN = "the model was trained on most of these images: the figures are too good, and no temperature is fitted";

/** The file of the model: the one named, or the one in the folder named. */
async function checkpointOf(run: string): Promise<string> {
  const found = await kind(run);
  if (found === "file") return run;
  const inside = join(run, CHECKPOINT_NAME);
  if (found === "folder" && (await kind(inside)) === "file") return inside;
  const claim = await claimIn(run);
  if (claim !== null) {
    const what = `eval: there is no ${CHECKPOINT_NAME} in ${run}: ${claim.told}`;
    const [wait, again] = ["wait until it is done", "train again"];
    const advice = claim.trains === undefined ? `${wait}, or ${again}` : claim.trains ? wait : again;
    throw new FashionWasmError("IO", `${what} → ${advice}`);
  }
  const what = found === "nothing" ? "there is nothing at" : `there is no ${CHECKPOINT_NAME} in`;
  const isWindows = process.platform === "win32";
  const hint = found === "nothing" ? missingHint(run, { isWindows, exists: existsSync }) : "";
  throw new FashionWasmError(
    "IO",
    `eval: ${what} ${run}${hint} → name the folder of a run, such as runs/quick-seed1, or its model.safetensors`,
  );
}

/** The error with the file's name, for the API was given it and need not say it. */
function ofFile(checkpoint: string, error: unknown): unknown {
  if (!(error instanceof FashionWasmError) || !error.code.startsWith("CHECKPOINT_")) return error;
  const message = error.message.replace(/^loadModel: /, "");
  return new FashionWasmError(error.code, `${checkpoint}: ${message}`, { cause: error });
}

/** Of images, where the model takes images. */
function shapeOf({ inputShape }: Sequential): ImageShape | undefined {
  const [height, width, channels] = inputShape;
  return channels === 1 || channels === 3 ? [height as number, width as number, channels] : undefined;
}

/** What `--class-names` calls the classes of a model that has numbers for names. */
function shownNames(
  own: readonly string[] | null,
  given: readonly string[] | undefined,
): readonly string[] | undefined {
  return own !== null && arePlaces(own) && given !== undefined ? own.map((name, i) => given[i] ?? name) : undefined;
}

/** A model that was kept without compile options can be tested all the same: its outputs have that loss. */
async function compile(model: Sequential): Promise<void> {
  await model.getLearningRate().catch((error: unknown) => {
    if (!(error instanceof FashionWasmError) || error.code !== "NOT_COMPILED") throw error;
    model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  });
}
