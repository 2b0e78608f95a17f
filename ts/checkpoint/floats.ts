/**
 * The values of a file's tensor as the engine takes them, 32-bit floats, whatever kind of float they were written as.
 *
 * Pieces of a file begin at any byte, so values are read one by one and not through a typed array.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { Tensor } from "./safetensors.js";

/** How values of a dtype are read. */
export interface FloatReader {
  /** Bytes of a value. */
  readonly size: number;
  /** The value at a byte. */
  read(view: DataView, at: number): number;
}

const FLOATS: ReadonlyMap<string, FloatReader> = new Map([
  ["F32", { size: 4, read: (view, at) => view.getFloat32(at, true) }],
  ["F16", { size: 2, read: (view, at) => shortFloat(view.getUint16(at, true), 5) }],
  ["BF16", { size: 2, read: (view, at) => shortFloat(view.getUint16(at, true), 8) }],
  ["F64", { size: 8, read: (view, at) => view.getFloat64(at, true) }],
]);

/**
 * Returns what reads the values of a tensor of dtype F32, F16, BF16 (exact, NaN and infinities too) or F64, which a
 * Float32Array rounds to nearest.
 *
 * @param where opens the error message, which names the tensor by `name`.
 * @throws FashionWasmError CHECKPOINT_MISMATCH for another dtype.
 */
export function floatReader(where: string, name: string, { dtype }: Pick<Tensor, "dtype">): FloatReader {
  const reader = FLOATS.get(dtype);
  if (reader !== undefined) return reader;
  const known = [...FLOATS.keys()].join(", ");
  throw new FashionWasmError(
    "CHECKPOINT_MISMATCH",
    `${where}: the tensor ${show(name)} is of dtype ${dtype} → weights are read from ${known}; save it as one of them`,
  );
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
