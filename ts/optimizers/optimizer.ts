/**
 * The closed union of optimizers, and what `compile` accepts as one.
 *
 * As in Keras a word stands for an optimizer with its defaults.
 */
import { FashionWasmError } from "../errors.js";
import { invalidOption } from "../options/check.js";
import { hint } from "../options/nearest.js";
import { list, show, typeName } from "../options/show.js";
import { type AdamOptions, type AdamSpec, adam } from "./adam.js";
import { type SgdOptions, type SgdSpec, sgd } from "./sgd.js";

/** An optimizer, as {@link adam} and {@link sgd} return it. */
export type Optimizer = AdamSpec | SgdSpec;

/** Words that stand for an optimizer with its defaults. */
export const OPTIMIZERS = ["adam", "sgd"] as const satisfies readonly Optimizer["type"][];
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** Checks the `optimizer` of `compile` and fills in what it leaves out. */
export function optimizerOption(where: string, received: unknown): Optimizer {
  if (typeof received === "function") {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: option "optimizer" is ${show(received)} → it must be called: ${received.name || "adam"}()`,
    );
  }
  if (received !== null && typeof received === "object" && typeName(received) === "Object") {
    const { type, ...options } = received as { type?: unknown };
    return build(where, type, received, options);
  }
  return build(where, received, received, {});
}

function build(where: string, type: unknown, received: unknown, options: object): Optimizer {
  if (type === "adam") return adam(options as AdamOptions);
  if (type === "sgd") return sgd(options as SgdOptions);
  throw invalidOption(
    where,
    "optimizer",
    received,
    `${list(OPTIMIZERS)}, adam({ … }) or sgd({ … })${hint(type, OPTIMIZERS)}`,
  );
}
