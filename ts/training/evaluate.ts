/**
 * Mean loss and accuracy over data, without changing anything: behind `evaluate` and the validation of `fit`.
 */
import type { Examples } from "../inputs/examples.js";
import { type BatchLogs, Mean } from "./history.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/** What {@link evaluateExamples} may be told. */
export interface EvaluationOptions {
  readonly batchSize: number;
  /** Called every few batches; ends the evaluation by throwing. */
  readonly check: () => void;
}

/**
 * Returns the means over `examples`: `Σ loss / n` and `Σ correct / n`, batch by batch in their order, added in
 * double precision. It calls the engine directly: whether each batch or the whole is one piece of the queue, the caller decides.
 */
export async function evaluateExamples(
  { engine, uploads }: Pick<TrainingContext, "engine" | "uploads">,
  { dataset, indices }: Examples,
  { batchSize, check }: EvaluationOptions,
): Promise<BatchLogs> {
  const id = await uploads.idOf(dataset);
  const mean = new Mean();
  for (let start = 0; start < indices.length; ) {
    check();
    const results = await engine.call("testBatches", id, nextChunk(indices, start, batchSize), batchSize);
    for (const result of results) mean.add(result);
    start += results.length * batchSize;
  }
  return mean.logs();
}
