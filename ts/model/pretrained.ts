/**
 * The model that comes with the package, read from its folder: no network, no data set, no training.
 */
import { baseSetting } from "../engine/settings.js";
import { pretrainedFile } from "../platform/packaged/pretrained.js";
import { readPackaged } from "../platform/read-packaged.js";
import { loadModelFor } from "./load-model.js";
import type { Model } from "./model.js";
import type { ComputeOptions } from "./sequential.js";

/**
 * Loads the pretrained classifier of Fashion-MNIST: images of 28 × 28 × 1 bytes in, ten probabilities out, in the order of
 * `model.classNames`.
 *
 * Two blocks of two convolutions with batch normalization, 468,458 trainable weights, kernels of 8 bits; 94.3 % of the
 * 10,000 test images. `data/pretrained/README.md` says how it was made, and how to make it again to the same bits.
 *
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the package's folder is not whole; INVALID_ARGUMENT for an option
 * that is not allowed.
 */
export async function pretrained(options?: ComputeOptions): Promise<Model> {
  const where = "pretrained";
  return loadModelFor(where, await readPackaged(baseSetting(), pretrainedFile), options, "install the package again");
}
