/**
 * The face of the random flip layer: options, defaults, documentation. Its meaning is in crates/engine/src/layers.
 */
import { booleanOption, choiceOption, optionsObject } from "../options/check.js";
import { type LayerOptions, SHARED, type SharedSpec, shared } from "./shared-options.js";

/** In which directions {@link randomFlip} mirrors. */
export type FlipMode = "horizontal" | "vertical" | "horizontalAndVertical";

/** Options of {@link randomFlip}. */
export interface RandomFlipOptions extends LayerOptions {
  /**
   * `"horizontal"` left to right, `"vertical"` upside down; `"horizontalAndVertical"`, Keras' default, both at once: one coin is
   * thrown an image, so that it is turned by 180° or not at all. For a mirrored shoe take `"horizontal"`.
   */
  readonly mode?: FlipMode | undefined;
  /**
   * Whether an image that was mirrored in one pass of `fit` over the data is not in the next, so that two passes show both; which
   * half begins is drawn. Default false, as in Keras: a coin for each image and step. `trainOnBatch` knows no passes, nor
   * does `fit` know an image again that a source of batches gives at another place.
   *
   * @see Jordan 2024, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU" (alternating flip)
   */
  readonly alternating?: boolean | undefined;
}

/** A random flip layer as the engine reads it. */
export type RandomFlipSpec = SharedSpec & {
  readonly type: "randomFlip";
  readonly mode: FlipMode;
  /** Left out where it is false. */
  readonly alternating?: true;
};

/**
 * Mirrors half of the images while training: `y[i, j] = x[i, width − 1 − j]`, and so for rows.
 *
 * Shapes: `[height, width, channels]` → the same. Nothing happens in evaluation and prediction. It stands at the head of a model; what is
 * drawn follows from the model's seed, the layer, the step and the image's place in the batch alone.
 *
 * @example
 * ```ts
 * const layers = [randomFlip({ mode: "horizontal" }), rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10 })];
 * ```
 * @throws FashionWasmError INVALID_ARGUMENT for a value or an option that is not allowed.
 * @see Keras `keras.layers.RandomFlip`
 */
export function randomFlip(options?: RandomFlipOptions): RandomFlipSpec {
  const where = "randomFlip";
  const {
    mode = "horizontalAndVertical",
    alternating = false,
    ...own
  } = optionsObject(where, options, ["mode", "alternating", ...SHARED]);
  const modes = ["horizontal", "vertical", "horizontalAndVertical"] as const;
  const spec = { type: "randomFlip", ...shared(where, own), mode: choiceOption(where, "mode", mode, modes) } as const;
  return booleanOption(where, "alternating", alternating) ? { ...spec, alternating: true } : spec;
}
