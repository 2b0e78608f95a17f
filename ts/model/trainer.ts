/**
 * Training as a model offers it: compile, fit, evaluate, single batches, the learning rate.
 *
 * What each may be given is checked here; the loops are in ts/training.
 */
import { FashionWasmError } from "../errors.js";
import { type BatchSource, isBatchSource } from "../inputs/batches.js";
import { examplesOf, imagesOfExamples, type TrainingData } from "../inputs/examples.js";
import { floatOption } from "../options/check.js";
import { type CompileOptions, compileSpec } from "../training/compile-options.js";
import { type EvaluateOptions, evaluateExamples, evaluateFeed, evaluateOptions } from "../training/evaluate.js";
import { batchFeed } from "../training/feed/fetch-batch-feed.js";
import { batchReader } from "../training/feed/read-batch.js";
import { runFit } from "../training/fit.js";
import type { FitOptions } from "../training/fit-options.js";
import { fitPlan } from "../training/fit-plan.js";
import type { BatchLogs, History } from "../training/history.js";
import { evaluationProgress } from "../training/progress.js";
import type { Model } from "./model.js";
import type { ModelContext } from "./model-context.js";

const COMPILED = { compiled: true };

/** Trains one model. */
export class Trainer {
  readonly #context: ModelContext;
  #fitting = false;
  #stopping = false;

  constructor(context: ModelContext) {
    this.#context = context;
  }

  compile(options: CompileOptions): void {
    this.#context.check("compile");
    this.#checkIdle("compile");
    this.#context.compile(compileSpec(options, this.#context.description));
  }

  async fit(model: Model, data: TrainingData | BatchSource, options?: FitOptions): Promise<History> {
    const context = this.#context;
    const { inputCheck } = context;
    context.check("fit", COMPILED);
    this.#checkIdle("fit");
    this.warnOfIgnored("fit");
    const plan = fitPlan(data, options, context.description, {
      names: context.classNames,
      kind: context.labelKind,
      usesEma: context.usesEma,
      schedule: context.schedule,
      trained: !context.classesAreNew && (context.epochs.length > 0 || inputCheck.profile !== null),
      inputCheck,
      checkWeights: (where, weights) => context.checkWeights(where, weights),
    });
    this.#fitting = true;
    this.#stopping = false;
    try {
      await context.ready("fit", COMPILED);
      return await runFit(context, plan, { model, isStopping: () => this.#stopping });
    } finally {
      this.#fitting = false;
      for (const { dataset } of plan.temporary) await context.uploads.release(dataset);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async evaluate(data: TrainingData | BatchSource, options?: EvaluateOptions): Promise<BatchLogs> {
    const where = "evaluate";
    const context = this.#context;
    context.check(where, COMPILED);
    if (isBatchSource(data)) return this.#evaluateBatches(where, data, options);
    const { batchSize, checkImages, verbose } = evaluateOptions(where, options);
    const { warn } = context.inputCheck;
    const { labelKind: kind, classNames: names, engine, uploads, metrics, description, customLoss } = context;
    const examples = examplesOf(where, data, description, { names, kind, warn });
    context.checkWeights(where, examples.weights);
    if (checkImages) context.inputCheck.see(where, imagesOfExamples(examples));
    const check = () => context.checkAlive(where);
    const progress = verbose === 0 ? undefined : evaluationProgress(verbose, examples.indices.length);
    const onProgress = progress?.onProgress;
    try {
      const now = { engine, uploads, metrics, description, customLoss };
      const work = () => evaluateExamples(now, examples, { batchSize, check, onProgress });
      const logs = await context.run(where, work, COMPILED);
      progress?.end(logs);
      return logs;
    } finally {
      progress?.stop();
      if (examples.temporary) await context.uploads.release(examples.dataset);
    }
  }

  async #evaluateBatches(where: string, source: BatchSource, options?: EvaluateOptions): Promise<BatchLogs> {
    const context = this.#context;
    const { checkImages, verbose } = evaluateOptions(where, options, true);
    const { labelKind: kind, classNames: names, engine, metrics, description: model, customLoss } = context;
    const { inputCheck } = context;
    const checkWeights = (place: string, weights: Float32Array | null) => context.checkWeights(place, weights);
    const read = batchReader({
      where,
      model,
      names,
      kind,
      classWeight: undefined,
      inputCheck,
      checkImages,
      checkWeights,
    });
    const unknown = { steps: null, totalSteps: null, epochs: 1, isTrial: false };
    const check = () => context.checkAlive(where);
    const progress = verbose === 0 ? undefined : evaluationProgress(verbose, null);
    const work = async () => {
      const feed = await batchFeed(context, { where, source, read, ...unknown, warn: inputCheck.warn });
      try {
        const now = { engine, metrics, description: model, customLoss };
        return await evaluateFeed(now, feed, { check, onProgress: progress?.onProgress });
      } finally {
        await feed.end();
      }
    };
    try {
      const logs = await context.run(where, work, COMPILED);
      progress?.end(logs);
      return logs;
    } finally {
      progress?.stop();
    }
  }

  getLearningRate(): Promise<number> {
    return this.#context.run("getLearningRate", () => this.#context.engine.call("getLearningRate"), COMPILED);
  }

  async setLearningRate(value: number): Promise<void> {
    const where = "setLearningRate";
    this.#context.check(where, COMPILED);
    floatOption(where, "value", value, { min: 0 });
    const set = async () => {
      await this.#context.engine.call(where, value);
      this.#context.rateWasSet(value);
    };
    await this.#context.run(where, set, COMPILED);
  }

  /** Exchanges the weights and their averages, or sets them to these. */
  async averages(where: "swapEma" | "finalizeEma"): Promise<void> {
    this.#context.check(where, COMPILED);
    this.#checkIdle(where);
    if (!this.#context.usesEma) {
      const what = "the optimizer keeps no averages of the weights";
      throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → compile with one that has useEma: true`);
    }
    await this.#context.run(where, () => this.#context.engine.call(where), COMPILED);
  }

  /** Of layers that are frozen, or no longer, but only from the next `compile` on. */
  warnOfIgnored(where: string): void {
    const ignored = this.#context.trainable.ignored();
    if (ignored !== null) this.#context.inputCheck.warn(where, ignored);
  }

  #checkIdle(where: string): void {
    if (!this.#fitting) return;
    throw new FashionWasmError(
      "BUSY",
      `${where}: this model is being trained → await the running fit(), or end it by its AbortSignal or stopTraining(), first`,
    );
  }
}
