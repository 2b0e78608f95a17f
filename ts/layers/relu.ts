/**
 * The face of relu as a layer of its own; short for `activation({ activation: "relu" })`.
 */
import { optionsObject } from "../options/check.js";
import type { ActivationSpec } from "./activation.js";
import { type LayerOptions, SHARED, shared } from "./shared-options.js";

/**
 * Applies `max(0, x)` to every value; NaN stays NaN, and the gradient at 0 is 0.
 *
 * Shapes: any → the same.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.layers.ReLU`; Nair & Hinton 2010
 */
export function relu(options?: LayerOptions): ActivationSpec {
  const own = optionsObject("relu", options, SHARED);
  return { type: "activation", ...shared("relu", own), activation: "relu" };
}
