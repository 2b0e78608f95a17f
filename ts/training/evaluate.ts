/**
 * Mean loss and accuracy over data, without changing anything: behind `evaluate` and the validation of `fit`.
 */
import type { StepResult } from "../engine/protocol.js";
import type { Examples } from "../inputs/examples.js";
import { sizeOf } from "../inputs/pixels.js";
import { weightsAt } from "../inputs/weights.js";
import { booleanOption, integerOption, invalidOption, optionsObject } from "../options/check.js";
import { customTest } from "./custom-loss.js";
import type { Feed } from "./feed/feed.js";
import { type BatchLogs, Mean } from "./history.js";
import { type Verbose, verboseOption } from "./progress.js";
import { nextChunk, type TrainingContext } from "./training-context.js";

/** Options of `model.evaluate`. */
export interface EvaluateOptions {
  /** Images computed at a time; default 256 (Keras: 32). Batches that come one after the other have their own sizes. */
  readonly batchSize?: number | undefined;
  /** Whether images that are unlike those of training are warned of, as `model.checkImages` finds them; default true. */
  readonly checkImages?: boolean | undefined;
  /** What is told of the evaluation: 0 nothing, 1 a bar, then a line, 2 the line; default `"auto"`: 1 on a terminal, else 0. */
  readonly verbose?: Verbose | undefined;
}

/** Checks the options of `evaluate`. */
export function evaluateOptions(where: string, options: EvaluateOptions | undefined, isStreamed = false) {
  const allowed = ["batchSize", "checkImages", "verbose"] as const;
  const { batchSize = 256, checkImages = true, verbose = "auto" } = optionsObject(where, options, allowed);
  if (isStreamed && options?.batchSize !== undefined) {
    throw invalidOption(where, "batchSize", batchSize, "left out: each batch of the source is computed as it is");
  }
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

/** What evaluation needs of a model. */
type Evaluated = Pick<TrainingContext, "engine" | "uploads" | "metrics" | "description" | "customLoss">;

/**
 * Returns the means over `examples`, `Σ w·loss / n` and the metrics, batch by batch in their order, added in double precision.
 * It calls the engine directly: whether each batch or the whole is one piece of the queue, the caller decides.
 */
export async function evaluateExamples(
  model: Evaluated,
  examples: Examples,
  { batchSize, check, onProgress }: EvaluationOptions,
): Promise<BatchLogs> {
  const { indices } = examples;
  const id = await model.uploads.idOf(examples);
  const mean = new Mean(model);
  for (let start = 0; start < indices.length; ) {
    check();
    const results = await testsOn(model, id, examples, start, batchSize);
    for (const result of results) mean.add(result);
    start += results.length * batchSize;
    onProgress?.(Math.min(start, indices.length), mean.logs());
  }
  return mean.logs();
}

/** The same means over batches that come one after the other. */
export async function evaluateFeed(
  model: Omit<Evaluated, "uploads">,
  feed: Feed,
  { check, onProgress }: Omit<EvaluationOptions, "batchSize">,
): Promise<BatchLogs> {
  const { engine, customLoss: loss, description } = model;
  const units = sizeOf(description.outputShape);
  const mean = new Mean(model);
  let images = 0;
  await feed.startEpoch();
  for (;;) {
    check();
    const batches = await feed.next(loss === null ? Number.POSITIVE_INFINITY : 1);
    if (batches === null) return mean.logs();
    const { id, examples, places, batchSize, weights } = batches;
    const results =
      loss === null
        ? await engine.call("testBatches", id, places, batchSize, weights)
        : [await customTest("evaluate", { engine, id, examples, places, units, loss })];
    for (const result of results) mean.add(result);
    feed.took(results.length);
    images += results.reduce((sum, { count }) => sum + count, 0);
    onProgress?.(images, mean.logs());
  }
}

async function testsOn(
  { engine, customLoss: loss, description }: Evaluated,
  id: number,
  examples: Examples,
  start: number,
  batchSize: number,
): Promise<readonly StepResult[]> {
  const { indices, weights } = examples;
  if (loss === null) {
    const places = nextChunk(indices, start, batchSize);
    return engine.call("testBatches", id, places, batchSize, weightsAt(weights, places));
  }
  const places = indices.subarray(start, start + batchSize);
  const units = sizeOf(description.outputShape);
  return [await customTest("evaluate", { engine, id, examples, places, units, loss })];
}
