/**
 * How frameworks lay weights out in a file: Keras as this package does, PyTorch with channels before pixels.
 *
 * Per weight of a model: its word in the file, its shape there, and the way from there to ours. What matters of
 * PyTorch's layout is that an image is channels × height × width, so that also what follows a flatten counts its
 * features in that order.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { sizeOf } from "../inputs/pixels.js";

/** Every layout that `loadWeights` reads. */
export const LAYOUTS = ["keras", "pytorch"] as const;

/** A layout of {@link LAYOUTS}. */
export type Layout = (typeof LAYOUTS)[number];

/** What a file of one layout holds for one weight of the model. */
export interface WeightInFile {
  /** Ours, e.g. `conv2d.kernel`, and its layer's. */
  readonly name: string;
  readonly layer: string;
  /** The last word of its name in the file, e.g. `weight`. */
  readonly word: string;
  /** In the file. */
  readonly shape: readonly number[];
  /** Where the engine's flat weights have it. */
  readonly offset: number;
  /** From the place of a value in the file to ours. */
  place(inFile: number): number;
}

const PYTORCH_WORDS = new Map([
  ["kernel", "weight"],
  ["gamma", "weight"],
  ["beta", "bias"],
  ["moving_mean", "running_mean"],
  ["moving_variance", "running_var"],
]);

/** Returns what a file of a layout holds for each weight, in the order of the weights. */
export function weightsInFile(description: ModelDescription, layout: Layout): WeightInFile[] {
  const flattened = layout === "pytorch" ? flattenedInputs(description) : new Map<string, readonly number[]>();
  const channelsOf = new Map(description.layers.map((layer) => [layer.name, layer.outputShape.at(-1)]));
  return description.weights.map(({ name, shape: ours, offset }) => {
    const dot = name.lastIndexOf(".");
    const [layer, word] = [name.slice(0, dot), name.slice(dot + 1)];
    if (layout === "keras") return { name, layer, word, shape: ours, offset, place: (inFile) => inFile };
    const [high = 1, wide = 1, inner = 1, last = 1] = ours;
    const isDepthwise = word === "depthwise_kernel" || (word === "kernel" && last !== channelsOf.get(layer));
    // Of as many groups as channels: a filter reads one channel, and the values lie alike.
    const shape = ours.length === 4 && isDepthwise ? [high, wide, 1, inner * last] : ours;
    const outputs = shape.length === 1 ? 1 : (shape.at(-1) ?? 1);
    const [height = 1, width = 1, channels = 1] =
      shape.length === 4 ? shape : (word !== "bias" && flattened.get(layer)) || [1, 1, shape[0] ?? 1];
    return {
      name,
      layer,
      word: PYTORCH_WORDS.get(word) ?? word,
      shape: shape.length === 4 ? [outputs, channels, height, width] : [...shape].reverse(),
      offset,
      place: channelsLast(outputs, channels, height * width),
    };
  });
}

/**
 * Per layer: the image `[height, width, channels]` whose flattened values it takes feature by feature.
 *
 * A sum of flattened images is one itself. Images that were flattened first and put side by side then have no order that
 * a kernel could be brought from.
 */
function flattenedInputs({ layers, inputShape, weights }: ModelDescription): Map<string, readonly number[]> {
  const flattened = new Map<string, readonly number[]>();
  const names = new Set(weights.map(({ name }) => name));
  const images: ReadonlyArray<number>[] = [];
  for (const [place, { name, inputs, outputShape }] of layers.entries()) {
    const shapes = inputs.map((input) => layers[input]?.outputShape ?? inputShape);
    const [shape = inputShape] = shapes;
    const hasKernel = names.has(`${name}.kernel`);
    const isFlatten = !hasKernel && outputShape.length === 1 && sizeOf(outputShape) === sizeOf(shape);
    const known = inputs.map((input, i) => (shapes[i]?.length === 3 && isFlatten ? shapes[i] : images[input]));
    const image = known.find((one) => one !== undefined);
    if (image === undefined) continue;
    if (known.some((one) => String(one) !== String(image)) || sizeOf(image) !== sizeOf(shape)) {
      throw new FashionWasmError(
        "CHECKPOINT_MISMATCH",
        `loadWeights: "${name}" puts images side by side that were flattened before, which PyTorch and this package order otherwise → put them side by side as images, or give a file of layout "keras"`,
      );
    }
    flattened.set(name, image);
    if (!hasKernel) images[place] = image; // a kernel's outputs are in an order of their own
  }
  return flattened;
}

/** `[outputs, channels, height, width]` → `[height, width, channels, outputs]`; a dense kernel is a window of 1 × 1. */
function channelsLast(outputs: number, channels: number, pixels: number): (inFile: number) => number {
  return (inFile) => {
    const row = Math.floor(inFile / pixels);
    const output = Math.floor(row / channels);
    return ((inFile - row * pixels) * channels + row - output * channels) * outputs + output;
  };
}
