/**
 * The face of the activation layer: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type Activation, activationOption, type SpecActivation } from "./activation-option.js";
import { softmaxAxis } from "./axes-option.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link activation}. */
export interface ActivationOptions extends LayerOptions {
  readonly activation: Activation;
  /**
   * Of `softmax`: the axis, or axes, along which values add up to 1, as Keras counts them: 0 are the images, which is not allowed,
   * 1 the rows, −1 the last. Default −1.
   */
  readonly axis?: number | readonly number[] | undefined;
}

/** An activation layer as the engine reads it. */
export type ActivationSpec = SharedSpec & {
  readonly type: "activation";
  readonly activation: SpecActivation;
  /** Of softmax, where it is not the last. */
  readonly axis?: readonly number[];
};

/**
 * Applies a function to every value, as a layer of its own; {@link Activation} lists them.
 *
 * Shapes: any → the same. `dense({ units: 10, activation: "relu" })` means the same as `dense({ units: 10 })`
 * followed by `activation({ activation: "relu" })`.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown activation or option.
 * @see Keras `keras.layers.Activation`
 */
export function activation(options: ActivationOptions): ActivationSpec {
  const where = "activation";
  const { activation: word, axis, ...own } = optionsObject(where, options, ["activation", "axis", ...SHARED]);
  const checked = activationOption(where, word);
  return { type: "activation", ...shared(where, own), activation: checked, ...softmaxAxis(where, checked, axis) };
}
