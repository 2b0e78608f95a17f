/**
 * What `compile` accepts as an optimizer: one that was made, or the name of one with its defaults.
 */
import { FashionWasmError } from "../errors.js";
import { invalidOption } from "../options/check.js";
import { hint } from "../options/nearest.js";
import { alternatives, list, show, typeName } from "../options/show.js";
import { OPTIMIZERS, type Optimizer, type OptimizerName } from "./optimizers.js";

const NAMES = Object.keys(OPTIMIZERS) as OptimizerName[];

/** Checks the `optimizer` of `compile` and fills in what it leaves out. */
export function optimizerOption(where: string, received: unknown): Optimizer {
  if (typeof received === "function") {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: option "optimizer" is ${show(received)} → it must be called: ${received.name || NAMES[0]}()`,
    );
  }
  if (received !== null && typeof received === "object" && typeName(received) === "Object") {
    const { type, ...options } = received as { type?: unknown };
    return build(where, type, received, options);
  }
  return build(where, received, received, {});
}

function build(where: string, type: unknown, received: unknown, options: object): Optimizer {
  const name = NAMES.find((one) => one === type);
  if (name !== undefined) return (OPTIMIZERS[name] as (options: object) => Optimizer)(options);
  const calls = alternatives(NAMES.map((one) => `${one}({ … })`));
  throw invalidOption(where, "optimizer", received, `${list(NAMES)}, ${calls}${hint(type, NAMES)}`);
}
