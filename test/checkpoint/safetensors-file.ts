/** Writes .safetensors files for tests: sound ones from tensors, and any others from a header as it is. */

/** A tensor to be written; without `dtype` its values are written as F32. */
export interface TensorToWrite {
  readonly dtype?: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

/** A file with these tensors, one after the other. */
export function safetensorsFile(tensors: Readonly<Record<string, TensorToWrite>>, metadata?: object): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { dtype = "F32", shape, data }]) => {
    const begin = end;
    end += data.byteLength;
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const all = metadata === undefined ? entries : [["__metadata__", metadata] as const, ...entries];
  return fileWith(JSON.stringify(Object.fromEntries(all)), Buffer.concat(parts));
}

/** A file with any header and any data; `length` is what it says of the header's length. */
export function fileWith(
  header: string | Uint8Array,
  data: Uint8Array = Buffer.alloc(0),
  length = BigInt(Buffer.from(header as string).length),
): Buffer {
  const first = Buffer.alloc(8);
  first.writeBigUInt64LE(length);
  return Buffer.concat([first, Buffer.from(header as string), data]);
}

/** The header of a file, as far as tests change it. */
export interface Header {
  __metadata__: Record<string, string>;
  [tensor: string]: { dtype: string; shape: number[]; data_offsets: number[] } | Record<string, string>;
}

/** The same file with a header that `change` has been at. */
export function withHeader(file: Uint8Array, change: (header: Header) => void): Buffer {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Header;
  change(header);
  return fileWith(JSON.stringify(header), file.subarray(8 + length));
}

/** The same file with floats written over the first values of a tensor. */
export function withFloats(file: Uint8Array, tensor: string, ...values: number[]): Uint8Array {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Header;
  const [begin = 0] = (header[tensor] as { data_offsets: number[] }).data_offsets;
  const changed = Uint8Array.from(file);
  const view = new DataView(changed.buffer, 8 + length + begin);
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return changed;
}
