/** Floats of a file's tensor: every kind that is read, exact where it can be, and the others refused. */
import { describe, expect, it } from "vitest";
import { floatReader } from "../../ts/checkpoint/floats.js";

/** Reads all values of a tensor. */
function floatsOf(dtype: string, bytes: Uint8Array): Float32Array {
  const { size, read } = floatReader("test", "x", { dtype });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size));
}

/** Reads 16-bit words as a dtype, from an odd place. */
function read(dtype: string, words: readonly number[]): number[] {
  const bytes = new Uint8Array(1 + 2 * words.length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint16(1 + 2 * i, word, true);
  return [...floatsOf(dtype, bytes.subarray(1))];
}

describe("values of a tensor", () => {
  it("are those of F16, from subnormals to infinity", () => {
    const words = [0, 0x8000, 1, 0x83ff, 0x0400, 0x3555, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00];
    const values = [0, -0, 2 ** -24, -1023 * 2 ** -24, 2 ** -14, 1365 / 4096, 1, -2, 65504, Infinity, -Infinity];
    expect(read("F16", words)).toEqual(values);
    expect(read("F16", [0x7c01, 0x7e00, 0xffff])).toEqual([NaN, NaN, NaN]);
  });

  it("are those of BF16, the upper half of an F32", () => {
    const bits = new Uint32Array(0x10000).map((_, word) => word * 0x10000);
    const expected = [...new Float32Array(bits.buffer)];
    expect(read("BF16", [...bits.keys()])).toEqual(expected);
  });

  it("are those of F32 and, rounded to nearest, of F64, from a place of any remainder", () => {
    const values = [1 / 3, -0, 1e-45, 3.4028234663852886e38, 1e39, Infinity, NaN, 1 + 2 ** -24];
    for (const [dtype, size] of [
      ["F32", 4],
      ["F64", 8],
    ] as const) {
      const bytes = new Uint8Array(3 + size * values.length);
      const view = new DataView(bytes.buffer);
      for (const [i, value] of values.entries()) {
        if (size === 4) view.setFloat32(3 + size * i, value, true);
        else view.setFloat64(3 + size * i, value, true);
      }
      expect(floatsOf(dtype, bytes.subarray(3))).toEqual(new Float32Array(values));
    }
  });

  it.each(["I64", "U8", "BOOL", "F8_E4M3", "C64"])("of %s are refused", (dtype) => {
    const message = `test: the tensor "x" is of dtype ${dtype} → weights are read from F32, F16, BF16, F64; save it as one of them`;
    const read = () => floatReader("test", "x", { dtype });
    expect(read).toThrow(expect.objectContaining({ code: "CHECKPOINT_MISMATCH", message }));
  });
});
