/**
 * The face of the rescaling layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { floatOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link rescaling}. */
export interface RescalingOptions extends LayerOptions {
  /** Factor, e.g. `1 / 255` for images of bytes. */
  readonly scale: number;
  /** Added after the factor; default 0. */
  readonly offset?: number | undefined;
}

/** A rescaling layer as the engine reads it. */
export type RescalingSpec = SharedSpec & {
  readonly type: "rescaling";
  readonly scale: number;
  readonly offset: number;
};

/**
 * Multiplies and shifts every value: `y = x · scale + offset`.
 *
 * Shapes: any → the same. Nothing is scaled silently in this package: a byte 200 enters the model as 200.0, so a
 * model of byte images begins with `rescaling({ scale: 1 / 255 })`.
 *
 * @throws FashionWasmError INVALID_ARGUMENT when `scale` or `offset` is not a finite number, or an option is unknown.
 * @see Keras `keras.layers.Rescaling`
 */
export function rescaling(options: RescalingOptions): RescalingSpec {
  const where = "rescaling";
  const { scale, offset = 0, ...own } = optionsObject(where, options, ["scale", "offset", ...SHARED]);
  return {
    type: "rescaling",
    ...shared(where, own),
    scale: floatOption(where, "scale", scale),
    offset: floatOption(where, "offset", offset),
  };
}
