/**
 * From a model in its engine to the bytes of a checkpoint file; checkpoint.ts says what is in it.
 */
import type { Engine, ModelDescription, WeightFormat } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import type { ByteArray } from "../platform/array-types.js";
import { FORMAT_VERSIONS } from "./checkpoint.js";
import { type CheckpointRecord, encodeRecord } from "./record.js";
import { scalesName, slotName } from "./stored.js";
import { type TensorToWrite, writeSafetensors } from "./write-safetensors.js";

/** What is kept, and how. */
export interface Kept {
  readonly optimizer: boolean;
  readonly weights: WeightFormat;
}

/** Returns the file. Errors: INVALID_ARGUMENT for values that a small format cannot hold. */
export async function saveCheckpoint(
  where: string,
  engine: Engine,
  { spec, numerics, weights }: ModelDescription,
  { optimizer, weights: format }: Kept,
  record: CheckpointRecord,
): Promise<ByteArray> {
  const { compile, step, slots } = await engine.call("optimizerState");
  const parts = weights.map(async ({ name, shape, trainable }, number): Promise<TensorToWrite[]> => {
    const kept = optimizer && trainable ? slots : [];
    const [{ dtype, bytes, scales }, ...states] = await Promise.all([
      engine.call("storeWeight", number, format).catch((cause: unknown) => {
        if (!(cause instanceof FashionWasmError && cause.code === "INVALID_ARGUMENT")) throw cause;
        throw new FashionWasmError(cause.code, `${where}: ${cause.message}`, { cause });
      }),
      ...kept.map((slot) => engine.call("storeSlot", slot, number)),
    ]);
    return [
      { name, dtype, shape, bytes },
      ...(dtype === "I8"
        ? [{ name: scalesName(name), dtype: "F32", shape: shape.slice(-1), bytes: scales } as const]
        : []),
      ...states.map(
        (state, i) => ({ name: slotName(kept[i] ?? "", name), dtype: "F32", shape, bytes: state }) as const,
      ),
    ];
  });
  return writeSafetensors((await Promise.all(parts)).flat(), {
    formatVersion: FORMAT_VERSIONS[format === "f32" ? 0 : 1],
    numerics: String(numerics),
    spec: JSON.stringify(spec),
    compile: JSON.stringify(compile),
    step: String(optimizer ? step : 0),
    extra: encodeRecord(record),
  });
}
