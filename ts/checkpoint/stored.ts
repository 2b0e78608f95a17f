/**
 * The tensors of a checkpoint file, found by their names and compared with the file's own spec.
 *
 * Nothing may be missing, of another shape or left over. They are views on the file: who only predicts does not ask for the
 * optimizer's, and never reads them.
 */
import type { EngineCalls, EngineOf, OptimizerState, StoredWeight, WeightDescription } from "../engine/protocol.js";
import { show } from "../options/show.js";
import type { Checkpoint } from "./checkpoint.js";
import { invalidFile } from "./invalid-file.js";
import type { Tensor } from "./safetensors.js";

/** The file's name for a slot's part of a weight. */
export const slotName = (slot: string, weight: string) => `optimizer.${slot}.${weight}`;

/** The file's name for the scales of a kernel of bytes. */
export const scalesName = (weight: string) => `${weight}.scale`;

const KERNEL_DTYPES = ["F32", "F16", "I8"];
const NOTHING = new Uint8Array();

/**
 * Finds every weight in the file; there may be nothing else but the optimizer's state, which nobody has looked at then.
 */
export function storedWeights(
  where: string,
  { tensors }: Checkpoint,
  weights: readonly Pick<WeightDescription, "name" | "shape">[],
): StoredWeight[] {
  const untaken = new Set([...tensors.keys()].filter((name) => !name.startsWith("optimizer.")));
  const stored = weights.map(({ name, shape }) => {
    untaken.delete(name);
    const { dtype, bytes } = tensorOf(where, tensors, name, shape, shape.length > 1 ? KERNEL_DTYPES : ["F32"]);
    if (dtype !== "I8") return { dtype, bytes, scales: NOTHING };
    untaken.delete(scalesName(name));
    return { dtype, bytes, scales: floatBytes(where, tensors, scalesName(name), shape.slice(-1)) };
  });
  refuseStray(where, untaken);
  return stored;
}

/** Gives the weights of a file to the engine. */
export async function restoreWeights(
  engine: EngineOf<Pick<EngineCalls, "restoreWeight">>,
  stored: readonly StoredWeight[],
): Promise<void> {
  await Promise.all(
    stored.map(({ dtype, bytes, scales }, number) => engine.call("restoreWeight", number, dtype, bytes, scales)),
  );
}

/** One weight's part of a slot. */
export interface StoredSlot {
  readonly slot: string;
  /** The weight's number. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Finds the optimizer's slots: all of them, or none when the file was saved without. */
export function storedSlots(
  where: string,
  { tensors }: Checkpoint,
  weights: readonly WeightDescription[],
  { slots }: OptimizerState,
): StoredSlot[] {
  const untaken = new Set([...tensors.keys()].filter((name) => name.startsWith("optimizer.")));
  // A layer may be called optimizer, too.
  for (const { name } of weights) for (const own of [name, scalesName(name)]) untaken.delete(own);
  if (untaken.size === 0) return [];
  const stored = weights.flatMap(({ name, shape, trainable }, number) =>
    (trainable ? slots : []).map((slot) => {
      untaken.delete(slotName(slot, name));
      return { slot, number, bytes: floatBytes(where, tensors, slotName(slot, name), shape) };
    }),
  );
  refuseStray(where, untaken);
  return stored;
}

function tensorOf(
  where: string,
  tensors: Checkpoint["tensors"],
  name: string,
  shape: readonly number[],
  dtypes: readonly string[],
): Tensor {
  const tensor = tensors.get(name);
  if (tensor !== undefined && tensor.shape.join() === shape.join() && dtypes.includes(tensor.dtype)) return tensor;
  const what = tensor === undefined ? "is missing" : `is ${tensor.dtype} ${show(tensor.shape)}`;
  const expected = `by the file's own spec it is ${dtypes.join(" or ")} ${show(shape)}`;
  throw invalidFile(where, `the tensor ${show(name)} ${what}`, expected);
}

function floatBytes(where: string, tensors: Checkpoint["tensors"], name: string, shape: readonly number[]): Uint8Array {
  return tensorOf(where, tensors, name, shape, ["F32"]).bytes;
}

function refuseStray(where: string, untaken: ReadonlySet<string>): void {
  for (const name of untaken) {
    throw invalidFile(
      where,
      `the tensor ${show(name)} belongs to no layer of the file's spec`,
      "it may hold its model only",
    );
  }
}
