/**
 * From a file to the engine: a piece is read, sent and taken before the next is read.
 *
 * So a file is in memory once, as the model that it is, beside a piece of it, and whatever its size.
 */
import type { EngineCalls, EngineOf } from "../engine/protocol.js";
import { sizeOf } from "../inputs/pixels.js";
import { warn } from "../options/warn.js";
import type { ByteFile } from "../platform/byte-file.js";
import type { Tensor } from "./safetensors.js";
import type { StoredSlot, StoredWeight } from "./stored.js";

/** What is read, or sent, at a time: a multiple of every value's size. */
export const PIECE_BYTES = 2 ** 20;

/** Reads a tensor; `take` gets its pieces in order, each with the place of its first byte, and has done with it when it resolves. */
export async function readPieces(
  file: ByteFile,
  { begin, end }: Pick<Tensor, "begin" | "end">,
  take: (bytes: Uint8Array, at: number) => Promise<void> | void,
): Promise<void> {
  for (let at = begin; at < end; at += PIECE_BYTES) {
    await take(await file.read(at, Math.min(at + PIECE_BYTES, end)), at - begin);
  }
}

/** Gives the weights of a file to the engine, in their order; `unsound` gets the names of those with values that are not. */
export async function restoreWeights(
  engine: EngineOf<Pick<EngineCalls, "restoreWeight">>,
  file: ByteFile,
  stored: readonly StoredWeight[],
  unsound: Set<string>,
): Promise<void> {
  for (const { name, number, tensor, scales } of stored) {
    // A copy: what is read next may take its place.
    const ofChannels = scales === null ? new Uint8Array() : new Uint8Array(await file.read(scales.begin, scales.end));
    const size = (tensor.end - tensor.begin) / sizeOf(tensor.shape);
    await readPieces(file, tensor, async (bytes, at) => {
      const sound = await engine.call("restoreWeight", number, at / size, tensor.dtype, ofChannels, bytes);
      if (!sound) unsound.add(name);
    });
  }
}

/** Gives the optimizer's state to the engine. */
export async function restoreSlots(
  engine: EngineOf<Pick<EngineCalls, "restoreSlot">>,
  file: ByteFile,
  stored: readonly StoredSlot[],
  unsound: Set<string>,
): Promise<void> {
  for (const { name, slot, number, tensor } of stored) {
    await readPieces(file, tensor, async (bytes, at) => {
      if (!(await engine.call("restoreSlot", slot, number, at / 4, bytes))) unsound.add(name);
    });
  }
}

/** Says on the console that a file, which is taken as it is, holds a model that diverged. */
export function warnOfUnsound(where: string, unsound: ReadonlySet<string>): void {
  if (unsound.size === 0) return;
  const [first] = unsound;
  const others = unsound.size > 1 ? ` (and ${unsound.size - 1} more)` : "";
  const values = `the file's "${first}"${others} has values that are NaN or infinite, or a variance below 0`;
  // The optimizer's state comes last: where it is the first, the weights are sound.
  const effect = first?.startsWith("optimizer.")
    ? "further training will fail; compile() begins anew"
    : "outputs will be NaN";
  warn(where, `${values} → ${effect}: training had diverged, or the file is damaged`);
}
