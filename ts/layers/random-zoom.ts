/**
 * The face of the random zoom layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { optionsObject } from "../options/check.js";
import {
  type Factor,
  type Range2,
  READING,
  type ReadingOptions,
  type ReadingSpec,
  readingOptions,
  signedFactor,
} from "./augmentation-options.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** Options of {@link randomZoom}. */
export interface RandomZoomOptions extends LayerOptions, ReadingOptions {
  /**
   * By how much more of the height is shown, above −1, up to 1: positive numbers make what is seen smaller, negative ones larger.
   * One number f stands for `[−f, f]`.
   */
  readonly heightFactor: Factor;
  /** The same of the width; default: that of the height, which keeps the proportions. */
  readonly widthFactor?: Factor | null | undefined;
}

/** A random zoom layer as the engine reads it. */
export type RandomZoomSpec = SharedSpec &
  ReadingSpec & {
    readonly type: "randomZoom";
    readonly heightFactor: Range2;
    readonly widthFactor: Range2 | null;
  };

/**
 * Zooms images around their middle while training: what lies d pixels from the middle comes from (1 + u) · d, u drawn uniformly for each
 * image from `heightFactor`, and for the width from `widthFactor`, if there is one; values between pixels are interpolated.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model.
 *
 * @example
 * ```ts
 * randomZoom({ heightFactor: [0, 0.2], fillMode: "constant" }); // up to a sixth smaller
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomZoom`
 */
export function randomZoom(options: RandomZoomOptions): RandomZoomSpec {
  const where = "randomZoom";
  const allowed = ["heightFactor", "widthFactor", ...READING, ...SHARED] as const;
  const { heightFactor, widthFactor = null, ...own } = optionsObject(where, options, allowed);
  const range = { min: -1, max: 1, open: true };
  return {
    type: "randomZoom",
    ...shared(where, own),
    heightFactor: signedFactor(where, "heightFactor", heightFactor, range),
    widthFactor: widthFactor === null ? null : signedFactor(where, "widthFactor", widthFactor, range),
    ...readingOptions(where, own),
  };
}
