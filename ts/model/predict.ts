/**
 * Prediction as a model offers it: images are checked at once, and computed when their turn comes.
 */
import { Dataset } from "../data/dataset.js";
import { type ImageInput, imagesOf } from "../inputs/images.js";
import type { Images } from "../inputs/pixels.js";
import type { FloatArray } from "../platform/array-types.js";
import type { ModelContext } from "./model-context.js";
import { type OutputSource, ofDataset, ofImages, type PredictOptions, predictAll } from "./predict-batches.js";

/** Returns the outputs of images, row by row. Without a batch size all images are one batch. */
export async function predict(
  context: ModelContext,
  where: string,
  input: ImageInput,
  { batchSize, checkImages = true }: PredictOptions,
): Promise<FloatArray> {
  context.check(where);
  const images = imagesOf(where, input, context.description.inputShape);
  if (checkImages) context.inputCheck.see(where, images);
  return context.run(where, async () => {
    const source = await sourceOf(context, where, input, images);
    const outputs = await predictAll(context.description, source, batchSize ?? images.count);
    images.release?.();
    return outputs;
  });
}

/** A whole dataset is sent once and kept, as for `evaluate`; anything else is sent piece by piece. */
async function sourceOf(
  { engine, uploads }: ModelContext,
  where: string,
  input: ImageInput,
  images: Images,
): Promise<OutputSource> {
  if (input instanceof Dataset && input.indices === null) {
    return ofDataset(engine, await uploads.idOf({ dataset: input, targets: null }), images.count);
  }
  if (input instanceof Dataset) input.checkUnchanged(where);
  return ofImages(engine, images);
}
