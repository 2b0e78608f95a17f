/**
 * The tensors of a checkpoint file, found by their names and compared with the file's own spec.
 *
 * Nothing may be missing, of another shape or left over. They are views on the file: who only predicts does not ask for the
 * optimizer's, and never reads them. What was found goes to the engine by pieces.ts.
 */
import type { OptimizerState, WeightDescription } from "../engine/protocol.js";
import { show } from "../options/show.js";
import type { Checkpoint } from "./checkpoint.js";
import { invalidFile } from "./invalid-file.js";
import type { Tensor } from "./safetensors.js";

/** The file's name for a slot's part of a weight. */
export const slotName = (slot: string, weight: string) => `optimizer.${slot}.${weight}`;

/** The file's name for the scales of a kernel of bytes. */
export const scalesName = (weight: string) => `${weight}.scale`;

const KERNEL_DTYPES = ["F32", "F16", "I8"];

/** A weight in the file: its name, number and values, and those of its channels' scales, if it has such. */
export interface StoredWeight {
  readonly name: string;
  readonly number: number;
  readonly tensor: Tensor;
  readonly scales: Tensor | null;
}

/**
 * Finds every weight in the file; there may be nothing else but the optimizer's state, which nobody has looked at then.
 */
export function storedWeights(
  where: string,
  { tensors }: Checkpoint,
  weights: readonly Pick<WeightDescription, "name" | "shape">[],
): StoredWeight[] {
  const untaken = new Set([...tensors.keys()].filter((name) => !name.startsWith("optimizer.")));
  const stored = weights.map(({ name, shape }, number) => {
    untaken.delete(name);
    const tensor = tensorOf(where, tensors, name, shape, shape.length > 1 ? KERNEL_DTYPES : ["F32"]);
    if (tensor.dtype !== "I8") return { name, number, tensor, scales: null };
    untaken.delete(scalesName(name));
    return { name, number, tensor, scales: tensorOf(where, tensors, scalesName(name), shape.slice(-1), ["F32"]) };
  });
  refuseStray(where, untaken);
  return stored;
}

/** One weight's part of a slot. */
export interface StoredSlot {
  readonly name: string;
  readonly slot: string;
  /** The weight's number. */
  readonly number: number;
  readonly tensor: Tensor;
}

/** Finds the optimizer's slots: all of them, or none when the file was saved without, and then no steps either. */
export function storedSlots(
  where: string,
  { tensors, step }: Checkpoint,
  weights: readonly WeightDescription[],
  { slots }: OptimizerState,
): StoredSlot[] {
  const untaken = new Set([...tensors.keys()].filter((name) => name.startsWith("optimizer.")));
  // A layer may be called optimizer, too.
  for (const { name } of weights) for (const own of [name, scalesName(name)]) untaken.delete(own);
  if (untaken.size === 0 && step === 0) return [];
  const stored = weights.flatMap(({ name, shape, trainable }, number) =>
    (trainable ? slots : []).map((slot) => {
      const inFile = slotName(slot, name);
      untaken.delete(inFile);
      return { name: inFile, slot, number, tensor: tensorOf(where, tensors, inFile, shape, ["F32"]) };
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

function refuseStray(where: string, untaken: ReadonlySet<string>): void {
  for (const name of untaken) {
    throw invalidFile(
      where,
      `the tensor ${show(name)} belongs to no layer of the file's spec`,
      "it may hold its model only",
    );
  }
}
