/**
 * The steps of one epoch: places of images go to the engine, loss and counts come back.
 */
import type { StepResult } from "../engine/protocol.js";
import { sizeOf } from "../inputs/pixels.js";
import { weightsAt } from "../inputs/weights.js";
import { customStep } from "./custom-loss.js";
import type { FitPlan } from "./fit-options.js";
import { type BatchLogs, Mean } from "./history.js";
import type { Pace } from "./pace.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/** Whether the training is to end. */
export interface Ending {
  /** Throws what it ends with. */
  check(): void;
  /** After the current step, as if all were done. */
  isStopping(): boolean;
}

/** Runs an epoch's steps, on parts of the order that begin with a batch each; returns the means over their images, and how many were taken. */
export async function runSteps(
  context: TrainingContext,
  id: number,
  parts: readonly Uint32Array[],
  plan: FitPlan,
  { check, isStopping }: Ending,
  pace: Pace | null,
): Promise<{ readonly means: BatchLogs; readonly taken: number }> {
  const { batchSize, callbacks } = plan;
  const each = callbacks.hasAny("onBatchBegin", "onBatchEnd") || context.customLoss !== null;
  const mean = new Mean(context);
  let batch = 0;
  for (const part of parts) {
    for (let start = 0; start < part.length; ) {
      await callbacks.call("onBatchBegin", batch);
      check();
      const most = each ? 1 : (pace?.room ?? Number.POSITIVE_INFINITY);
      const places = nextChunk(part, start, batchSize).subarray(0, most * batchSize);
      const begun = performance.now();
      const results = await context.queue.run(() => stepsOn(context, id, places, plan));
      await pace?.took(results.length, performance.now() - begun);
      context.learnt(plan);
      for (const result of results) mean.add(result);
      batch += results.length;
      start += results.length * batchSize;
      await callbacks.call("onBatchEnd", batch - 1, mean.logs());
      await callbacks.call("onProgress", batch, mean.logs());
      check();
      if (isStopping() || pace?.isOver) return { means: mean.logs(), taken: batch };
    }
  }
  return { means: mean.logs(), taken: batch };
}

/** Steps on batches of `places`, at least one, which is what a loss of the user's own takes at a time. */
export async function stepsOn(
  { engine, customLoss: loss, description }: TrainingContext,
  id: number,
  places: Uint32Array,
  { batchSize, train, weights }: FitPlan,
): Promise<readonly StepResult[]> {
  if (loss === null) return engine.call("trainBatches", id, places, batchSize, weightsAt(weights, places));
  const units = sizeOf(description.outputShape);
  return [await customStep("fit", { engine, id, examples: train, places, units, loss })];
}
