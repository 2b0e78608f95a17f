/**
 * Weights by name, cut from and joined to the flat array in which the engine keeps them.
 */
import type { Engine, ModelDescription, WeightDescription } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { sizeOf } from "../inputs/pixels.js";
import { floatsOf } from "../options/kinds.js";
import { hint } from "../options/nearest.js";
import { show } from "../options/show.js";
import type { FloatArray, Owned } from "../platform/array-types.js";

/**
 * One weight tensor, row-major. Names are `layer.kernel` and `layer.bias`; a conv2d kernel is `[height, width, in, out]`.
 * Values are set as they are, NaN and infinite ones too, as in Keras: a model that diverged can be put back as it was.
 * Batch normalization has `layer.gamma`, `layer.beta`, `layer.moving_mean` and `layer.moving_variance`.
 */
export interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** Whether the optimizer moves it; moving statistics it does not. Said by `getWeights`; `setWeights` does not ask. */
  readonly trainable?: boolean | undefined;
}

/** Sent at a time, in values: 1 MiB. */
const PIECE = 2 ** 18;

/** Sets the engine's flat weights, in pieces, so that no second copy of them is made on the way. */
export async function sendWeights(engine: Engine, flat: Float32Array): Promise<void> {
  for (let start = 0; start < flat.length; start += PIECE) {
    await engine.call("setWeights", start, flat.subarray(start, start + PIECE));
  }
}

/** Cuts the engine's flat weights into tensors with names. */
export function namedWeights({ weights }: ModelDescription, flat: FloatArray): Owned<NamedWeight>[] {
  return weights.map(({ name, shape, offset, trainable }) => ({
    name,
    shape: [...shape],
    // Not slice(): where a sandbox runs the package, the engine's answer has the host's realm.
    data: new Float32Array(flat.subarray(offset, offset + sizeOf(shape))),
    trainable,
  }));
}

/** Joins tensors to the engine's flat weights; each of the model's weights must be there once, in any order. */
export function flatWeights({ weights }: ModelDescription, received: unknown): Float32Array {
  if (!Array.isArray(received))
    throw refuse(`received ${show(received)} → expected the array that getWeights() returns`);
  const known = new Map(weights.map((weight) => [weight.name, weight]));
  const flat = new Float32Array(weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  const seen = new Set<string>();
  for (const [index, item] of (received as readonly unknown[]).entries()) {
    const { name, shape, data } = partsOf(item, index);
    const weight = known.get(name);
    const names = [...known.keys()];
    if (weight === undefined)
      throw refuse(`the model has no weight ${show(name)}${hint(name, names)} → its weights are ${names.join(", ")}`);
    if (seen.has(name)) throw refuse(`the weight "${name}" was given twice → each must be there once`);
    seen.add(name);
    checkShape(weight, shape, data);
    flat.set(data, weight.offset);
  }
  const missing = weights.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw refuse(`${missing.join(", ")} missing → every weight of the model must be given`);
  return flat;
}

function partsOf(item: unknown, index: number): { name: string; shape: unknown; data: Float32Array } {
  const weight: Partial<Record<keyof NamedWeight, unknown>> = item !== null && typeof item === "object" ? item : {};
  if (typeof weight.name !== "string") throw refuse(`entry ${index} is ${show(item)} → expected { name, shape, data }`);
  const data = floatsOf(weight.data);
  if (data === undefined) {
    throw refuse(`the data of "${weight.name}" is ${show(weight.data)} → it must be a Float32Array`);
  }
  return { name: weight.name, shape: weight.shape, data };
}

function checkShape({ name, shape: expected }: WeightDescription, shape: unknown, data: Float32Array): void {
  if (shape !== undefined && (!Array.isArray(shape) || shape.join() !== expected.join())) {
    throw new FashionWasmError(
      "SHAPE_MISMATCH",
      `setWeights: "${name}" has the shape ${show(shape)} → the model's has ${show(expected)}`,
    );
  }
  if (data.length !== sizeOf(expected)) {
    throw new FashionWasmError(
      "SHAPE_MISMATCH",
      `setWeights: "${name}" has ${data.length} values → its shape ${show(expected)} has ${sizeOf(expected)}`,
    );
  }
}

function refuse(message: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `setWeights: ${message}`);
}
