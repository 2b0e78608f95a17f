/**
 * The face of the reshape layer: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { invalidOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link reshape}. */
export interface ReshapeOptions extends LayerOptions {
  /** The new shape of an image's values, without the axis of the images; one side may be −1: what is left. */
  readonly targetShape: readonly number[];
}

/** A reshape layer as the engine reads it. */
export type ReshapeSpec = SharedSpec & { readonly type: "reshape"; readonly targetShape: readonly number[] };

/**
 * Gives the same values another shape, row-major.
 *
 * Shapes: any → `targetShape`, of as many values. No weights, no work.
 *
 * @example
 * ```ts
 * const layers = [dense({ units: 49 * 8 }), reshape({ targetShape: [7, 7, -1] }), conv2d({ filters: 16, kernelSize: 3 })];
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no shape. One of another number of values is found when the model is
 * made.
 * @see Keras `keras.layers.Reshape`
 */
export function reshape(options: ReshapeOptions): ReshapeSpec {
  const where = "reshape";
  const { targetShape, ...own } = optionsObject(where, options, ["targetShape", ...SHARED]);
  const sides: readonly unknown[] = Array.isArray(targetShape) ? targetShape : [];
  const isSide = (side: unknown) => Number.isInteger(side) && ((side as number) > 0 || side === -1);
  const isShape = sides.length >= 1 && sides.length <= 8 && sides.every(isSide);
  if (!isShape || sides.filter((side) => side === -1).length > 1) {
    const expected = "an array of 1 to 8 whole numbers ≥ 1, one of which may be −1, e.g. [7, 7, 64]";
    throw invalidOption(where, "targetShape", targetShape, expected);
  }
  return { type: "reshape", ...shared(where, own), targetShape: [...(sides as number[])] };
}
