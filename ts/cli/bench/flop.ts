/**
 * How much there is to compute: the multiplications and additions of a training step as a textbook counts them.
 *
 * Products with kernels only (of convolutions and dense layers), which are nearly all of it; each is one multiplication and
 * one addition. The engine may need fewer: Winograd's algorithm multiplies less, and gradients that max pooling made zero
 * are skipped.
 */
import type { Model, NamedWeight } from "../../index.js";

/**
 * Flop of one image in training: forward, gradient of the weights, gradient of the input. The first layer with weights
 * needs no gradient of its input.
 */
export function trainingFlop(
  { layers }: Pick<Model, "layers">,
  weights: readonly Pick<NamedWeight, "name" | "shape">[],
): number {
  const kernels = weights.filter(({ name }) => name.endsWith("kernel"));
  const products = layers.flatMap(({ name, outputShape }) => {
    const own = kernels.filter((kernel) => kernel.name.slice(0, kernel.name.lastIndexOf(".")) === name);
    // Each value of a kernel is multiplied once at each place of the output.
    return own.map(({ shape }) => product(shape) * product(outputShape.slice(0, -1)));
  });
  const [first = 0] = products;
  return 2 * (3 * products.reduce((total, count) => total + count, 0) - first);
}

function product(sides: readonly number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
