/**
 * The face of the activation layer: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type LayerOptions, named } from "./name.js";
import { type Activation, activationOption } from "./words.js";

/** Options of {@link activation}. */
export interface ActivationOptions extends LayerOptions {
  readonly activation: Activation;
}

/** An activation layer as the engine reads it. */
export type ActivationSpec = {
  readonly type: "activation";
  readonly name?: string;
  readonly activation: Activation;
};

/**
 * Applies a function to every value, as a layer of its own: `linear`, `relu`, `sigmoid` or `softmax`.
 *
 * Shapes: any → the same. `dense({ units: 10, activation: "relu" })` means the same as `dense({ units: 10 })`
 * followed by `activation({ activation: "relu" })`.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown activation or option.
 * @see Keras `keras.layers.Activation`
 */
export function activation(options: ActivationOptions): ActivationSpec {
  const where = "activation";
  const { name, activation: word } = optionsObject(where, options, ["activation", "name"]);
  return { type: "activation", ...named(where, name), activation: activationOption(where, word) };
}
