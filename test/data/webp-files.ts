/**
 * WebP files whose headers and tables are chosen, by the format's specification; good ones.
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

/**
 * A lossless image in which each block of 4 × 4 pixels has codes of its own, and each green code a table of 2,048 entries:
 * `side` × `side` blocks; red, blue and alpha are 0, 0 and 255. Also gives the green tones.
 */
export function tables(side: number): { file: Uint8Array; greens: number[] } {
  const bits = new Bits();
  bits.put(0x2f, 8);
  bits.put(4 * side - 1, 14);
  bits.put(4 * side - 1, 14);
  bits.put(0, 4); // no alpha, version 0
  bits.put(0, 1); // no transform
  bits.put(1, 1);
  bits.put(11, 4); // a cache of 2,048 colours, which has codes, too
  bits.put(1, 1); // groups of codes …
  bits.put(0, 3); // … for blocks of 4 × 4, by an image of their numbers:
  bits.put(0, 1);
  evenCode(bits, 8, 256);
  evenCode(bits, 8, 256);
  for (const symbol of [0, 0, 0]) oneSymbol(bits, symbol);
  for (let group = 0; group < side * side; group++) {
    bits.code(group & 255, 8); // green
    bits.code(group >> 8, 8); // red
  }
  for (let group = 0; group < side * side; group++) {
    evenCode(bits, 11, 2048);
    for (const symbol of [0, 0, 255, 0]) oneSymbol(bits, symbol);
  }
  const greens = Array.from({ length: 16 * side * side }, (_, i) => (i * 7) & 255);
  for (const green of greens) bits.code(green, 11);
  return { file: riff(["VP8L", bits.bytes()]), greens };
}

/** A code in which the first `count` symbols have `length` bits each. */
function evenCode(bits: Bits, length: number, count: number): void {
  const order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
  const used = order.indexOf(length) + 1;
  bits.put(0, 1); // not a simple code
  bits.put(used - 4, 4);
  for (let i = 0; i < used; i++) bits.put(i === used - 1 ? 1 : 0, 3); // all lengths are this one: no bit is spent on them
  bits.put(1, 1);
  bits.put(5, 3); // in 12 bits:
  bits.put(count - 2, 12);
}

function oneSymbol(bits: Bits, symbol: number): void {
  bits.put(0b101, 3); // a simple code of one symbol of eight bits
  bits.put(symbol, 8);
}

class Bits {
  readonly #bits: number[] = [];

  /** The lowest first. */
  put(value: number, length: number): void {
    for (let i = 0; i < length; i++) this.#bits.push((value >> i) & 1);
  }

  /** The highest first. */
  code(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) this.#bits.push((value >> i) & 1);
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, i) => {
      bytes[i >> 3] = (bytes[i >> 3] as number) | (bit << (i & 7));
    });
    return bytes;
  }
}

function little(value: number): Uint8Array {
  return Uint8Array.of(value, value >> 8, value >> 16, value >> 24);
}
