/**
 * From a model in its engine to a checkpoint file, piece by piece; checkpoint.ts says what is in it.
 */
import type { Engine, ModelDescription, WeightFormat } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { FORMAT_VERSIONS } from "./checkpoint.js";
import { type CheckpointRecord, encodeRecord } from "./record.js";
import { scalesName, slotName } from "./stored.js";
import { type FileToWrite, type TensorToWrite, writeSafetensors } from "./write-safetensors.js";

/** What is kept, and how. */
export interface Kept {
  readonly optimizer: boolean;
  /** Whether the weights are their averages for now, and the averages the weights: they are kept as if training ended so. */
  readonly averaged?: boolean;
  readonly weights: WeightFormat;
}

const KERNEL_DTYPES = { f32: "F32", f16: "F16", int8: "I8" } as const;
const NOTHING = new Uint8Array();

/**
 * Returns the file. The model must stay as it is until the last piece was taken.
 *
 * Errors, also while pieces are taken: INVALID_ARGUMENT for values that a small format cannot hold.
 */
export async function checkpointFile(
  where: string,
  engine: Engine,
  { spec, numerics, weights }: ModelDescription,
  { optimizer, averaged = false, weights: format }: Kept,
  record: CheckpointRecord,
): Promise<FileToWrite> {
  const { compile, step, slots } = await engine.call("optimizerState");
  const refused = (cause: unknown): never => {
    if (!(cause instanceof FashionWasmError && cause.code === "INVALID_ARGUMENT")) throw cause;
    throw new FashionWasmError(cause.code, `${where}: ${cause.message}`, { cause });
  };
  const tensors = weights.flatMap(({ name, shape, trainable }, number): TensorToWrite[] => {
    const dtype = shape.length > 1 ? KERNEL_DTYPES[format] : "F32";
    let ofChannels: Uint8Array = NOTHING;
    const weight: TensorToWrite = {
      name,
      dtype,
      shape,
      read: (start, count) => engine.call("storeWeight", number, format, ofChannels, start, count).catch(refused),
    };
    const scales: TensorToWrite = {
      name: scalesName(name),
      dtype: "F32",
      shape: shape.slice(-1),
      read: async (start, count) => {
        // Before the bytes, which are narrower and so stand behind.
        if (start === 0) ofChannels = await engine.call("storeScales", number).catch(refused);
        return ofChannels.subarray(4 * start, 4 * (start + count));
      },
    };
    const kept = optimizer && trainable ? slots : [];
    const states = kept.map(
      (slot): TensorToWrite => ({
        name: slotName(slot, name),
        dtype: "F32",
        shape,
        read: (start, count) =>
          averaged && slot === "average"
            ? engine.call("storeWeight", number, "f32", NOTHING, start, count)
            : engine.call("storeSlot", slot, number, start, count),
      }),
    );
    return [weight, ...(dtype === "I8" ? [scales] : []), ...states];
  });
  return writeSafetensors(tensors, {
    formatVersion: FORMAT_VERSIONS[format === "f32" ? 0 : 1],
    numerics: String(numerics),
    spec: JSON.stringify(spec),
    compile: JSON.stringify(compile),
    step: String(optimizer ? step : 0),
    extra: encodeRecord(record),
  });
}
