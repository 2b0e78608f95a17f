/**
 * Training by single batches: a step, what a step would begin with, and a step in three parts.
 */

import type { Dataset } from "../data/dataset.js";
import { FashionWasmError } from "../errors.js";
import { checkPixels } from "../inputs/check-values.js";
import { type ImageInput, imagesOf } from "../inputs/images.js";
import type { Images } from "../inputs/pixels.js";
import { sizeOf } from "../inputs/pixels.js";
import { type TargetInput, targetsOf } from "../inputs/targets.js";
import { wrongValueRange } from "../inputs/value-range-check.js";
import { type ClassWeight, type SampleWeight, sampleWeights, weightsAt, withClassWeights } from "../inputs/weights.js";
import { metricValues } from "../metrics/metric-option.js";
import { optionsObject } from "../options/check.js";
import { floatsOf } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { FloatArray } from "../platform/array-types.js";
import { customStep, customTest } from "../training/custom-loss.js";
import type { BatchLogs } from "../training/history.js";
import { guardLogs } from "../training/keras-names.js";
import type { ModelContext } from "./model-context.js";

/** Options of {@link Model.testOnBatch}. */
export interface TestBatchOptions {
  /** How much each image counts in the loss: one number ≥ 0 an image; default 1. */
  readonly sampleWeight?: SampleWeight | undefined;
}

/** Options of {@link Model.trainOnBatch}. */
export interface TrainBatchOptions extends TestBatchOptions {
  /** How much the images of each class count in the loss; default 1. */
  readonly classWeight?: ClassWeight | undefined;
}

const COMPILED = { compiled: true };

/** The batches of one model. */
export class BatchTrainer {
  readonly #context: ModelContext;
  /** The dataset of a batch that went forward. */
  #underWay: number | undefined;

  constructor(context: ModelContext) {
    this.#context = context;
  }

  /** A step on one batch, or, with `testBatch`, what a step would begin with. */
  async onBatch(
    where: string,
    method: "trainBatch" | "testBatch",
    input: ImageInput,
    labelInput: TargetInput,
    options: TrainBatchOptions | undefined,
  ): Promise<BatchLogs> {
    const context = this.#context;
    const { engine, inputCheck } = context;
    context.check(where, COMPILED);
    const trains = method === "trainBatch";
    const allowed = trains ? (["sampleWeight", "classWeight"] as const) : (["sampleWeight"] as const);
    const { sampleWeight, classWeight } = optionsObject(
      where,
      options,
      allowed as readonly (keyof TrainBatchOptions)[],
    );
    const images = this.#images(where, input);
    const { count } = images;
    const units = sizeOf(context.description.outputShape);
    const { labelKind: kind, customLoss: loss, metrics } = context;
    const { labels, targets } = targetsOf(where, labelInput, { count, units, kind });
    const places = Uint32Array.from({ length: count }, (_, i) => i);
    const source = { images: new Uint8Array(), labels: labels ?? null, count, fileNames: null };
    const examples = {
      dataset: { source } as Dataset,
      indices: places,
      targets: targets ?? null,
      weights: sampleWeight === undefined ? null : sampleWeights(where, sampleWeight, count),
      temporary: true,
    };
    const weights = withClassWeights(where, classWeight, examples, { units, kind });
    context.checkWeights(where, weights);
    inputCheck.see(where, images);
    const step = async () => {
      // Read, and if they are watched checked, when their turn comes.
      const rows = images.rows(0, count);
      const profile = trains ? inputCheck.profileOfBatch(images) : null;
      const id = await engine.call("addDataset", { count, images: rows, labels, targets });
      try {
        const custom = loss && { engine, id, examples, places, units, loss };
        const ask = trains ? customStep : customTest;
        const sums =
          custom === null
            ? await engine.call(method, id, places, weightsAt(weights, places))
            : await ask(where, custom);
        inputCheck.learnBatch(profile);
        const wrong = profile && wrongValueRange(context.description.spec, profile);
        if (wrong) inputCheck.warn(where, wrong);
        return guardLogs({ loss: sums.loss / count, ...metricValues(metrics, units, sums) } as unknown as BatchLogs);
      } finally {
        await engine.call("releaseDataset", id).catch(() => undefined);
      }
    };
    return context.run(where, step, COMPILED);
  }

  /** Outputs of a batch as training computes them. */
  async forward(input: ImageInput): Promise<FloatArray> {
    const where = "forward";
    const context = this.#context;
    const { engine, inputCheck } = context;
    context.check(where, COMPILED);
    const images = this.#images(where, input);
    const { count } = images;
    inputCheck.see(where, images);
    return context.run(
      where,
      async () => {
        await this.#release();
        const rows = images.rows(0, count);
        const profile = inputCheck.profileOfBatch(images);
        // Of labels nothing is asked here; metrics count them all the same.
        const labels = new Uint32Array(count);
        this.#underWay = await engine.call("addDataset", { count, images: rows, labels });
        const places = labels.map((_, i) => i);
        const outputs = await engine.call("forwardBatch", this.#underWay, places);
        inputCheck.learnBatch(profile);
        return outputs;
      },
      COMPILED,
    );
  }

  /** From ∂L/∂ of all outputs of the batch that went forward to the gradients of the weights. */
  async backward(received: unknown): Promise<void> {
    const where = "backward";
    const context = this.#context;
    context.check(where, COMPILED);
    const gradient = floatsOf(received);
    if (gradient === undefined) {
      const expected = "a Float32Array laid out as the outputs of forward()";
      throw new FashionWasmError("INVALID_ARGUMENT", `${where}: the gradient is ${show(received)} → ${expected}`);
    }
    await context.run(where, () => context.engine.call("backwardBatch", gradient, 0), COMPILED);
  }

  /** The optimizer's step. */
  async applyGradients(): Promise<void> {
    const where = "applyGradients";
    const context = this.#context;
    context.check(where, COMPILED);
    const work = async () => {
      await context.engine.call("applyGradients");
      await this.#release();
    };
    await context.run(where, work, COMPILED);
  }

  #images(where: string, input: ImageInput): Images {
    const images = imagesOf(where, input, this.#context.description.inputShape);
    checkPixels(where, images.rows(0, images.count), images.count);
    return images;
  }

  async #release(): Promise<void> {
    const id = this.#underWay;
    this.#underWay = undefined;
    if (id !== undefined) await this.#context.engine.call("releaseDataset", id).catch(() => undefined);
  }
}
