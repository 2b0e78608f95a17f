/**
 * `fashion-wasm eval RUN`: a kept model is loaded, tested, and its report written anew.
 *
 * Written against the public API alone. The temperature is fitted on images that were held out of training: those that
 * run.json says, if the training images are still the same.
 */
import { dirname, resolve } from "node:path";
import { evaluationJson, FashionWasmError, type ImageShape, loadModel, type Model } from "../index.js";
import { arePlaces } from "../options/places.js";
import { checkpointOf, ofFile } from "./checkpoint-file.js";
import { UsageError } from "./exit.js";
import { heldOutImages } from "./held-out.js";
import { watchSignals } from "./interruption.js";
import type { Part } from "./load-images.js";
import { OutputFiles } from "./output-files.js";
import { checkReportPlace } from "./page-place.js";
import { garmentNames } from "./photo-training/garment-classes.js";
import { testAndReport } from "./report-file.js";
import { runData, trainImagesOf } from "./run-data.js";
import { prepareFolder, removeEmpty } from "./run-folder.js";
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
  readonly imageColumn?: string;
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
  let model: Model | undefined;
  let made: readonly string[] = [];
  try {
    const checkpoint = await checkpointOf(settings.run, "eval");
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
    // A model for photos gets photos, prepared; any other images of its own shape.
    const photos = model.photo === null ? null : garmentNames(model);
    const read = photos === null ? { imageShape: shapeOf(model) } : { preparation: "photo" as const, pixelsToo: true };
    const wanted = { ...settings, ...read, signal };
    const classNames = photos ?? model.classNames;
    const { images, origin, seen, train } = await watch.race(runData(wanted, record, { classNames }));
    if (seen) say(SEEN);
    const ofRun = () => trainImagesOf(record, { classNames }, wanted);
    const fit = { beside: train, ofRun, record, fraction: settings.heldOut };
    const heldOut = seen ? null : await watch.race(heldOutImages(fit));
    await compile(model);
    const named = { test: images, classNames: shownNames(classNames, settings.classNames) };
    const isPlace = () => settings.out !== undefined || isUnchanged();
    const of = { origin, seen, heldOut, photos: photos !== null, isPlace };
    const tested = { model, record, weightsSha256, ...named, ...of };
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

/** Of images, where the model takes images. */
function shapeOf({ inputShape }: Model): ImageShape | undefined {
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
async function compile(model: Model): Promise<void> {
  await model.getLearningRate().catch((error: unknown) => {
    if (!(error instanceof FashionWasmError) || error.code !== "NOT_COMPILED") throw error;
    model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  });
}
