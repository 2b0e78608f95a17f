/**
 * Whether what `compile` was told fits the model: names of weights, numbers of outputs. All else Rust sees.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { sizeOf } from "../inputs/pixels.js";
import type { CompiledMetric } from "../metrics/metric-option.js";
import type { Optimizer } from "../optimizers/optimizers.js";
import { hint } from "../options/nearest.js";
import { listOfSome } from "../options/show.js";

/** So many names of weights are listed. */
const MOST = 12;

/** Errors: INVALID_ARGUMENT. */
export function checkFits(
  where: string,
  { excludeFromWeightDecay = [] }: Optimizer,
  metrics: readonly CompiledMetric[],
  { weights, outputShape }: ModelDescription,
): void {
  const names = weights.filter(({ trainable }) => trainable).map(({ name }) => name);
  for (const entry of excludeFromWeightDecay ?? []) {
    if (names.some((name) => isSpared(name, entry))) continue;
    const parts = names.flatMap((name) => [name, ...name.split(".")]);
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: "excludeFromWeightDecay" has ${JSON.stringify(entry)}, which fits no trained weight${hint(entry, parts)} → there are ${listOfSome(names, MOST)}`,
    );
  }
  const units = sizeOf(outputShape);
  const bounds = { classId: units - 1, topK: units, k: units };
  for (const { name, spec } of metrics) {
    const options = spec === "topKCategoricalAccuracy" ? { k: 5 } : typeof spec === "string" ? {} : spec;
    for (const [option, bound] of Object.entries(bounds)) {
      const value = (options as Readonly<Record<string, unknown>>)[option];
      if (typeof value !== "number" || value <= bound) continue;
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: "${option}" of the metric "${name}" is ${value} → the model has ${units} outputs, so it is at most ${bound}`,
      );
    }
  }
}

/** Whether an entry names the weight's layer, the weight, or part of what it is called in its layer. */
function isSpared(name: string, entry: string): boolean {
  const at = name.lastIndexOf(".");
  return name === entry || name.slice(0, at) === entry || name.slice(at + 1).includes(entry);
}
