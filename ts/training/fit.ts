/**
 * The training loop: epochs, steps, validation, callbacks.
 *
 * The places of images go to the engine, loss and counts of the steps come back; nothing else crosses the border. A
 * step of a few milliseconds would feel a message each, so the engine takes as many as fill about 30 ms, or one where
 * a callback listens to batches. None is in flight ahead: an abort, `stopTraining` and what a callback reads of the
 * model all mean "after the current step", which for the short ones is "after these 30 ms".
 */
import type { Examples } from "../inputs/examples.js";
import { evaluateExamples } from "./evaluate.js";
import type { FitPlan } from "./fit-options.js";
import { type BatchLogs, type EpochLogs, type EpochRecord, type History, historyOf, Mean } from "./history.js";
import { guardLogs } from "./keras-names.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/**
 * Runs `plan` and returns its history. `isStopping` is asked after every step: when true, the epoch ends early
 * (it is validated and recorded, as in Keras) and is the last.
 */
export async function runFit(context: TrainingContext, plan: FitPlan, isStopping: () => boolean): Promise<History> {
  const { callbacks, train, validation, batchSize, epochs, initialEpoch } = plan;
  const check = () => {
    context.checkAlive("fit");
    plan.signal?.throwIfAborted();
  };
  check();
  const id = await context.uploads.idOf(train.dataset);
  const records: EpochRecord[] = [];
  await callbacks.call("onTrainBegin", {
    epochs,
    initialEpoch,
    steps: Math.ceil(train.indices.length / batchSize),
    batchSize,
    trainImages: train.indices.length,
    validationImages: validation?.indices.length ?? 0,
  });
  for (let epoch = initialEpoch; epoch < epochs && !isStopping(); epoch++) {
    check();
    await callbacks.call("onEpochBegin", epoch);
    const order = plan.shuffle ? await shuffled(context, train) : train.indices;
    const means = await runSteps(context, id, order, plan, check, isStopping);
    const validated = validation === null ? {} : await validate(context, validation, batchSize, check);
    const logs = guardLogs({ ...means, ...validated });
    records.push({ epoch, ...logs });
    context.epochs.push({ epoch, ...logs });
    await callbacks.call("onEpochEnd", epoch, logs);
    check();
  }
  const last = records.at(-1);
  if (last !== undefined) await callbacks.call("onTrainEnd", withoutNumber(last));
  return historyOf(records);
}

/** One epoch's steps; returns the means over their images. */
async function runSteps(
  context: TrainingContext,
  id: number,
  order: Uint32Array,
  plan: FitPlan,
  check: () => void,
  isStopping: () => boolean,
): Promise<BatchLogs> {
  const { engine, queue } = context;
  const { batchSize, callbacks } = plan;
  const mean = new Mean();
  for (let batch = 0; batch * batchSize < order.length; ) {
    await callbacks.call("onBatchBegin", batch);
    check();
    const each = callbacks.hasAny("onBatchBegin", "onBatchEnd");
    const start = batch * batchSize;
    const places = each ? order.subarray(start, start + batchSize) : nextChunk(order, start, batchSize);
    const results = await queue.run(() => engine.call("trainBatches", id, places, batchSize));
    context.learnt(plan);
    for (const result of results) mean.add(result);
    batch += results.length;
    await callbacks.call("onBatchEnd", batch - 1, mean.logs());
    await callbacks.call("onProgress", batch, mean.logs());
    check();
    if (isStopping()) break;
  }
  return mean.logs();
}

/**
 * The epoch's order. Its key is (seed, epochs trained so far): two calls of fit with one epoch each see the same
 * orders as one call with two, also when the model was saved and loaded in between.
 */
async function shuffled({ engine, epochs }: TrainingContext, { indices }: Examples): Promise<Uint32Array> {
  const order = await engine.call("permutation", indices.length, epochs.length);
  // Written over in place, by a plain loop: `map` with its copy takes three times as long, a noticeable part of an epoch.
  for (let i = 0; i < order.length; i++) order[i] = indices[order[i] ?? 0] ?? 0;
  return order;
}

async function validate(
  context: TrainingContext,
  validation: Examples,
  batchSize: number,
  check: () => void,
): Promise<Required<Omit<EpochLogs, keyof BatchLogs>>> {
  const { loss, accuracy } = await evaluateExamples(context, validation, { batchSize, check });
  return { valLoss: loss, valAccuracy: accuracy };
}

function withoutNumber({ epoch: _, ...logs }: EpochRecord): EpochLogs {
  return guardLogs(logs);
}
