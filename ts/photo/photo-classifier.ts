/// <reference lib="esnext.disposable" preserve="true" />
/**
 * A classifier of photos as users hold it: it prepares, predicts, judges. `photoClassifier` of each entry makes it.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, optionsObject } from "../options/check.js";
import { answerOf, type PhotoAnswer } from "./answer.js";
import type { PhotoCalibration } from "./calibration.js";
import { PREPARE_OPTIONS, type PreparePhotoOptions } from "./photo-options.js";
import type { PhotoSource } from "./photo-source.js";
import { prepareWith } from "./prepare-photo.js";
import type { Preparer } from "./preparer.js";

/** Options of `classify`: those of `preparePhoto`, and how many classes are named. */
export interface ClassifyOptions extends PreparePhotoOptions {
  /** Classes in `topK`; default 3. */
  readonly topK?: number | undefined;
}

/** What a classifier needs of a model of either entry. */
export interface PhotoModel {
  readonly name: string;
  readonly classNames: readonly string[] | null;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly photo: PhotoCalibration | null;
  predict(images: Uint8Array, options?: { readonly checkImages?: boolean }): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** What is done with photos by an entry's data file. */
export interface PhotoWork {
  readonly prepare: Preparer;
  /** The probability of each class, then the unlikeness. */
  judge(where: string, logits: Float32Array, temperature: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Says which garment a photo shows. */
export class PhotoClassifier {
  /** The classes, in the order of their numbers. */
  readonly classNames: readonly string[];
  readonly #model: PhotoModel;
  readonly #calibration: PhotoCalibration;
  readonly #work: PhotoWork;

  /** Not for users: {@link checkModel} has looked at the model. */
  constructor(model: PhotoModel, calibration: PhotoCalibration, classNames: readonly string[], work: PhotoWork) {
    this.#model = model;
    this.#calibration = calibration;
    this.classNames = classNames;
    this.#work = work;
  }

  /**
   * Prepares a photo and says which garment it shows, how likely that is, and whether a person should look.
   *
   * @param source see {@link PhotoSource}; a file is decoded to the same pixels on each host.
   * @throws FashionWasmError INVALID_ARGUMENT; IO or DOWNLOAD_FAILED; IMAGE_FORMAT (no PNG, JPEG or WebP), IMAGE_INVALID
   * (damaged), IMAGE_TOO_LARGE (more than 64 million pixels, or `maxBytes`); IMAGE_SHAPE (`preparation: "none"` of another size);
   * ENGINE_START_FAILED; OUT_OF_MEMORY; DISPOSED; the signal's reason.
   * @example
   * const { label, probability, review, reason } = await classifier.classify("boot.jpg");
   */
  async classify(source: PhotoSource, options?: ClassifyOptions): Promise<PhotoAnswer> {
    const where = "classify";
    const { topK = Math.min(3, this.classNames.length), ...rest } = optionsObject(where, options, [
      "topK",
      ...PREPARE_OPTIONS,
    ]);
    integerOption(where, "topK", topK, { min: 1, max: this.classNames.length });
    const prepared = await prepareWith(where, this.#work.prepare, source, rest);
    const outputs = await this.#model.predict(prepared.pixels, { checkImages: false });
    const judged = await this.#work.judge(where, outputs, this.#calibration.temperature);
    return answerOf(judged, this.classNames, this.#calibration, prepared, topK);
  }

  /** Ends the model's engine and the workers that prepare photos; a running call rejects with DISPOSED. */
  async dispose(): Promise<void> {
    await Promise.all([this.#model.dispose(), this.#work.dispose()]);
  }

  /** `await using classifier = …` ends it at the end of the block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** Makes a classifier of a model, which it owns from now on. Errors: INVALID_ARGUMENT for a model that is none for photos. */
export async function classifierOf<C extends PhotoClassifier>(
  where: string,
  model: PhotoModel,
  work: PhotoWork,
  Classifier: new (...parts: ConstructorParameters<typeof PhotoClassifier>) => C,
): Promise<C> {
  const { photo, classNames, inputShape, outputShape, name } = model;
  const fits =
    inputShape.join() === "28,28,1" && classNames !== null && outputShape.join() === String(classNames.length);
  if (photo !== null && fits && classNames.length > 2) {
    return new Classifier(model, photo, classNames.slice(0, -1), work);
  }
  await Promise.all([model.dispose(), work.dispose()]);
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: the model "${name}" is none for photos → give a checkpoint that was saved with the option photo, or none for the packaged one`,
  );
}
