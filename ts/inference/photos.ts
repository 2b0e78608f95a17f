/**
 * Photos in the entry that only predicts; ts/photo/photos.ts says what each function does.
 */

import { createGlue } from "#wasm-photos";
import { type FileSource, openSource } from "../checkpoint/source.js";
import { DATA_FILE } from "../data/data-file.js";
import { optionsObject } from "../options/check.js";
import { classifierOf, PhotoClassifier } from "../photo/photo-classifier.js";
import type { PreparePhotoOptions } from "../photo/photo-options.js";
import type { PhotoSource } from "../photo/photo-source.js";
import { localPreparer, photoWork } from "../photo/photo-work.js";
import { prepareWith } from "../photo/prepare-photo.js";
import type { PreparedPhoto } from "../photo/prepared.js";
import { bytesFile } from "../platform/byte-file.js";
import { photoModelFile } from "../platform/packaged/photo-model.js";
import { readPackaged } from "../platform/read-packaged.js";
import { WasmFile } from "../wasm/wasm-file.js";
import { baseSetting, dataWasmSetting, photoWorkerSetting } from "./init.js";
import { type InferenceOptions, modelFrom } from "./load-model.js";

/** Options of {@link photoClassifier}: its model, and where that computes. */
export interface PhotoClassifierOptions extends InferenceOptions {
  /** Path, URL or bytes of a checkpoint for photos; default: the one that comes with the package. */
  readonly model?: FileSource | undefined;
}

const dataFile = new WasmFile(DATA_FILE, createGlue, baseSetting, dataWasmSetting);

/**
 * Makes of a photo of a garment an image as Fashion-MNIST has them; `data.wasm` is fetched when it is first needed. It is
 * `preparePhoto` of "fashion-wasm", down to the bit.
 */
export async function preparePhoto(source: PhotoSource, options?: PreparePhotoOptions): Promise<PreparedPhoto> {
  return prepareWith("preparePhoto", localPreparer(dataFile), source, options);
}

/**
 * Loads the classifier of photos: ten kinds of garment, with calibrated probabilities and a flag for what a person should
 * look at. It is `photoClassifier` of "fashion-wasm", down to the bit.
 */
export async function photoClassifier(options?: PhotoClassifierOptions): Promise<PhotoClassifier> {
  const where = "photoClassifier";
  const { model, ...compute } = optionsObject(where, options, ["model", "engine"]);
  const open =
    model === undefined
      ? async () => bytesFile(await readPackaged(baseSetting(), photoModelFile))
      : () => openSource(where, model, "give the path of a checkpoint for photos");
  return classifierOf(
    where,
    await modelFrom(where, compute, open),
    photoWork(dataFile, { ...compute, script: photoWorkerSetting }),
    PhotoClassifier,
  );
}
