/**
 * The face of the dropout layer: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { floatOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link dropout}. */
export interface DropoutOptions extends LayerOptions {
  /** Share of the values that is set to zero in training, 0 ≤ rate < 1. */
  readonly rate: number;
}

/** A dropout layer as the engine reads it. */
export type DropoutSpec = SharedSpec & { readonly type: "dropout"; readonly rate: number };

/**
 * Sets a random share of its input to zero while training and scales the rest: `y = x · keep / (1 − rate)`.
 *
 * Shapes: any → the same. Nothing happens in evaluation and prediction. What is dropped follows from the model's
 * seed, the layer, the training step and the image's place in the batch alone, so a run repeats exactly.
 *
 * @throws FashionWasmError INVALID_ARGUMENT when `rate` is not in [0, 1), or an option is unknown.
 * @see Keras `keras.layers.Dropout`; Srivastava et al. 2014
 */
export function dropout(options: DropoutOptions): DropoutSpec {
  const where = "dropout";
  const { rate, ...own } = optionsObject(where, options, ["rate", ...SHARED]);
  return { type: "dropout", ...shared(where, own), rate: floatOption(where, "rate", rate, { min: 0, below: 1 }) };
}
