/**
 * The models that come with the package, read from its folder: no network, no data set, no training.
 */
import { baseSetting } from "../engine/settings.js";
import { choiceOption, optionsObject } from "../options/check.js";
import { photoModelFile } from "../platform/packaged/photo-model.js";
import { pretrainedFile } from "../platform/packaged/pretrained.js";
import { readPackaged } from "../platform/read-packaged.js";
import { loadModelFor } from "./load-model.js";
import type { Model } from "./model.js";
import type { ComputeOptions } from "./sequential.js";

const FILES = { "fashion-mnist": pretrainedFile, photos: photoModelFile };

/** Options of {@link pretrained}. */
export interface PretrainedOptions extends ComputeOptions {
  /**
   * `fashion-mnist` (default): the classifier of Fashion-MNIST's images. `photos`: the model of `photoClassifier`, with logits, the last of
   * them for what is no garment; its images are what `preparePhoto` makes of photos.
   */
  readonly weights?: "fashion-mnist" | "photos" | undefined;
}

/**
 * Loads a pretrained classifier: images of 28 × 28 × 1 bytes in; ten probabilities out, or the eleven logits of that for photos, in the order
 * of `model.classNames`.
 *
 * Two blocks of two convolutions with batch normalization, 468,458 trainable weights, kernels of 8 bits; 94.3 % of the
 * 10,000 test images. `data/pretrained/README.md` and `data/photos/README.md` say how they were made, and how to make them again to
 * the same bits.
 *
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the package's folder is not whole; INVALID_ARGUMENT for an option
 * that is not allowed.
 * @example
 * ```ts
 * await using base = await pretrained({ weights: "photos" });
 * await using hats = await fineTune(base, { classes: ["beret", "cap", "no garment"] });
 * ```
 */
export async function pretrained(options?: PretrainedOptions): Promise<Model> {
  const where = "pretrained";
  const { weights = "fashion-mnist", ...compute } = optionsObject(where, options, ["weights", "threads", "engine"]);
  const file = FILES[choiceOption(where, "weights", weights, ["fashion-mnist", "photos"])];
  return loadModelFor(where, await readPackaged(baseSetting(), file), compute, "install the package again");
}
