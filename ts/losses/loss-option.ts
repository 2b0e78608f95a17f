/**
 * What `compile` accepts as a loss: a name, what a function of the table returns, or a function of the user's own.
 */
import { invalidOption } from "../options/check.js";
import { madeOption } from "../options/made.js";
import { typeName } from "../options/show.js";
import type { CustomLoss } from "./custom-loss.js";
import { LOSSES, type LossName, type MadeLoss } from "./losses.js";

/** Keras' short names. */
const ALIASES = { mse: "meanSquaredError", mae: "meanAbsoluteError" } as const;

/** A loss, as `compile` takes it. */
export type Loss = LossName | keyof typeof ALIASES | MadeLoss | CustomLoss;

/** A loss as the engine reads it: a word where all options have their defaults; beside it the function of a `custom` one. */
export interface CheckedLoss {
  readonly spec: string | MadeLoss;
  readonly custom: CustomLoss | null;
}

/** Checks the `loss` of `compile`. */
export function lossOption(where: string, received: unknown): CheckedLoss {
  if (typeof received === "function" && !Object.values<unknown>(LOSSES).includes(received)) {
    if (/Async|Generator/.test(typeName(received))) {
      throw invalidOption(
        where,
        "loss",
        received,
        "a function that returns { loss, gradient } at once, not asynchronously",
      );
    }
    return { spec: "custom", custom: received as CustomLoss };
  }
  const isAlias = typeof received === "string" && Object.hasOwn(ALIASES, received);
  const name = isAlias ? ALIASES[received as keyof typeof ALIASES] : received;
  const or = "a function (outputs, labels, shape) => ({ loss, gradient }), ";
  const made = madeOption<MadeLoss>(where, "loss", name, LOSSES, { or });
  return { spec: Object.keys(made).length === 1 ? made.type : made, custom: null };
}
