/**
 * `fashion-wasm eval RUN`: a kept model is loaded, tested, and its report written anew.
 *
 * Written against the public API alone. The temperature is fitted on images that were held out of training: those that
 * run.json says, if the training images are still the same.
 */
import { dirname, join } from "node:path";
import {
  type Dataset,
  evaluationJson,
  FashionWasmError,
  type ImageShape,
  loadModel,
  type Sequential,
} from "../index.js";
import { UsageError } from "./exit.js";
import { watchSignals } from "./interruption.js";
import { type LoadedImages, loadImages } from "./load-images.js";
import { testAndReport } from "./report-file.js";
import { CHECKPOINT_NAME, kind, prepareFolder } from "./run-folder.js";
import { type RunRecord, readRunRecord } from "./run-record.js";
import { say } from "./say.js";
import { terminalOf } from "./terminal.js";
import { drawReport } from "./test-report.js";

/** The options of `fashion-wasm eval`. */
export interface EvalSettings {
  readonly run: string;
  readonly data?: string;
  readonly part: "train" | "test";
  readonly heldOut?: number;
  readonly classNames?: readonly string[];
  readonly threads?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** Tests a run, writes report.html and prints the result; rejects with FashionWasmError of any code, or Interrupted. */
export async function evaluate(settings: EvalSettings): Promise<void> {
  if (settings.part === "train" && settings.heldOut !== undefined) {
    throw new UsageError("--held-out is about testing with other images: leave it out, or take --part test");
  }
  const watch = watchSignals("before all was measured");
  let model: Sequential | undefined;
  try {
    const checkpoint = await checkpointOf(settings.run);
    const record = await readRunRecord(checkpoint);
    const folder = settings.out ?? dirname(checkpoint);
    await prepareFolder(folder);
    model = await watch.race(loadModel(checkpoint, { threads: settings.threads }));
    if (model.history.epoch.length === 0) say("this model has no history: was it trained?");
    const loaded = await watch.race(loadImages(wanted(settings, record, model, watch.signal)));
    if (!loaded.images.labelled) throw noLabels(loaded.origin);
    const seen = settings.part === "train" || record.trainFingerprint === (await loaded.images.fingerprint());
    if (seen) say(SEEN);
    const heldOut = seen ? null : await heldOutOf(loaded, record, settings.heldOut, watch.signal);
    await compile(model);
    const weightsSha256 = await model.weightsSha256();
    const tested = { model, record, weightsSha256, test: loaded.images, origin: loaded.origin, seen, heldOut };
    const { result, report } = await watch.race(testAndReport(tested, folder, watch.signal));
    const { evaluation } = result;
    if (settings.json) {
      const facts = {
        checkpoint,
        weightsSha256,
        data: loaded.origin,
        testFingerprint: await loaded.images.fingerprint(),
      };
      const measured = evaluation === null ? { accuracy: result.accuracy } : evaluationJson(evaluation);
      process.stdout.write(`${JSON.stringify({ ...facts, loss: result.loss, ...measured, reportFile: report })}\n`);
    } else {
      const lines = drawReport(loaded.images, loaded.origin, result, terminalOf(process.stdout));
      process.stdout.write(
        `${[...lines, "", report === null ? "no report was written" : `report in ${report}`].join("\n")}\n`,
      );
    }
  } finally {
    watch.stop();
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
  const what = found === "nothing" ? "there is nothing at" : `there is no ${CHECKPOINT_NAME} in`;
  throw new FashionWasmError(
    "IO",
    `eval: ${what} ${run} → name the folder of a run, such as runs/quick-seed1, or its model.safetensors`,
  );
}

function wanted(settings: EvalSettings, record: RunRecord, model: Sequential, signal: AbortSignal) {
  const names = model.classNames === null ? undefined : [...model.classNames];
  return {
    data: settings.data ?? record.dataPath,
    part: settings.part,
    classNames: settings.classNames ?? names,
    imageShape: shapeOf(model),
    signal,
  };
}

/** Of images, where the model takes images. */
function shapeOf({ inputShape }: Sequential): ImageShape | undefined {
  const [height, width, channels] = inputShape;
  return channels === 1 || channels === 3 ? [height as number, width as number, channels] : undefined;
}

/** A model that was kept without compile options can be tested all the same: its outputs have that loss. */
async function compile(model: Sequential): Promise<void> {
  await model.getLearningRate().catch((error: unknown) => {
    if (!(error instanceof FashionWasmError) || error.code !== "NOT_COMPILED") throw error;
    model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  });
}

/** The images that training did not see; null, and why is said, where they are not known. */
async function heldOutOf(
  loaded: LoadedImages,
  record: RunRecord,
  fraction: number | undefined,
  signal: AbortSignal,
): Promise<Dataset | null> {
  const train = loaded.train ?? (await trainImagesOf(record, signal));
  const number = fraction === undefined ? record.validationImages : Math.round(fraction * (train?.length ?? 0));
  if (!number) {
    say("no images are known to be held out of training: no temperature is fitted (--held-out says a fraction)");
    return null;
  }
  if (train === null || !train.labelled || number > train.length) {
    say("the images that were held out of training are not there: no temperature is fitted");
    return null;
  }
  const isOfRun = record.trainFingerprint === (await train.fingerprint());
  if (fraction === undefined && !isOfRun) {
    say("the training images are not those of the run: no temperature is fitted");
    return null;
  }
  if (isOfRun && record.validationImages !== undefined && number > record.validationImages) {
    const what = `the run held out ${record.validationImages} of ${train.length} training images, --held-out says ${number}`;
    throw new UsageError(`${what}: a temperature fitted on images that were trained on means nothing`);
  }
  return train.slice(-number);
}

/** Of the run itself, where it is tested on data without training images; null where its data is gone. */
async function trainImagesOf({ dataPath, trainFingerprint }: RunRecord, signal: AbortSignal): Promise<Dataset | null> {
  if (trainFingerprint === undefined) return null;
  try {
    return (await loadImages({ data: dataPath, part: "train", signal })).train;
  } catch (error) {
    if (error instanceof FashionWasmError) return null;
    throw error;
  }
}

function noLabels(origin: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `eval: ${origin} has no labels → name data that has them`);
}
