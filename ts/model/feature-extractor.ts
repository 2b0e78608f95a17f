/**
 * Looking inside a model: what one of its layers answers, as a model of its own, and the kernels and feature maps to show.
 */
import { FashionWasmError } from "../errors.js";
import type { Layer } from "../layers/layer.js";
import type { Sequential } from "../model.js";
import { list, show } from "../options/show.js";
import { sizeOf } from "../training/pixels.js";
import { type ComputeOptions, sequential } from "./sequential.js";

/**
 * Makes a model of the first layers of `model`, up to and including `layer`, with copies of their weights: its `predict`
 * answers with what that layer gives, e.g. feature maps of a convolution in the order height, width, channels.
 *
 * @param layer the layer's name (see `model.layers`) or its place, counted from 0.
 * @throws FashionWasmError INVALID_ARGUMENT for a layer that the model does not have; DISPOSED; those of `sequential`.
 * @see Keras, "feature extraction with a Sequential model": `keras.Model(model.inputs, model.get_layer(name).output)`
 */
export async function featureExtractor(
  model: Sequential,
  layer: string | number,
  options: ComputeOptions = {},
): Promise<Sequential> {
  const names = model.layers.map(({ name }) => name);
  const at = typeof layer === "number" ? layer : names.indexOf(layer);
  if (names[at] === undefined) {
    const message = `featureExtractor: layer is ${show(layer)} → give the name of a layer, ${list(names)}, or its place from 0 to ${names.length - 1}`;
    throw new FashionWasmError("INVALID_ARGUMENT", message);
  }
  const { inputShape, seed, layers } = model.getConfig();
  const shape = inputShape as [number, number, number] | [number];
  const weights = await model.getWeights();
  const named = layers.slice(0, at + 1).map((spec, i) => ({ ...spec, name: names[i] })) as unknown as Layer[];
  const first = await sequential(named, { ...options, inputShape: shape, seed });
  try {
    const own = new Set((await first.getWeights()).map(({ name }) => name));
    await first.setWeights(weights.filter(({ name }) => own.has(name)));
    return first;
  } catch (error) {
    await first.dispose();
    throw error;
  }
}

/** Kernels of a convolution: floats in the order height, width, input channels, filters. */
export interface KernelView {
  readonly layer: string;
  readonly shape: readonly [height: number, width: number, channels: number, filters: number];
  readonly values: Float32Array;
}

/** What one layer answers to one image: floats in the order height, width, channels. */
export interface FeatureMapView {
  readonly layer: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly values: Float32Array;
}

/** What {@link lookInside} answers with. */
export interface InsideView {
  /** Of the first convolution; none where the model has none. */
  readonly kernels: readonly KernelView[];
  /** Of every convolution and pooling. */
  readonly featureMaps: readonly FeatureMapView[];
}

/**
 * Answers with the kernels of the first convolution, and with what every convolution and pooling layer gives for `image`.
 *
 * @param image one image in the units of training, as for `predictOne`.
 * @throws FashionWasmError SHAPE_MISMATCH for an image of another shape; DISPOSED.
 */
export async function lookInside(model: Sequential, image: Uint8Array | Float32Array): Promise<InsideView> {
  const layers = model.layers.filter(
    ({ type, outputShape }) => /conv2d|pooling2d/i.test(type) && outputShape.length === 3,
  );
  const first = layers.find(({ type }) => /conv2d/i.test(type))?.name;
  const weights = await model.getWeights();
  const kernel = weights.find(({ name, shape }) => name === `${first}.kernel` && shape.length === 4);
  const featureMaps: FeatureMapView[] = [];
  for (const { name, outputShape } of layers) {
    const extractor = await featureExtractor(model, name, { engine: "local", threads: 1 });
    try {
      const values = (await extractor.predictOne(image)).slice(0, sizeOf(outputShape));
      featureMaps.push({ layer: name, shape: outputShape as unknown as FeatureMapView["shape"], values });
    } finally {
      await extractor.dispose();
    }
  }
  const shape = kernel?.shape as unknown as KernelView["shape"];
  return { kernels: kernel ? [{ layer: first ?? "", shape, values: kernel.data }] : [], featureMaps };
}
