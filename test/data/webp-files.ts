/**
 * WebP files whose headers are chosen, by the format's specification.
 */
import { ascii, concat } from "./idx-files.js";

/** A file of chunks. */
export function riff(...chunks: readonly (readonly [type: string, data: Uint8Array])[]): Uint8Array {
  const body = chunks.flatMap(([type, data]) => [
    ascii(type),
    little(data.length),
    data,
    new Uint8Array(data.length & 1),
  ]);
  const whole = concat(ascii("WEBP"), ...body);
  return concat(ascii("RIFF"), little(whole.length), whole);
}

/** The first bytes of a lossy frame (RFC 6386, 9.1), which say its size. */
export function lossyHeader(width: number, height: number): Uint8Array {
  return Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, width & 255, width >> 8, height & 255, height >> 8);
}

/** The header of an extended file: the size of its canvas. */
export function extendedHeader(width: number, height: number): Uint8Array {
  const sides = [width - 1, height - 1].flatMap((side) => [side & 255, (side >> 8) & 255, side >> 16]);
  return Uint8Array.of(0, 0, 0, 0, ...sides);
}

function little(value: number): Uint8Array {
  return Uint8Array.of(value, value >> 8, value >> 16, value >> 24);
}
