/**
 * The face of sigmoid as a layer of its own; short for `activation({ activation: "sigmoid" })`.
 */
import { optionsObject } from "../options/check.js";
import type { ActivationSpec } from "./activation.js";
import { type LayerOptions, named } from "./name.js";

/**
 * Applies `1 / (1 + e⁻ˣ)` to every value.
 *
 * Shapes: any → the same; results lie in [0, 1].
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.activations.sigmoid`
 */
export function sigmoid(options?: LayerOptions): ActivationSpec {
  const { name } = optionsObject("sigmoid", options, ["name"]);
  return { type: "activation", ...named("sigmoid", name), activation: "sigmoid" };
}
