/**
 * The face of the layer that adds branches up. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** A sum of layers as the engine reads it. */
export type AddSpec = SharedSpec & { readonly type: "add" };

/**
 * Adds two or more inputs of one shape, element by element: `y = x₁ + x₂ + …`, from the first to the last.
 *
 * Shapes: two or more times the same → the same. `residual` and `branches` put it where branches meet; by itself it needs
 * `inputs`.
 *
 * @example
 * ```ts
 * const layers = [dense({ units: 8 }), dense({ units: 8 }), add({ inputs: [0, 1] })]; // the two dense layers
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed. Shapes that differ are found when the model
 * is made.
 * @see Keras `keras.layers.Add`; He et al. 2016, Deep residual learning for image recognition
 */
export function add(options?: LayerOptions): AddSpec {
  return { type: "add", ...shared("add", optionsObject("add", options, SHARED)) };
}
