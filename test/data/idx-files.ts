/**
 * Builds IDX and gzip files for the tests of the readers, good ones and broken ones, byte by byte.
 */
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

/** An IDX file: `head` is [type, rank] as in a good one unless given; `data` follows as it is. */
export function idx(
  shape: readonly number[],
  data: Uint8Array,
  { type = 8, rank = shape.length, magic = [0, 0] } = {},
): Uint8Array {
  const header = new Uint8Array(4 + 4 * shape.length);
  header.set([...magic, type, rank]);
  const view = new DataView(header.buffer);
  shape.forEach((size, axis) => {
    view.setUint32(4 + 4 * axis, size);
  });
  return concat(header, data);
}

/** `count` bytes that do not compress well and are below `limit`: a counter stirred a little. */
export function noise(count: number, limit = 256): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 24) % limit);
}

/** A small good image file: 5 images of 4 × 3. */
export const smallImages = idx([5, 4, 3], noise(60));

/** A small good label file: 40 labels 0 … 9. */
export const smallLabels = idx([40], noise(40, 10));

/** One gzip member as `gzip -n` writes it. */
export function gz(data: Uint8Array, level = 9): Uint8Array {
  return new Uint8Array(gzipSync(data, { level }));
}

/** Optional fields and wrong values for {@link gzipMember}. */
export interface Member {
  readonly flags?: number;
  readonly fields?: Uint8Array;
  readonly method?: number;
  readonly body?: Uint8Array;
  readonly crc?: number;
  readonly length?: number;
}

/** A gzip member of which every part can be replaced. */
export function gzipMember(data: Uint8Array, member: Member = {}): Uint8Array {
  const { flags = 0, fields = new Uint8Array(), method = 8, body = new Uint8Array(deflateRawSync(data)) } = member;
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, member.crc ?? crc32(data), true);
  trailer.setUint32(4, member.length ?? data.length, true);
  const header = Uint8Array.of(0x1f, 0x8b, method, flags, 0, 0, 0, 0, 0, 255);
  return concat(header, fields, body, new Uint8Array(trailer.buffer));
}

/** Bytes one after another. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** The bytes of an ASCII text. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Whether two arrays of pixels are the same; expect's own comparison takes seconds for large ones. */
export function sameBytes(a: Uint8Array | Float32Array, b: Uint8Array | Float32Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));
}
