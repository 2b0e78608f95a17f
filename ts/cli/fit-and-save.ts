/**
 * Training until the end or a signal, and the run that is left in its folder: model, record and what is known of both.
 */
import { join } from "node:path";
import type { Callback, Sequential } from "../index.js";
import { Interrupted } from "./exit.js";
import { keepModel } from "./keep-run.js";
import type { OutputFiles } from "./output-files.js";
import { sayUnlessSoon } from "./patience.js";
import type { Progress } from "./progress.js";
import type { RunClaim } from "./run-claim.js";
import { CHECKPOINT_NAME } from "./run-folder.js";
import { writeRunRecord } from "./run-record.js";
import type { TrainPlan, TrainSettings } from "./train-plan.js";
import { runFacts, runRecord, type SavedRun } from "./train-result.js";
import type { TrainingData } from "./training-data.js";
import { trainingSample } from "./training-sample.js";

/** Trains to the end or to a signal, and saves in either case; Interrupted where a signal came before the end. */
export async function fitAndSave(
  plan: TrainPlan,
  model: Sequential,
  { train, test, origin, division }: TrainingData,
  {
    claim,
    files,
    progress,
    signal,
    given,
  }: { claim: RunClaim; files: OutputFiles; progress: Progress; signal: AbortSignal; given: TrainSettings },
): Promise<SavedRun> {
  const { epochs, batchSize, validationSplit } = plan;
  const began = performance.now();
  let stopped: Interrupted | undefined;
  const learningRate: number[] = [];
  const sent = sayUnlessSoon("handing the images to the engine");
  const rates: Callback = {
    onTrainBegin: sent,
    onEpochEnd: async () => void learningRate.push(await model.getLearningRate()),
  };
  try {
    await model.fit(train, { epochs, batchSize, validationSplit, callbacks: [progress.callback, rates], signal });
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
  const saved = sayUnlessSoon("saving the model");
  let checkpoint = await keepModel(model, claim, files);
  const weightsSha256 = await model.weightsSha256();
  const [trainFingerprint, testFingerprint] = [await train.fingerprint(), await test.fingerprint()];
  const trainSample = trainingSample(train, training.info.trainImages);
  // Another run may have seized the folder since, and may be done.
  const isInFolder = checkpoint === join(claim.folder, CHECKPOINT_NAME);
  if (isInFolder && !claim.isHeld()) checkpoint = await keepModel(model, claim, files);
  const place = { checkpoint, insteadOf: claim.insteadOf };
  const facts = { plan, model, origin, test, division, ...place, wallSeconds, weightsSha256, training };
  const record = runRecord(facts, { learningRate, trainFingerprint, trainSample, testFingerprint, given });
  const run = { ...facts, record };
  if (checkpoint !== null) await writeRunRecord(checkpoint, run.record, files);
  claim.release();
  saved();
  if (stopped !== undefined && training.clock.epochs < epochs) {
    throw interrupted(stopped, run, files, `stopped in epoch ${training.clock.epochs + 1} of ${epochs}`);
  }
  return run;
}

/** What is said of a run that a signal ended, and what a program gets of it. */
export function interrupted({ signal }: Interrupted, run: SavedRun, files: OutputFiles, when: string): Interrupted {
  const kept = run.checkpoint === null ? when : `${when}, checkpoint kept in ${run.checkpoint}`;
  const what = [kept, ...(files.failures === "" ? [] : [files.failures])].join("; ");
  return new Interrupted(signal, what, { ...runFacts(run), ...files.facts });
}
