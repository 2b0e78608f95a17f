/**
 * What is asked of every host: to predict with the pretrained model, or to train; the same code in pages and workers.
 *
 * All imports are static, because a service worker may not call import().
 */
import * as fashion from "/dist/browser/index.js";
import * as inference from "/dist/browser/inference.js";
import { sixtyImages } from "./sixty-images.js";
import { twentySteps } from "./twenty-steps.js";

const TASKS = {
  predict: (options) => sixtyImages(inference, options),
  train: (options) => twentySteps(fashion, options),
};

/**
 * Does one task; resolves to its value, or to what was thrown. `settings` are what both entries' `init` is given before.
 *
 * @param {{ task: "predict" | "train", options: object, settings?: object }} request
 */
export async function answerTo({ task, options, settings }) {
  try {
    if (settings !== undefined) for (const entry of [fashion, inference]) await entry.init(settings);
    return { value: await TASKS[task](options) };
  } catch (error) {
    return { error: { name: error.name, code: error.code, message: error.message } };
  }
}
