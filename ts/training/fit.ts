/**
 * The training loop: epochs, steps, validation, callbacks.
 *
 * The places of images go to the engine, loss and counts of the steps come back; nothing else crosses the border. A
 * step of a few milliseconds would feel a message each, so the engine takes as many as fill about 30 ms, or one where
 * a callback listens to batches. None is in flight ahead: an abort, `stopTraining` and what a callback reads of the
 * model all mean "after the current step", which for the short ones is "after these 30 ms".
 */
import type { Examples } from "../inputs/examples.js";
import type { Model } from "../model/model.js";
import { evaluateExamples } from "./evaluate.js";
import type { FitPlan } from "./fit-options.js";
import {
  type BatchLogs,
  type EpochLogs,
  type EpochRecord,
  type History,
  historyOf,
  Mean,
  validationName,
} from "./history.js";
import { guardLogs } from "./keras-names.js";
import { passesOver } from "./passes.js";
import { fitProgress } from "./progress.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/** Who is trained: the model as callbacks see it, and whether its training is to stop, asked after every step. */
export interface Trained {
  readonly model: Model;
  isStopping(): boolean;
}

/**
 * Runs `plan` and returns its history. Once `isStopping` is true, the epoch ends early (it is validated and recorded, as in
 * Keras) and is the last.
 */
export async function runFit(context: TrainingContext, plan: FitPlan, trained: Trained): Promise<History> {
  if (plan.verbose === 0) return runEpochs(context, plan, trained);
  const progress = fitProgress(plan.verbose, plan.isValidated);
  try {
    return await runEpochs(context, { ...plan, callbacks: plan.callbacks.after(progress.callback) }, trained);
  } finally {
    progress.stop();
  }
}

async function runEpochs(context: TrainingContext, plan: FitPlan, { model, isStopping }: Trained): Promise<History> {
  const { callbacks, train, validation, epochs, initialEpoch } = plan;
  const check = () => {
    context.checkAlive("fit");
    plan.signal?.throwIfAborted();
  };
  check();
  const id = await context.uploads.idOf(train.dataset);
  const records: EpochRecord[] = [];
  await callbacks.call("setModel", model);
  await callbacks.call("onTrainBegin", {
    epochs,
    initialEpoch,
    steps: plan.steps,
    batchSize: plan.batchSize,
    trainImages: train.indices.length,
    validationImages: validation?.indices.length ?? 0,
  });
  const nextEpoch = passesOver(context, plan);
  let logs: EpochLogs | undefined;
  for (let epoch = initialEpoch; epoch < epochs && !isStopping(); epoch++) {
    check();
    await callbacks.call("onEpochBegin", epoch);
    const means = await runSteps(context, id, await nextEpoch(), plan, check, isStopping);
    const validated =
      validation !== null && plan.isValidated(epoch) ? await validate(context, validation, plan, check) : {};
    const learningRate = await context.queue.run(() => context.engine.call("getLearningRate"));
    logs = guardLogs({ ...means, ...validated, learningRate });
    records.push({ epoch, ...logs });
    context.epochs.push({ epoch, ...logs });
    await callbacks.call("onEpochEnd", epoch, logs);
    check();
  }
  if (logs !== undefined) await callbacks.call("onTrainEnd", logs);
  return historyOf(records);
}

/** One epoch's steps, on parts of the order that begin with a batch each; returns the means over their images. */
async function runSteps(
  context: TrainingContext,
  id: number,
  parts: readonly Uint32Array[],
  plan: FitPlan,
  check: () => void,
  isStopping: () => boolean,
): Promise<BatchLogs> {
  const { engine, queue } = context;
  const { batchSize, callbacks } = plan;
  const each = callbacks.hasAny("onBatchBegin", "onBatchEnd");
  const mean = new Mean();
  let batch = 0;
  for (const part of parts) {
    for (let start = 0; start < part.length; ) {
      await callbacks.call("onBatchBegin", batch);
      check();
      const places = each ? part.subarray(start, start + batchSize) : nextChunk(part, start, batchSize);
      const results = await queue.run(() => engine.call("trainBatches", id, places, batchSize));
      context.learnt(plan);
      for (const result of results) mean.add(result);
      batch += results.length;
      start += results.length * batchSize;
      await callbacks.call("onBatchEnd", batch - 1, mean.logs());
      await callbacks.call("onProgress", batch, mean.logs());
      check();
      if (isStopping()) return mean.logs();
    }
  }
  return mean.logs();
}

async function validate(
  context: TrainingContext,
  validation: Examples,
  { validationBatchSize: batchSize }: FitPlan,
  check: () => void,
): Promise<Pick<EpochLogs, "valLoss" | "valAccuracy">> {
  const means = await evaluateExamples(context, validation, { batchSize, check });
  return Object.fromEntries(Object.entries(means).map(([name, value]) => [validationName(name), value]));
}
