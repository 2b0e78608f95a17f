/**
 * Looking inside a model: what one of its layers answers, as a model of its own, and the kernels and feature maps to show.
 */
import { FashionWasmError } from "../errors.js";
import { pixelsOfOne } from "../inputs/pixels.js";
import type { Layer } from "../layers/layers.js";
import { list, show } from "../options/show.js";
import type { Owned } from "../platform/array-types.js";
import { Model } from "./model.js";
import { type ComputeOptions, sequential } from "./sequential.js";
import type { NamedWeight } from "./weights.js";

/**
 * Makes a model of `layer` and those layers of `model` that it rests on, with copies of their weights: its `predict`
 * returns what that layer gives, e.g. feature maps of a convolution in the order height, width, channels.
 *
 * @param layer the layer's name (see `model.layers`) or its place, counted from 0.
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model, or a layer that it does not have; DISPOSED; those of
 * `sequential`.
 * @see Keras, "feature extraction with a Sequential model": `keras.Model(model.inputs, model.get_layer(name).output)`
 */
export async function featureExtractor(
  model: Model,
  layer: string | number,
  options: ComputeOptions = {},
): Promise<Model> {
  const where = "featureExtractor";
  checkModel(where, model);
  const names = model.layers.map(({ name }) => name);
  const at = typeof layer === "number" ? layer : names.indexOf(layer);
  if (names[at] !== undefined) return firstLayers(model, at, await model.getWeights(), options);
  const message = `${where}: layer is ${show(layer)} → give the name of a layer, ${list(names)}, or its place from 0 to ${names.length - 1}`;
  throw new FashionWasmError("INVALID_ARGUMENT", message);
}

/** Layer `at` and those it rests on, with their part of `weights`. */
async function firstLayers(
  model: Model,
  at: number,
  weights: readonly NamedWeight[],
  options: ComputeOptions,
): Promise<Model> {
  const { inputShape, seed, layers } = model.getConfig();
  const shape = inputShape as [number, number, number] | [number];
  // What the layer rests on, in order; what it does not would be read by nobody.
  const needed = ancestors(model.layers, at);
  const places = new Map(needed.map((place, i) => [place, i]));
  // Names that were not given are counted up, and would be others where a layer before had a name of its own.
  const named = needed.map((place) => ({
    ...layers[place],
    name: model.layers[place]?.name,
    inputs: model.layers[place]?.inputs.map((input) => places.get(input) ?? -1),
  })) as unknown as Layer[];
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

/** Places of the layers that layer `at` rests on, itself the last. */
function ancestors(layers: Model["layers"], at: number): number[] {
  const needed = new Set([at]);
  for (let place = at; place >= 0; place--) {
    if (needed.has(place)) for (const input of layers[place]?.inputs ?? []) if (input >= 0) needed.add(input);
  }
  return [...needed].sort((a, b) => a - b);
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

/** What {@link lookInside} returns. */
export interface InsideView {
  /** Of the first convolution; none where the model has none. */
  readonly kernels: readonly Owned<KernelView>[];
  /** Of every convolution and pooling. */
  readonly featureMaps: readonly Owned<FeatureMapView>[];
}

/**
 * Returns the kernels of the first convolution, and what every convolution and pooling layer gives for `image`.
 *
 * Of a depthwise or separable convolution they are the depthwise kernels: one filter for each channel and multiple, of one channel.
 *
 * @param image one image in the units of training, as for `predictOne`.
 * @throws FashionWasmError INVALID_ARGUMENT for what is no model; SHAPE_MISMATCH for an image of another shape; DISPOSED.
 */
export async function lookInside(model: Model, image: Uint8Array | Float32Array): Promise<InsideView> {
  const where = "lookInside";
  checkModel(where, model);
  pixelsOfOne(where, image, model.inputShape);
  const weights = await model.getWeights();
  const kernels: Owned<KernelView>[] = [];
  const featureMaps: Owned<FeatureMapView>[] = [];
  const specs = model.getConfig().layers;
  for (const [at, { name, outputShape }] of model.layers.entries()) {
    // Convolutions have the size of a kernel, poolings that of a window.
    const spec = specs[at] ?? {};
    if (!("kernelSize" in spec || "poolSize" in spec) || outputShape.length !== 3) continue;
    const names = [`${name}.kernel`, `${name}.depthwise_kernel`];
    const kernel = weights.find((weight) => names.includes(weight.name));
    if (kernels.length === 0 && kernel !== undefined) {
      const [height, width, channels, filters] = kernel.shape as KernelView["shape"];
      // Of depthwise ones each filter reads one channel.
      const read = "depthMultiplier" in spec ? 1 : channels;
      const shape = [height, width, read, (channels * filters) / read] as const;
      kernels.push({ layer: name, shape, values: kernel.data });
    }
    const first = await firstLayers(model, at, weights, { engine: "local", threads: 1 });
    try {
      const values = await first.predictOne(image);
      featureMaps.push({ layer: name, shape: outputShape as unknown as FeatureMapView["shape"], values });
    } finally {
      await first.dispose();
    }
  }
  return { kernels, featureMaps };
}

function checkModel(where: string, model: unknown): void {
  if (model instanceof Model) return;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: received ${show(model)} → give a model of sequential() or loadModel(); those of fashion-wasm/inference keep their layers to themselves`,
  );
}
