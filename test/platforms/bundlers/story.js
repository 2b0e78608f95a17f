/**
 * What every page of the matrix does, and Node for comparison: it trains and predicts by `fashion-wasm`, then predicts by
 * `fashion-wasm/inference`, in a worker and in its own thread, and classifies a photo.
 *
 * Plain JavaScript, because projects bundle this very file.
 */
import { onePhoto } from "./one-photo.js";
import { sixtyImages } from "./sixty-images.js";
import { twentySteps } from "./twenty-steps.js";

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 * @param {{ baseUrl?: string }} [settings] what both entries are told by `init`
 */
export async function story(fashion, inference, settings) {
  try {
    if (settings !== undefined) {
      await fashion.init(settings);
      await inference.init(settings);
    }
    const options = globalThis.crossOriginIsolated ? { threads: 2 } : {};
    const steps = await twentySteps(fashion, options);
    const worker = await sixtyImages(inference, {});
    const local = await sixtyImages(inference, { engine: "local" });
    const photo = await onePhoto(inference, {});
    return { bits: { steps, worker, local, photo }, threads: await threadsOf(fashion, options) };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/**
 * On how many threads a model computes here.
 * @param {typeof import("fashion-wasm")} fashion
 * @param {{ threads?: number }} options
 */
async function threadsOf({ dense, flatten, sequential }, options) {
  const model = await sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], ...options });
  const { threads } = model.engine;
  await model.dispose();
  return threads;
}
