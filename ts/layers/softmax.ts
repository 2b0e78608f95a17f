/**
 * The face of softmax as a layer of its own; short for `activation({ activation: "softmax" })`.
 */
import { optionsObject } from "../options/check.js";
import type { ActivationSpec } from "./activation.js";
import { type LayerOptions, SHARED, shared } from "./shared-options.js";

/**
 * Turns logits into probabilities: `y[i] = e^x[i] / Σ e^x[j]` over the last axis, the largest x subtracted first.
 *
 * Shapes: any → the same; the values along the last axis add up to 1.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.layers.Softmax`
 */
export function softmax(options?: LayerOptions): ActivationSpec {
  const own = optionsObject("softmax", options, SHARED);
  return { type: "activation", ...shared("softmax", own), activation: "softmax" };
}
