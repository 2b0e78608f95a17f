/**
 * The model that comes with the package, for prediction.
 */
import { bytesFile } from "../platform/byte-file.js";
import { pretrainedFile } from "../platform/packaged/pretrained.js";
import { readPackaged } from "../platform/read-packaged.js";
import { baseSetting } from "./init.js";
import { type InferenceOptions, modelFrom } from "./load-model.js";
import type { InferenceModel } from "./model.js";

/**
 * Loads the pretrained classifier of Fashion-MNIST: images of 28 × 28 × 1 bytes in, ten probabilities out, in the order of
 * `model.classNames`. It is the model of `pretrained()` of "fashion-wasm".
 *
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the package's folder is not whole; INVALID_ARGUMENT for an option
 * that is not allowed; ENGINE_START_FAILED; OUT_OF_MEMORY.
 */
export async function pretrained(options?: InferenceOptions): Promise<InferenceModel> {
  return modelFrom("pretrained", options, async () => bytesFile(await readPackaged(baseSetting(), pretrainedFile)));
}
