/**
 * How much there is to compute: the multiplications and additions of a training step as a textbook counts them.
 *
 * Convolutions and dense layers only, which are nearly all of it; each product is one multiplication and one addition.
 * The engine may need fewer: Winograd's algorithm multiplies less, and gradients that max pooling made zero are skipped.
 */
import type { Layer, Sequential } from "../../index.js";

/**
 * Flop of one image in training: forward, gradient of the weights, gradient of the input. The first layer with weights
 * needs no gradient of its input.
 */
export function trainingFlop(model: Pick<Sequential, "inputShape" | "layers">, specs: readonly Layer[]): number {
  const products = specs
    .map((spec, i) => productsOf(spec, model.layers[i - 1]?.outputShape ?? model.inputShape, outputOf(model, i)))
    .filter((count) => count > 0);
  const [first = 0] = products;
  return 2 * (3 * sum(products) - first);
}

/** Products of a layer's forward pass. */
function productsOf(spec: Layer, input: readonly number[], output: readonly number[]): number {
  if (spec.type !== "conv2d" && spec.type !== "dense") return 0;
  const window = spec.type === "conv2d" ? spec.kernelSize[0] * spec.kernelSize[1] : 1;
  const channels = input.at(-1) ?? 0;
  return output.reduce((product, side) => product * side, 1) * window * channels;
}

function outputOf({ layers }: Pick<Sequential, "layers">, index: number): readonly number[] {
  return layers[index]?.outputShape ?? [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
