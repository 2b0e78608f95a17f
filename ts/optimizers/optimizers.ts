/**
 * The table of optimizers. The union of their specs, their names and the check of `compile` follow from it.
 *
 * To add one: write its file and name it here, in the table and among the exports.
 */
import { adagrad } from "./adagrad.js";
import { adam } from "./adam.js";
import { adamw } from "./adamw.js";
import { lion } from "./lion.js";
import { nadam } from "./nadam.js";
import { rmsprop } from "./rmsprop.js";
import { sgd } from "./sgd.js";

export * from "./adagrad.js";
export { type AdamOptions, type AdamSpec, adam } from "./adam.js";
export * from "./adamw.js";
export type { OptimizerOptions } from "./common-options.js";
export * from "./lion.js";
export * from "./nadam.js";
export * from "./rmsprop.js";
export * from "./sgd.js";

/**
 * Every optimizer by its name: the function that makes it.
 *
 * @example
 * const optimizer = OPTIMIZERS[name](); // with its defaults
 */
export const OPTIMIZERS = { adam, adamw, nadam, rmsprop, adagrad, lion, sgd } as const;

/** Names that stand for an optimizer with its defaults, as in Keras. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/** An optimizer, as the functions of {@link OPTIMIZERS} return it. */
export type Optimizer = ReturnType<(typeof OPTIMIZERS)[OptimizerName]>;
