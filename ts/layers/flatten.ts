/**
 * The face of the flatten layer: options, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** A flatten layer as the engine reads it. */
export type FlattenSpec = SharedSpec & { readonly type: "flatten"; readonly name?: string };

/**
 * Lays an image out as one row of numbers, row-major: `[height, width, channels]` → `[height · width · channels]`.
 *
 * It stands between the last convolution or pooling layer and the first dense one; it costs nothing.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option.
 * @see Keras `keras.layers.Flatten`
 */
export function flatten(options?: LayerOptions): FlattenSpec {
  const own = optionsObject("flatten", options, SHARED);
  return { type: "flatten", ...shared("flatten", own) };
}
