/**
 * What `compile` accepts as an optimizer: one that was made, or the name of one with its defaults.
 */
import { madeOption } from "../options/made.js";
import { OPTIMIZERS, type Optimizer } from "./optimizers.js";

/** Checks the `optimizer` of `compile` and fills in what it leaves out. */
export function optimizerOption(where: string, received: unknown): Optimizer {
  return madeOption<Optimizer>(where, "optimizer", received, OPTIMIZERS);
}
