/**
 * The face of the layer that puts branches side by side. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** A concatenation of layers as the engine reads it. */
export type ConcatenateSpec = SharedSpec & { readonly type: "concatenate" };

/**
 * Puts two or more inputs side by side along the last axis, the channels, in the order of the inputs.
 *
 * Shapes: `[height, width, c₁]`, `[height, width, c₂]`, … → `[height, width, c₁ + c₂ + …]`; `[n₁]`, `[n₂]`, … → `[n₁ + n₂ + …]`.
 * `branches` puts it where branches meet; by itself it needs `inputs`.
 *
 * @example
 * ```ts
 * const layers = [dense({ units: 8 }), dense({ units: 4 }), concatenate({ inputs: [-1, 0, 1] })]; // the input, too
 * ```
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed. Shapes that do not fit are found when the
 * model is made.
 * @see Keras `keras.layers.Concatenate` with its default axis −1
 */
export function concatenate(options?: LayerOptions): ConcatenateSpec {
  return { type: "concatenate", ...shared("concatenate", optionsObject("concatenate", options, SHARED)) };
}
