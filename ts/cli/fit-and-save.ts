/**
 * Training until the end or a signal, and the run that is left in its folder: model, record and what is known of both.
 */
import { join } from "node:path";
import {
  type Callback,
  calibratePhotos,
  type Dataset,
  earlyStopping,
  FashionWasmError,
  type Model,
  type SaveOptions,
} from "../index.js";
import { Interrupted } from "./exit.js";
import { keepModel } from "./keep-run.js";
import type { OutputFiles } from "./output-files.js";
import { sayUnlessSoon } from "./patience.js";
import type { PhotoExamples } from "./photo-training/photo-examples.js";
import type { Progress } from "./progress.js";
import type { RunClaim } from "./run-claim.js";
import { CHECKPOINT_NAME } from "./run-folder.js";
import { writeRunRecord } from "./run-record.js";
import { say } from "./say.js";
import type { DecidedPlan } from "./train/decided.js";
import { outcomeInWords, outcomeOf } from "./train/early-stopping-option.js";
import type { TrainSettings } from "./train-plan.js";
import { runFacts, runRecord, type SavedRun } from "./train-result.js";
import type { TrainingData } from "./training-data.js";
import { trainingSample } from "./training-sample.js";

/** What a run is trained and kept with. */
export interface Fitting {
  /** Of photos: what is learnt from. */
  readonly examples: PhotoExamples | null;
  readonly claim: RunClaim;
  readonly files: OutputFiles;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly given: TrainSettings;
  /** The options of the run as a file of them. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Trains to the end or to a signal, and saves in either case; Interrupted where a signal came before the end. */
export async function fitAndSave(
  plan: DecidedPlan,
  model: Model,
  { train, test, origin, division }: TrainingData,
  { examples, claim, files, progress, signal, given, config }: Fitting,
): Promise<SavedRun> {
  const { epochs, batchSize, validationSplit } = plan;
  const began = performance.now();
  let stopped: Interrupted | undefined;
  const learningRate: number[] = [];
  const sent = sayUnlessSoon("handing the images to the engine");
  const rates: Callback = {
    onTrainBegin: sent,
    onEpochEnd: (_, logs) => learningRate.push(logs.learningRate),
  };
  const stopper = plan.earlyStopping && earlyStopping(plan.earlyStopping);
  try {
    const held = examples === null ? { validationSplit } : { validationData: examples.validation };
    const callbacks = [progress.callback, rates, ...(stopper === null ? [] : [stopper])];
    const weighted = plan.weights === null ? {} : { classWeight: plan.weights };
    const options = { epochs, batchSize, ...held, ...weighted, callbacks, signal, verbose: 0 } as const;
    await model.fit(examples?.examples ?? train, options);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    stopped = error;
  } finally {
    sent();
    progress.stop();
  }
  const wallSeconds = (performance.now() - began) / 1000;
  const { training } = progress;
  if (!training?.clock.hasBegun) throw stopped; // a signal came before the first step: there is nothing to keep
  const stopping = stopper && plan.earlyStopping && outcomeOf(plan.earlyStopping, stopper, stopped === undefined);
  if (stopping !== null && stopped === undefined) say(`early stopping: ${outcomeInWords(stopping)}`);
  const saved = sayUnlessSoon("saving the model");
  // Of a training that was stopped, too: half a model is a model, and says how far it can be believed.
  const photo = examples === null ? {} : await calibrated(model, examples.heldOut);
  let checkpoint = await keepModel(model, claim, files, photo);
  const weightsSha256 = await model.weightsSha256();
  const [trainFingerprint, testFingerprint] = [await train.fingerprint(), await test.fingerprint()];
  const learnt = train.length - (examples?.heldOut.length ?? training.info.validationImages);
  const trainSample = trainingSample(train, learnt);
  // Another run may have seized the folder since, and may be done.
  const isInFolder = checkpoint === join(claim.folder, CHECKPOINT_NAME);
  if (isInFolder && !claim.isHeld()) checkpoint = await keepModel(model, claim, files, photo);
  const place = { checkpoint, insteadOf: claim.insteadOf };
  const counts = { trainImages: learnt, validationImages: train.length - learnt };
  const made = examples === null ? {} : { examples: examples.examples.length };
  const facts = {
    plan,
    model,
    origin,
    test,
    division,
    ...place,
    wallSeconds,
    weightsSha256,
    training,
    counts,
    stopping,
    ...made,
  };
  const record = runRecord(facts, { learningRate, trainFingerprint, trainSample, testFingerprint, given, config });
  const run = { ...facts, record };
  if (checkpoint !== null) await writeRunRecord(checkpoint, run.record, files);
  claim.release();
  saved();
  if (stopped !== undefined && training.clock.epochs < epochs) {
    throw interrupted(stopped, run, files, `stopped in epoch ${training.clock.epochs + 1} of ${epochs}`);
  }
  return run;
}

/** What makes it a model for photos; nothing where that cannot be fitted, as after a training that diverged: the model is kept. */
async function calibrated(model: Model, heldOut: Dataset): Promise<SaveOptions> {
  try {
    return { photo: await calibratePhotos(model, heldOut) };
  } catch (error) {
    if (!(error instanceof FashionWasmError)) throw error;
    say(`the model is kept without what predict and serve need, for it cannot be calibrated: ${error.message}`);
    return {};
  }
}

/** What is said of a run that a signal ended, and what a program gets of it. */
export function interrupted({ signal }: Interrupted, run: SavedRun, files: OutputFiles, when: string): Interrupted {
  const kept = run.checkpoint === null ? when : `${when}, checkpoint kept in ${run.checkpoint}`;
  const what = [kept, ...(files.failures === "" ? [] : [files.failures])].join("; ");
  return new Interrupted(signal, what, { ...runFacts(run), ...files.facts });
}
