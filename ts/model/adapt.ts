/**
 * Sets the statistics of a normalization to those of images.
 */
import { FashionWasmError } from "../errors.js";
import { type ImageInput, imagesOf } from "../inputs/images.js";
import { momentsOf } from "../inputs/moments.js";
import { show } from "../options/show.js";
import type { ModelContext } from "./model-context.js";

/** Of layer number `layer`. Errors as those of {@link ModelLayer.adapt}. */
export async function adapt(context: ModelContext, layer: number, received: ImageInput): Promise<void> {
  const where = `model.layers[${layer}].adapt`;
  context.check(where);
  const { layers, weights, spec } = context.description;
  const { name, type, outputShape } = layers[layer] as (typeof layers)[number];
  const { axis } = spec.layers[layer] as unknown as { readonly axis?: readonly number[] };
  const [mean, variance] = ["mean", "variance"].map((word) => weights.find((one) => one.name === `${name}.${word}`));
  if (mean === undefined || variance === undefined) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: ${type} has nothing to adapt → only normalization() without mean and variance has`,
    );
  }
  const moments = momentsOf(imagesOf(where, received, outputShape), outputShape, axis ?? []);
  if (![...moments.mean, ...moments.variance].every(Number.isFinite)) {
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: the images have the mean ${show([...moments.mean])} → all values must be finite`,
    );
  }
  await context.run(where, async () => {
    await context.engine.call("setWeights", mean.offset, moments.mean);
    await context.engine.call("setWeights", variance.offset, moments.variance);
  });
}
