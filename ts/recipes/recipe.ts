/**
 * What a recipe is: a network and how to train it, complete enough to be run by name.
 */
import type { Layer } from "../layers/layer.js";
import type { CompileOptions } from "../training/compile-options.js";

/** A network for images of 28 × 28 × 1 bytes in ten classes, and how to train it. */
export interface Recipe {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  readonly inputShape: readonly [28, 28, 1];
  /** The layers, made anew at each call. */
  layers(): readonly Layer[];
  readonly compile: CompileOptions;
  readonly epochs: number;
  readonly batchSize: number;
  /** Share of the training images, their last part, to validate with; 0: train on all. */
  readonly validationSplit: number;
}
