/**
 * The face of relu as a layer of its own; short for `activation({ activation: "relu" })`.
 */
import { optionsObject } from "../options/check.js";
import type { ActivationSpec } from "./activation.js";
import { type LayerOptions, named } from "./name.js";

/**
 * Applies `max(0, x)` to every value; NaN stays NaN, and the gradient at 0 is 0.
 *
 * Shapes: any → the same.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.layers.ReLU`; Nair & Hinton 2010
 */
export function relu(options?: LayerOptions): ActivationSpec {
  const { name } = optionsObject("relu", options, ["name"]);
  return { type: "activation", ...named("relu", name), activation: "relu" };
}
