/**
 * The JSON object that `train --json` ends with, and the record that a run leaves beside its checkpoint.
 *
 * The same fields describe a finished run and, without the test's, one that a signal ended.
 */
import { dirname, resolve } from "node:path";
import { type Dataset, evaluationJson, type Model } from "../index.js";
import type { Progress } from "./progress.js";
import type { RunRecord } from "./run-record.js";
import { tableOptions } from "./table-options.js";
import type { TestResult } from "./test-model.js";
import { augmentationOf } from "./train/augment-option.js";
import type { DecidedPlan } from "./train/decided.js";
import type { EarlyStoppingOutcome } from "./train/early-stopping-option.js";
import type { TrainSettings } from "./train-plan.js";
import type { Division } from "./training-data.js";
import { packageVersion } from "./version.js";

/** What is known of a run once its checkpoint is saved. */
export interface RunParts {
  readonly plan: DecidedPlan;
  readonly model: Model;
  readonly origin: string;
  readonly test: Dataset;
  readonly division: Division;
  /** Where the model is; null where it could not be saved. */
  readonly checkpoint: string | null;
  /** The folder that was asked for, where it was of another run. */
  readonly insteadOf: string | undefined;
  /** Seconds that `fit` took, validation included. */
  readonly wallSeconds: number;
  readonly weightsSha256: string;
  readonly training: NonNullable<Progress["training"]>;
  /** Images that were learnt from, and those that were held out. */
  readonly counts: { readonly trainImages: number; readonly validationImages: number };
  /** What came of early stopping; null without it. */
  readonly stopping: EarlyStoppingOutcome | null;
  /** Of photos: the examples that were made of them. */
  readonly examples?: number;
}

/** The same with what `run.json` says of it. */
export interface SavedRun extends RunParts {
  readonly record: RunRecord;
}

/** What only the record says. */
export interface RecordOnly {
  readonly learningRate: readonly number[];
  readonly trainFingerprint: string;
  readonly trainSample: readonly string[];
  readonly testFingerprint: string;
  /** The values of `--data`, `--class-names` and `--image-shape`. */
  readonly given: Pick<TrainSettings, "data" | "classNames" | "imageShape" | "labelColumn" | "header">;
  /** What `--config` takes to train the same again. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Everything about a run but its test. */
export function runFacts(run: RunParts): Record<string, unknown> {
  const { plan, model, training } = run;
  const { history } = model.history;
  const augment = augmentationOf(model);
  return {
    recipe: plan.recipe.name,
    ...plan.base,
    ...(augment.length > 0 && { augment }),
    seed: plan.seed,
    threads: model.engine.threads,
    build: model.engine.build,
    epochs: training.clock.epochs,
    batchSize: plan.batchSize,
    optimizer: plan.compile.optimizer,
    loss: plan.compile.loss,
    ...(plan.weights !== null && { classWeights: plan.weights }),
    ...(run.stopping !== null && { earlyStopping: run.stopping }),
    data: run.origin,
    ...run.division,
    ...run.counts,
    ...(run.examples !== undefined && { preparation: "photo", examples: run.examples }),
    testImages: run.test.length,
    imagesPerSecond: rounded(training.clock.imagesPerSecond, 1),
    wallSeconds: rounded(run.wallSeconds, 3),
    parameters: model.countParams(),
    folder: run.checkpoint === null ? null : dirname(run.checkpoint),
    ...(run.insteadOf !== undefined && { insteadOf: run.insteadOf }),
    checkpoint: run.checkpoint,
    weightsSha256: run.weightsSha256,
    history,
  };
}

/** What `run.json` says. */
export function runRecord(run: RunParts, only: RecordOnly): RunRecord {
  const { learningRate, trainFingerprint, trainSample, testFingerprint, given, config } = only;
  const place = given.data ?? (process.env.FASHION_WASM_DATA || undefined);
  const isPath = place !== undefined && place !== "sample" && !/^(https?|file|data):/i.test(place);
  const dataPath = isPath ? resolve(place) : place;
  return {
    ...runFacts(run),
    learningRate,
    trainFingerprint,
    trainSample,
    testFingerprint,
    config,
    ...(given.classNames && { classNames: given.classNames }),
    ...tableOptions(given),
    ...(given.imageShape && { imageShape: given.imageShape }),
    ...(dataPath !== undefined && { dataPath }),
    version: packageVersion(),
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The whole result; `reportFile` is the page's path, if one was written. */
export function trainResult(run: SavedRun, result: TestResult, reportFile: string | null): Record<string, unknown> {
  const { loss, accuracy, report, evaluation } = result;
  const tested = { testLoss: loss, testAccuracy: accuracy, testClasses: report.classes };
  return { ...runFacts(run), ...tested, evaluation: evaluation && evaluationJson(evaluation), reportFile };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
