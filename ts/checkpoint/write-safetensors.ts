/**
 * Writes .safetensors as the format's own library does: metadata first, sorted; large values before small ones, so that
 * each begins at a multiple of its size; the header filled up with spaces to a multiple of 8 bytes.
 *
 * The same tensors and metadata give the same bytes. safetensors.ts reads.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
import { TextEncoder } from "#platform/web-globals";
import { sizeOf } from "../inputs/pixels.js";
import type { ByteArray } from "../platform/array-types.js";
import { PIECE_BYTES } from "./pieces.js";

/** One tensor: row-major, little-endian. */
export interface TensorToWrite {
  readonly name: string;
  readonly dtype: keyof typeof SIZES;
  readonly shape: readonly number[];
  /** The bytes of `count` values, from value `start` on; asked for in their order. */
  read(start: number, count: number): Promise<Uint8Array> | Uint8Array;
}

/** A file to be written, in pieces: it is nowhere as a whole. */
export interface FileToWrite {
  /** In bytes. */
  readonly size: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

const SIZES = { F32: 4, F16: 2, I8: 1 } as const;
const ALIGNMENT = 8;

/** Returns a file; its pieces can be taken once. */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): FileToWrite {
  const sorted = [...tensors].sort((a, b) => SIZES[b.dtype] - SIZES[a.dtype] || compare(a.name, b.name));
  let end = 0;
  const entries = sorted.map(({ name, dtype, shape }) => {
    const begin = end;
    end += sizeOf(shape) * SIZES[dtype];
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const meta = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => compare(a, b)));
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries([["__metadata__", meta], ...entries])));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(8 + length).fill(" ".charCodeAt(0));
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return { size: header.length + end, pieces: piecesOf(header, sorted) };
}

async function* piecesOf(header: Uint8Array, tensors: readonly TensorToWrite[]): AsyncGenerator<Uint8Array> {
  yield header;
  for (const { dtype, shape, read } of tensors) {
    const values = sizeOf(shape);
    const step = PIECE_BYTES / SIZES[dtype];
    for (let start = 0; start < values; start += step) yield await read(start, Math.min(step, values - start));
  }
}

/** All of a file. */
export async function bytesToWrite({ size, pieces }: FileToWrite): Promise<ByteArray> {
  const whole = new Uint8Array(size);
  let end = 0;
  for await (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

/** Not by the user's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
