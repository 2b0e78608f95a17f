/**
 * The values of a file's tensor as the engine takes them, 32-bit floats, whatever kind of float they were written as.
 *
 * Views on a file begin at any byte, so values are read one by one and not through a typed array.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { Tensor } from "./safetensors.js";

/** The dtypes that are read: bytes of a value, and how to read the one at a byte. */
const FLOATS: readonly (readonly [dtype: string, size: number, read: (view: DataView, at: number) => number])[] = [
  ["F32", 4, (view, at) => view.getFloat32(at, true)],
  ["F16", 2, (view, at) => shortFloat(view.getUint16(at, true), 5)],
  ["BF16", 2, (view, at) => shortFloat(view.getUint16(at, true), 8)],
  ["F64", 8, (view, at) => view.getFloat64(at, true)],
];

/**
 * Returns the values of a tensor of dtype F32, F16, BF16 (exact, NaN and infinities too) or F64 (rounded to nearest).
 *
 * @param where opens the error message, which names the tensor by `name`.
 * @throws FashionWasmError CHECKPOINT_MISMATCH for another dtype.
 */
export function floatsOf(where: string, name: string, { dtype, bytes }: Tensor): Float32Array {
  const [, size, read] = FLOATS.find(([word]) => word === dtype) ?? [];
  if (size === undefined || read === undefined) {
    const known = FLOATS.map(([word]) => word).join(", ");
    throw new FashionWasmError(
      "CHECKPOINT_MISMATCH",
      `${where}: the tensor ${show(name)} is of dtype ${dtype} → weights are read from ${known}; save it as one of them`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length / size);
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * size);
  return values;
}

/** A float of 16 bits: its sign, `exponentBits`, and what is left for the fraction. */
function shortFloat(bits: number, exponentBits: number): number {
  const one = 2 ** (15 - exponentBits);
  const infinite = 2 ** exponentBits - 1;
  const exponent = (bits & 0x7fff) >> (15 - exponentBits);
  const fraction = bits & (one - 1);
  const sign = bits >> 15 === 0 ? 1 : -1;
  if (exponent === infinite) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const scale = 2 ** (Math.max(exponent, 1) - (infinite >> 1));
  return sign * scale * ((exponent === 0 ? 0 : 1) + fraction / one);
}
