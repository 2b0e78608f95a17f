/**
 * Steps of a loss that is written in JavaScript: the outputs come here, the gradient goes back.
 */
import type { DataPlace, Engine, StepResult } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import type { Examples } from "../inputs/examples.js";
import type { CustomLoss } from "../losses/custom-loss.js";
import { floatsOf } from "../options/kinds.js";
import { show } from "../options/show.js";

/** A batch of examples, and the loss that it is to have. */
export interface CustomBatch {
  readonly engine: Engine;
  /** The engine's id of the examples' dataset. */
  readonly id: number;
  readonly examples: Pick<Examples, "dataset" | "targets">;
  readonly places: Uint32Array;
  readonly units: number;
  readonly loss: CustomLoss;
  readonly at?: DataPlace;
}

/** One optimizer step. Errors: INVALID_ARGUMENT for what is no loss and gradient; what the function throws. */
export async function customStep(where: string, batch: CustomBatch): Promise<StepResult> {
  const { engine, id, places, at } = batch;
  const outputs = await engine.call("forwardBatch", id, places, at);
  const { loss, gradient } = lossOf(where, batch, outputs);
  const [sums] = await Promise.all([engine.call("backwardBatch", gradient, loss), engine.call("applyGradients")]);
  return sums;
}

/** The same of a batch as it is; nothing is changed. */
export async function customTest(where: string, batch: CustomBatch): Promise<StepResult> {
  const { engine, id, places, units } = batch;
  const { sums, outputs } = await engine.call("testOutputs", id, places, units);
  const { loss } = lossOf(where, batch, outputs);
  return { ...sums, loss: sums.loss + loss * sums.count };
}

function lossOf(where: string, batch: CustomBatch, outputs: Float32Array) {
  const { loss: ask, units, places } = batch;
  const size = outputs.length;
  const result: unknown = ask(outputs, labelsOf(batch), { count: places.length, units });
  const isObject = typeof result === "object" && result !== null;
  const { loss, gradient } = (isObject ? result : {}) as { loss?: unknown; gradient?: unknown };
  if (typeof loss !== "number") {
    const isPromise = isObject && typeof (result as { then?: unknown }).then === "function";
    const received = isPromise ? "a promise" : isObject ? `the loss ${show(loss)}` : show(result);
    throw wrongResult(where, received, `{ loss, gradient }${isPromise ? " at once" : ""}, the loss a number`);
  }
  const floats = floatsOf(gradient);
  if (floats?.length !== size) {
    const length = floats === undefined ? show(gradient) : `${floats.length} values`;
    throw wrongResult(where, `a gradient of ${length}`, `a Float32Array of ${size} values, laid out as the outputs`);
  }
  return { loss, gradient: floats };
}

function labelsOf({ examples, places, units }: CustomBatch): Uint32Array | Float32Array {
  const { dataset, targets } = examples;
  const { labels } = dataset.source;
  if (targets === null) return places.map((place) => labels?.[place] ?? 0);
  const rows = new Float32Array(places.length * units);
  places.forEach((place, i) => {
    rows.set(targets.subarray(place * units, (place + 1) * units), i * units);
  });
  return rows;
}

function wrongResult(where: string, received: string, expected: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where}: the loss function returned ${received} → ${expected}`);
}
