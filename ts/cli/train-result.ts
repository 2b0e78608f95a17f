/**
 * The JSON object that `train --json` ends with.
 *
 * The same fields describe a finished run and, without the test's, one that a signal ended.
 */
import type { Dataset, Sequential } from "../index.js";
import type { Progress } from "./progress.js";
import type { TestResult } from "./test-model.js";
import type { TrainPlan } from "./train-plan.js";

/** What is known of a run once its checkpoint is saved. */
export interface SavedRun {
  readonly plan: TrainPlan;
  readonly model: Sequential;
  readonly origin: string;
  readonly test: Dataset;
  readonly checkpoint: string;
  /** Seconds that `fit` took, validation included. */
  readonly wallSeconds: number;
  readonly weightsSha256: string;
  readonly training: NonNullable<Progress["training"]>;
}

/** Everything about a run but its test. */
export function runFacts(run: SavedRun): Record<string, unknown> {
  const { plan, model, training } = run;
  const { history } = model.history;
  return {
    recipe: plan.recipe.name,
    seed: plan.seed,
    threads: model.engine.threads,
    build: model.engine.build,
    epochs: training.clock.epochs,
    batchSize: plan.batchSize,
    optimizer: plan.compile.optimizer,
    data: run.origin,
    trainImages: training.info.trainImages,
    validationImages: training.info.validationImages,
    testImages: run.test.length,
    imagesPerSecond: rounded(training.clock.imagesPerSecond, 1),
    wallSeconds: rounded(run.wallSeconds, 3),
    parameters: model.countParams(),
    checkpoint: run.checkpoint,
    weightsSha256: run.weightsSha256,
    history,
  };
}

/** The whole result. */
export function trainResult(run: SavedRun, { loss, accuracy, report }: TestResult): Record<string, unknown> {
  return { ...runFacts(run), testLoss: loss, testAccuracy: accuracy, testClasses: report.classes };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
