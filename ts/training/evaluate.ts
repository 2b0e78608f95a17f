/**
 * Mean loss and accuracy over data, without changing anything: behind `evaluate` and the validation of `fit`.
 */
import type { Examples } from "../inputs/examples.js";
import { booleanOption, integerOption, optionsObject } from "../options/check.js";
import { type BatchLogs, Mean } from "./history.js";
import { type Verbose, verboseOption } from "./progress.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/** Options of `model.evaluate`. */
export interface EvaluateOptions {
  /** Images computed at a time; default 256 (Keras: 32). */
  readonly batchSize?: number | undefined;
  /** Whether images that are unlike those of training are warned of, as `model.checkImages` finds them; default true. */
  readonly checkImages?: boolean | undefined;
  /** What is told of the evaluation: 0 nothing, 1 a bar, then a line, 2 the line; default `"auto"`: 1 on a terminal, else 0. */
  readonly verbose?: Verbose | undefined;
}

/** Checks the options of `evaluate`. */
export function evaluateOptions(where: string, options: EvaluateOptions | undefined) {
  const allowed = ["batchSize", "checkImages", "verbose"] as const;
  const { batchSize = 256, checkImages = true, verbose = "auto" } = optionsObject(where, options, allowed);
  return {
    batchSize: integerOption(where, "batchSize", batchSize, { min: 1 }),
    checkImages: booleanOption(where, "checkImages", checkImages),
    verbose: verboseOption(where, verbose),
  };
}

/** What {@link evaluateExamples} may be told. */
export interface EvaluationOptions {
  readonly batchSize: number;
  /** Called every few batches; ends the evaluation by throwing. */
  readonly check: () => void;
  /** Called every few batches, with the means over the images `done` so far. */
  readonly onProgress?: ((done: number, logs: BatchLogs) => void) | undefined;
}

/**
 * Returns the means over `examples`: `Σ loss / n` and `Σ correct / n`, batch by batch in their order, added in
 * double precision. It calls the engine directly: whether each batch or the whole is one piece of the queue, the caller decides.
 */
export async function evaluateExamples(
  { engine, uploads }: Pick<TrainingContext, "engine" | "uploads">,
  { dataset, indices }: Examples,
  { batchSize, check, onProgress }: EvaluationOptions,
): Promise<BatchLogs> {
  const id = await uploads.idOf(dataset);
  const mean = new Mean();
  for (let start = 0; start < indices.length; ) {
    check();
    const results = await engine.call("testBatches", id, nextChunk(indices, start, batchSize), batchSize);
    for (const result of results) mean.add(result);
    start += results.length * batchSize;
    onProgress?.(Math.min(start, indices.length), mean.logs());
  }
  return mean.logs();
}
