/**
 * The face of sigmoid as a layer of its own; short for `activation({ activation: "sigmoid" })`.
 */
import { optionsObject } from "../options/check.js";
import type { ActivationSpec } from "./activation.js";
import { type LayerOptions, SHARED, shared } from "./shared-options.js";

/**
 * Applies `1 / (1 + e⁻ˣ)` to every value.
 *
 * Shapes: any → the same; results lie in [0, 1].
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.activations.sigmoid`
 */
export function sigmoid(options?: LayerOptions): ActivationSpec {
  const own = optionsObject("sigmoid", options, SHARED);
  return { type: "activation", ...shared("sigmoid", own), activation: "sigmoid" };
}
