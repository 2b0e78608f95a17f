/**
 * A reader of .safetensors files for tests: 8 bytes header length, JSON header, tensors as raw little-endian bytes.
 *
 * It trusts its file. The package's own reader, which does not: ts/checkpoint/safetensors.ts.
 */

/** One tensor as it stands in the file. */
export interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A whole file. */
export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [start: number, end: number];
}

/** Reads a file; the tensors' bytes are copies. */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  const data = 8 + length;
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, data))) as Record<string, unknown>;
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(entries as Record<string, HeaderEntry>)) {
    const [start, end] = entry.data_offsets;
    // Not file.slice(): of a Buffer that is a view.
    const bytes = new Uint8Array(file.subarray(data + start, data + end));
    tensors.set(name, { dtype: entry.dtype, shape: entry.shape, bytes });
  }
  return { metadata: metadata as Record<string, string>, tensors };
}

/** The values of an F32 tensor. */
export function floats({ dtype, bytes }: Tensor): Float32Array {
  if (dtype !== "F32") throw new TypeError(`the tensor is ${dtype}, not F32`);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}
