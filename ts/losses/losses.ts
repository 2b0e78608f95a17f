/**
 * The table of losses, and what labels each takes.
 *
 * To add one: write its function and name it here, in both tables.
 */
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from "./crossentropy.js";
import { binaryFocalCrossentropy, categoricalFocalCrossentropy } from "./focal-crossentropy.js";
import { huber, meanAbsoluteError, meanSquaredError } from "./regression.js";

export * from "./crossentropy.js";
export * from "./focal-crossentropy.js";
export * from "./regression.js";

/**
 * Every loss by its name: the function that makes it.
 *
 * @example
 * const loss = LOSSES[name](); // with its defaults
 */
export const LOSSES = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  categoricalFocalCrossentropy,
  binaryFocalCrossentropy,
} as const;

/** Names that stand for a loss with its defaults, as in Keras. */
export type LossName = keyof typeof LOSSES;

/** A loss with its options, as the functions of {@link LOSSES} return it. */
export type MadeLoss = ReturnType<(typeof LOSSES)[LossName]>;

/**
 * What the labels of a loss are: class numbers alone (`classes`); or rows of a number an output, which are shares that sum to 1
 * (`distribution`), each a share in [0, 1] (`share`), or any numbers (`number`), where class numbers stand for rows with a 1;
 * or whatever its author reads (`any`).
 */
export type LabelKind = "classes" | "distribution" | "share" | "number" | "any";

/** What labels each loss takes. */
export const LABEL_KINDS: Readonly<Record<LossName | "custom", LabelKind>> = {
  sparseCategoricalCrossentropy: "classes",
  categoricalCrossentropy: "distribution",
  binaryCrossentropy: "share",
  meanSquaredError: "number",
  meanAbsoluteError: "number",
  huber: "number",
  categoricalFocalCrossentropy: "distribution",
  binaryFocalCrossentropy: "share",
  custom: "any",
};
