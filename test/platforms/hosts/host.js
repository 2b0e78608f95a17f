/**
 * What is asked of every host: to predict with the pretrained model, to train, or to read the sample; the same code in pages and
 * workers.
 *
 * All imports are static, because a service worker may not call import(): it gets the images to train on, as `arrays`.
 */
import * as fashion from "/dist/browser/index.js";
import * as inference from "/dist/browser/inference.js";
import { sixtyImages } from "./sixty-images.js";
import { twentySteps } from "./twenty-steps.js";

const TASKS = {
  predict: (options) => sixtyImages(inference, options),
  train: (options, arrays) => twentySteps(arrays === undefined ? fashion : withArrays(arrays), options),
  read: async () => (await fashion.loadFashionMnist({ data: "sample" })).train.shape,
};

/**
 * Does one task; resolves to its value, or to what was thrown. `settings` are what both entries' `init` is given before.
 *
 * @param {{ task: "predict" | "train" | "read", options: object, settings?: object, arrays?: object }} request
 */
export async function answerTo({ task, options, settings, arrays }) {
  try {
    if (settings !== undefined) for (const entry of [fashion, inference]) await entry.init(settings);
    return { value: await TASKS[task](options, arrays) };
  } catch (error) {
    return { error: { name: error.name, code: error.code, message: error.message } };
  }
}

/** The package with the sample's images from the page, of which no file is read. */
function withArrays(arrays) {
  return { ...fashion, loadFashionMnist: async () => ({ train: fashion.dataset.fromArrays(arrays) }) };
}
