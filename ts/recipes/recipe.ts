/**
 * What a recipe is: a network and how to train it, complete enough to be run by name.
 */
import type { Layer } from "../layers/layers.js";
import { integerOption, optionsObject } from "../options/check.js";
import type { CompileOptions } from "../training/compile-options.js";

/** Options of {@link Recipe.layers}. */
export interface RecipeOptions {
  /** Number of classes, a whole number of at least 1: the units of the last layer; default 10. */
  readonly classes?: number;
}

/** A network for images of bytes, by default 28 × 28 × 1 in ten classes, and how to train it. */
export interface Recipe {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** The shape of Fashion-MNIST's images; the layers take others too, grey or in colour. */
  readonly inputShape: readonly [28, 28, 1];
  /**
   * Returns the layers, made anew at each call. Errors: INVALID_ARGUMENT for unknown options, or `classes` that is no number
   * of classes.
   *
   * @example
   * sequential(recipes.quick.layers({ classes: 3 }), { inputShape: [32, 32, 3] });
   */
  layers(options?: RecipeOptions): readonly Layer[];
  readonly compile: CompileOptions;
  readonly epochs: number;
  readonly batchSize: number;
  /** Share of the training images, their last part, to validate with; 0: train on all. */
  readonly validationSplit: number;
}

/** The classes of the data that a recipe was made for. */
const CLASSES = 10;

/** Checks the options of a recipe's `layers`, and returns the number of classes. */
export function classesOf(recipe: string, options: RecipeOptions | undefined): number {
  const where = `recipes.${recipe}.layers`;
  const { classes = CLASSES } = optionsObject(where, options, ["classes"]);
  return integerOption(where, "classes", classes, { min: 1 });
}
