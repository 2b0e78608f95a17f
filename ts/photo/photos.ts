/**
 * Photos in the whole package: preparing one, and the classifier of photos that comes with the package.
 */
import type { FileSource } from "../checkpoint/source.js";
import { dataFile } from "../data/data-wasm.js";
import { baseSetting, threadsSetting } from "../engine/settings.js";
import { loadModelFor } from "../model/load-model.js";
import type { ComputeOptions } from "../model/sequential.js";
import { optionsObject } from "../options/check.js";
import { photoModelFile } from "../platform/packaged/photo-model.js";
import { readPackaged } from "../platform/read-packaged.js";
import { BatchPhotoClassifier } from "./batch-classifier.js";
import { classifierOf } from "./photo-classifier.js";
import type { PreparePhotoOptions } from "./photo-options.js";
import type { PhotoSource } from "./photo-source.js";
import { localPreparer, photoWork } from "./photo-work.js";
import { prepareWith } from "./prepare-photo.js";
import type { PreparedPhoto } from "./prepared.js";
import { photoWorkerSetting } from "./worker-setting.js";

/** Options of {@link photoClassifier}: its model, and where that computes. */
export interface PhotoClassifierOptions extends ComputeOptions {
  /** Path, URL or bytes of a checkpoint for photos; default: the one that comes with the package. */
  readonly model?: FileSource | undefined;
}

/**
 * Makes of a photo of a garment an image as Fashion-MNIST has them, 28 × 28 grey tones of a garment on 0: upright, cut out of its
 * background, the longer side to 28, centred by the box, sharpened, negated, tones stretched to 255.
 *
 * The same bits in Node and all browsers for a file; `data.wasm` is fetched when it is first needed, and computes in the
 * caller's thread.
 *
 * @param source see {@link PhotoSource}.
 * @param options overrides steps, and keeps pictures of them.
 * @throws FashionWasmError as `PhotoClassifier.classify`.
 * @example
 * const { pixels, background, objects } = await preparePhoto("boot.jpg");
 */
export async function preparePhoto(source: PhotoSource, options?: PreparePhotoOptions): Promise<PreparedPhoto> {
  return prepareWith("preparePhoto", localPreparer(dataFile), source, options);
}

/**
 * Loads the classifier of photos: ten kinds of garment, with calibrated probabilities and a flag for what a person should look at.
 * `data/photos/README.md` says how its model was made, and how to make it again to the same bits.
 *
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when a file cannot be read; CHECKPOINT_INVALID; INVALID_ARGUMENT for an option
 * that is not allowed, or a model that is none for photos; ENGINE_START_FAILED; OUT_OF_MEMORY.
 * @example
 * const classifier = await photoClassifier();
 * const { label, probability, review } = await classifier.classify("boot.jpg");
 * await classifier.dispose();
 */
export async function photoClassifier(options?: PhotoClassifierOptions): Promise<BatchPhotoClassifier> {
  const where = "photoClassifier";
  const { model, ...compute } = optionsObject(where, options, ["model", "threads", "engine"]);
  const file = model === undefined ? await readPackaged(baseSetting(), photoModelFile) : model;
  const loaded = await loadModelFor(where, file, compute, "give the path of a checkpoint for photos");
  return classifierOf(
    where,
    loaded,
    photoWork(dataFile, { ...compute, threads: compute.threads ?? threadsSetting(), script: photoWorkerSetting }),
    BatchPhotoClassifier,
  );
}
