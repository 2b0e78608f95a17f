/**
 * The steps of one epoch: places of images go to the engine, loss and counts come back.
 */
import type { StepResult } from "../engine/protocol.js";
import { sizeOf } from "../inputs/pixels.js";
import { weightsAt } from "../inputs/weights.js";
import { customStep } from "./custom-loss.js";
import type { FitPlan } from "./fit-options.js";
import { type BatchLogs, Mean } from "./history.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/** Whether the training is to end. */
export interface Ending {
  /** Throws what it ends with. */
  check(): void;
  /** After the current step, as if all were done. */
  isStopping(): boolean;
}

/** Runs an epoch's steps, on parts of the order that begin with a batch each; returns the means over their images. */
export async function runSteps(
  context: TrainingContext,
  id: number,
  parts: readonly Uint32Array[],
  plan: FitPlan,
  { check, isStopping }: Ending,
): Promise<BatchLogs> {
  const { batchSize, callbacks } = plan;
  const each = callbacks.hasAny("onBatchBegin", "onBatchEnd") || context.customLoss !== null;
  const mean = new Mean(context);
  let batch = 0;
  for (const part of parts) {
    for (let start = 0; start < part.length; ) {
      await callbacks.call("onBatchBegin", batch);
      check();
      const places = each ? part.subarray(start, start + batchSize) : nextChunk(part, start, batchSize);
      const results = await context.queue.run(() => stepsOn(context, id, places, plan));
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

async function stepsOn(
  { engine, customLoss: loss, description }: TrainingContext,
  id: number,
  places: Uint32Array,
  { batchSize, train, weights }: FitPlan,
): Promise<readonly StepResult[]> {
  if (loss === null) return engine.call("trainBatches", id, places, batchSize, weightsAt(weights, places));
  const units = sizeOf(description.outputShape);
  return [await customStep("fit", { engine, id, examples: train, places, units, loss })];
}
