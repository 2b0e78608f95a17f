/// <reference lib="esnext.disposable" preserve="true" />
/**
 * A loaded model as users hold it: predict, name what it sees, dispose. Loading makes it: load-model.ts.
 *
 * Its methods are those of the same name in "fashion-wasm", and give the same bits.
 */
import type { EngineInfo, ModelSpec } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { classesOfRows } from "../evaluation/largest.js";
import { type OutputActivation, outputActivationOf } from "../evaluation/probabilities.js";
import { type ScoredClass, topK } from "../evaluation/top-k.js";
import { InputRangeCheck } from "../inputs/input-range-check.js";
import { type PixelInput, pixelImages, pixelsOfOne, sizeOf } from "../inputs/pixels.js";
import type { InputProfile } from "../inputs/tones.js";
import { ofImages, type PredictOptions, predictAll, predictOptions } from "../model/predict-batches.js";
import { fixFields } from "../options/fixed-fields.js";
import type { PhotoCalibration } from "../photo/calibration.js";
import type { FloatArray, IndexArray } from "../platform/array-types.js";
import type { InferenceEngine } from "./protocol.js";

/** What a model is told beside its engine. */
export interface InferenceModelSettings {
  readonly name: string;
  readonly classNames: readonly string[] | null;
  readonly spec: ModelSpec;
  readonly outputShape: readonly number[];
  readonly input: InputProfile | null;
  readonly photo: PhotoCalibration | null;
}

/** A model that predicts; {@link loadModel} and {@link pretrained} make it. */
export class InferenceModel {
  readonly name: string;
  /** Names of the classes, in the order of the outputs; null for a model that was trained without. */
  readonly classNames: readonly string[] | null;
  /** Shape of one image. */
  readonly inputShape: readonly number[];
  /** Shape of one output, e.g. `[10]`. */
  readonly outputShape: readonly number[];
  /** What makes it a model for photos; null for any other. */
  readonly photo: PhotoCalibration | null;
  readonly #engine: InferenceEngine;
  readonly #inputCheck: InputRangeCheck;
  readonly #activation: OutputActivation;
  #disposed = false;

  /** Not for users: it takes an engine that has its weights already. */
  constructor(engine: InferenceEngine, { name, classNames, spec, outputShape, input, photo }: InferenceModelSettings) {
    this.name = name;
    this.classNames = classNames;
    this.inputShape = spec.inputShape;
    this.outputShape = outputShape;
    this.photo = photo;
    this.#engine = engine;
    this.#inputCheck = new InputRangeCheck(spec, input);
    this.#activation = outputActivationOf(spec);
    fixFields(this);
  }

  /** Where it computes. */
  get engine(): EngineInfo {
    return this.#engine.info;
  }

  /**
   * Returns what the last layer gives, row by row: `n × outputs` floats. After a `linear` last layer these are
   * logits, after `softmax` probabilities. The images have the units of training, bytes or floats.
   *
   * An image's outputs are the same, down to the bit, alone and in any batch. They are those of the images as they are now:
   * an array may be used again at once (one of more than 64 MiB must stay as it is, and is watched for that). Images of
   * other units, or of other tones than those of training, are met with a warning on the console: {@link checkImages}.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for what are no images; SHAPE_MISMATCH for another shape; OUT_OF_MEMORY,
   * which ends the model; DISPOSED.
   */
  async predict(images: PixelInput, options?: PredictOptions): Promise<FloatArray> {
    return this.#predict("predict", images, options);
  }

  /** Returns the outputs of one image: bytes, floats, or nested arrays, e.g. its rows; errors as {@link predict}. */
  async predictOne(image: PixelInput): Promise<FloatArray> {
    return this.#predict("predictOne", pixelsOfOne("predictOne", image, this.inputShape), undefined);
  }

  /**
   * Returns the class of each image: the place of its largest output, of equals the first. Of a single output after `sigmoid`
   * it is 1 above 0.5, else 0.
   *
   * @throws FashionWasmError DATA_MISMATCH for outputs that are NaN or infinite, which have no class; INVALID_ARGUMENT for another
   * single output; else as {@link predict}.
   */
  async predictClasses(images: PixelInput, options?: PredictOptions): Promise<IndexArray> {
    const outputs = await this.#predict("predictClasses", images, options);
    return classesOfRows("predictClasses", outputs, sizeOf(this.outputShape), this.#activation);
  }

  /**
   * Returns the `k` classes with the largest outputs (default 3), the largest first, of equals the one that stands before.
   *
   * @param outputs of one image, as {@link predictOne} gives them.
   * @throws FashionWasmError SHAPE_MISMATCH for another number of outputs; DATA_MISMATCH for one that is NaN or infinite;
   * INVALID_ARGUMENT for a `k` beyond them, and for a model of one output.
   */
  topK(outputs: ArrayLike<number>, k = 3): ScoredClass[] {
    return topK("topK", outputs, k, { classes: sizeOf(this.outputShape), classNames: this.classNames });
  }

  /**
   * Returns what is unusual about images, compared with those the model was trained on, or null: other units, an inverted or
   * another background, another contrast or share of background, in more than half of up to 32 images looked at.
   */
  checkImages(images: PixelInput): string | null {
    return this.#inputCheck.check(pixelImages("checkImages", images, this.inputShape));
  }

  /** Ends the engine and frees its memory; a running call rejects with DISPOSED. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#engine.dispose();
  }

  /** `await using model = …` ends it at the end of the block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async #predict(where: string, input: PixelInput, options: PredictOptions | undefined): Promise<FloatArray> {
    if (this.#disposed) {
      throw new FashionWasmError("DISPOSED", `${where}: the model "${this.name}" was disposed of → load it again`);
    }
    const { batchSize, checkImages } = predictOptions(where, options);
    const images = pixelImages(where, input, this.inputShape);
    if (checkImages) this.#inputCheck.see(where, images);
    const outputs = await predictAll(this, ofImages(this.#engine, images), batchSize);
    images.release?.();
    return outputs;
  }
}
