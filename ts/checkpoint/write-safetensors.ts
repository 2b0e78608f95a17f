/**
 * Writes .safetensors as the format's own library does: metadata first, sorted; large values before small ones, so that
 * each begins at a multiple of its size; the header filled up with spaces to a multiple of 8 bytes.
 *
 * The same tensors and metadata give the same bytes. safetensors.ts reads.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
import type { ByteArray } from "../platform/array-types.js";

/** One tensor: row-major, little-endian. */
export interface TensorToWrite {
  readonly name: string;
  readonly dtype: "F32" | "F16" | "I8";
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

const SIZES = { F32: 4, F16: 2, I8: 1 } as const;
const ALIGNMENT = 8;

/** Returns the bytes of a file. */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): ByteArray {
  const sorted = [...tensors].sort((a, b) => SIZES[b.dtype] - SIZES[a.dtype] || compare(a.name, b.name));
  let end = 0;
  const entries = sorted.map(({ name, dtype, shape, bytes }) => {
    const begin = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const meta = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => compare(a, b)));
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries([["__metadata__", meta], ...entries])));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  file.fill(" ".charCodeAt(0), 8 + text.length, 8 + length);
  let at = 8 + length;
  for (const { bytes } of sorted) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** Not by the user's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
