/**
 * Training as a model offers it: compile, fit, evaluate, single batches, the learning rate.
 *
 * What each may be given is checked here; the loops are in ts/training.
 */
import { FashionWasmError } from "../errors.js";
import { checkPixels } from "../inputs/check-values.js";
import { examplesOf, imagesOfExamples, type TrainingData } from "../inputs/examples.js";
import { type ImageInput, imagesOf } from "../inputs/images.js";
import { sizeOf } from "../inputs/pixels.js";
import { type TargetInput, targetsOf } from "../inputs/targets.js";
import { metricValues } from "../metrics/metric-option.js";
import { numberOption } from "../options/check.js";
import { type CompileOptions, compileSpec } from "../training/compile-options.js";
import { evaluateExamples } from "../training/evaluate.js";
import { runFit } from "../training/fit.js";
import { type FitOptions, fitPlan } from "../training/fit-options.js";
import type { BatchLogs, History } from "../training/history.js";
import { guardLogs } from "../training/keras-names.js";
import type { ModelContext } from "./model-context.js";
import { type PredictOptions, predictOptions } from "./predict-batches.js";

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

  async fit(data: TrainingData, options?: FitOptions): Promise<History> {
    const context = this.#context;
    const { inputCheck } = context;
    context.check("fit", COMPILED);
    this.#checkIdle("fit");
    this.#warnOfIgnored("fit");
    const plan = fitPlan(data, options, context.description, {
      names: context.classNames,
      trained: context.epochs.length > 0 || inputCheck.profile !== null,
      inputCheck,
    });
    this.#fitting = true;
    this.#stopping = false;
    try {
      await context.ready("fit", COMPILED);
      return await runFit(context, plan, () => this.#stopping);
    } finally {
      this.#fitting = false;
      for (const part of [plan.train, plan.validation]) {
        if (part?.temporary) await context.uploads.release(part.dataset);
      }
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async evaluate(data: TrainingData, options?: PredictOptions): Promise<BatchLogs> {
    const where = "evaluate";
    const context = this.#context;
    context.check(where, COMPILED);
    const { batchSize, checkImages } = predictOptions(where, options);
    const { warn } = context.inputCheck;
    const examples = examplesOf(where, data, context.description, { names: context.classNames, warn });
    if (checkImages) context.inputCheck.see(where, imagesOfExamples(examples));
    const check = () => context.checkAlive(where);
    try {
      return await context.run(where, () => evaluateExamples(context, examples, { batchSize, check }), COMPILED);
    } finally {
      if (examples.temporary) await context.uploads.release(examples.dataset);
    }
  }

  /** A step on one batch, or, with `testBatch`, what a step would begin with. */
  async onBatch(
    where: string,
    method: "trainBatch" | "testBatch",
    input: ImageInput,
    labelInput: TargetInput,
  ): Promise<BatchLogs> {
    const { engine, description, inputCheck, labelKind, metrics } = this.#context;
    this.#context.check(where, COMPILED);
    if (method === "trainBatch") this.#warnOfIgnored(where);
    const images = imagesOf(where, input, description.inputShape);
    const { count } = images;
    const units = sizeOf(description.outputShape);
    const labels = targetsOf(where, labelInput, { count, units, kind: labelKind });
    const indices = new Uint32Array(count).map((_, i) => i);
    checkPixels(where, images.rows(0, count), count);
    inputCheck.see(where, images);
    const step = async () => {
      // Read, and if they are watched checked, when their turn comes.
      const rows = images.rows(0, count);
      const profile = method === "trainBatch" ? inputCheck.profileOfBatch(images) : null;
      const id = await engine.call("addDataset", { count, images: rows, ...labels });
      try {
        const sums = await engine.call(method, id, indices);
        inputCheck.learnBatch(profile);
        return guardLogs({ loss: sums.loss / count, ...metricValues(metrics, units, sums) } as unknown as BatchLogs);
      } finally {
        await engine.call("releaseDataset", id).catch(() => undefined);
      }
    };
    return this.#context.run(where, step, COMPILED);
  }

  getLearningRate(): Promise<number> {
    return this.#context.run("getLearningRate", () => this.#context.engine.call("getLearningRate"), COMPILED);
  }

  async setLearningRate(value: number): Promise<void> {
    const where = "setLearningRate";
    this.#context.check(where, COMPILED);
    numberOption(where, "value", value, { min: 0 });
    return this.#context.run(where, () => this.#context.engine.call(where, value), COMPILED);
  }

  /** Of layers that are frozen, or no longer, but only from the next `compile` on. */
  #warnOfIgnored(where: string): void {
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
