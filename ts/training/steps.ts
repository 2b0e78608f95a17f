/**
 * The steps of one epoch: places of images go to the engine, loss and counts come back.
 */
import type { StepResult } from "../engine/protocol.js";
import { sizeOf } from "../inputs/pixels.js";
import type { CallbackList } from "./callbacks.js";
import { customStep } from "./custom-loss.js";
import type { FedBatches, Feed } from "./feed/feed.js";
import { type BatchLogs, Mean } from "./history.js";
import type { Pace } from "./pace.js";
import type { TrainingContext } from "./training-context.js";

/** Whether the training is to end. */
export interface Ending {
  /** Throws what it ends with. */
  check(): void;
  /** After the current step, as if all were done. */
  isStopping(): boolean;
}

/** Runs the steps of an epoch; returns the means over their images, and how many were taken. */
export async function runSteps(
  context: TrainingContext,
  feed: Feed,
  callbacks: CallbackList,
  { check, isStopping }: Ending,
  pace: Pace | null,
): Promise<{ readonly means: BatchLogs; readonly taken: number }> {
  const each = callbacks.hasAny("onBatchBegin", "onBatchEnd") || context.customLoss !== null;
  const mean = new Mean(context);
  let batch = 0;
  await feed.startEpoch();
  for (;;) {
    check();
    const batches = await feed.next(each ? 1 : (pace?.room ?? Number.POSITIVE_INFINITY));
    if (batches === null) break;
    await callbacks.call("onBatchBegin", batch);
    check();
    const begun = performance.now();
    const results = await context.queue.run(() => stepsOn(context, batches));
    feed.took(results.length);
    await pace?.took(results.length, performance.now() - begun);
    context.learnt(batches.learnt);
    for (const result of results) mean.add(result);
    batch += results.length;
    await callbacks.call("onBatchEnd", batch - 1, mean.logs());
    await callbacks.call("onProgress", batch, mean.logs());
    check();
    if (isStopping() || pace?.isOver) break;
  }
  return { means: mean.logs(), taken: batch };
}

/** Steps on batches, at least one, which is what a loss of the user's own takes at a time. */
export async function stepsOn(
  { engine, customLoss: loss, description }: TrainingContext,
  { id, examples, places, batchSize, weights, at }: FedBatches,
): Promise<readonly StepResult[]> {
  if (loss === null) return engine.call("trainBatches", id, places, batchSize, weights, at);
  const units = sizeOf(description.outputShape);
  const batch = places.subarray(0, batchSize);
  return [await customStep("fit", { engine, id, examples, places: batch, units, loss, at })];
}
