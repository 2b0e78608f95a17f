/**
 * CRC-32 as gzip uses it (RFC 1952, section 8; reflected polynomial 0xedb88320), eight bytes a step.
 *
 * gzip.ts feeds it the inflated bytes piece by piece. Written here because neither host offers a checksum that
 * can be continued on every supported version, and pako keeps its own to itself.
 */

let tables: readonly Int32Array[] | undefined;

/** tables[k][b]: the checksum of byte `b` followed by `k` zero bytes ("slicing by 8"). */
function makeTables(): readonly Int32Array[] {
  const result = Array.from({ length: 8 }, () => new Int32Array(256));
  const first = result[0] as Int32Array;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    first[byte] = crc;
  }
  for (let k = 1; k < 8; k++) {
    const table = result[k] as Int32Array;
    const previous = result[k - 1] as Int32Array;
    for (let byte = 0; byte < 256; byte++) {
      const crc = previous[byte] as number;
      table[byte] = (first[crc & 255] as number) ^ (crc >>> 8);
    }
  }
  return result;
}

/** The CRC-32 of `bytes`, unsigned; `previous` is the checksum of everything before them (default: nothing, 0). */
export function crc32(bytes: Uint8Array, previous = 0): number {
  tables ??= makeTables();
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  // Every index below lies inside its array: `as number` only tells the compiler so.
  const at = (i: number) => bytes[i] as number;
  let crc = ~previous;
  let i = 0;
  for (; i + 8 <= bytes.length; i += 8) {
    crc ^= at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    crc =
      (t7[crc & 255] as number) ^
      (t6[(crc >>> 8) & 255] as number) ^
      (t5[(crc >>> 16) & 255] as number) ^
      (t4[crc >>> 24] as number) ^
      (t3[at(i + 4)] as number) ^
      (t2[at(i + 5)] as number) ^
      (t1[at(i + 6)] as number) ^
      (t0[at(i + 7)] as number);
  }
  for (; i < bytes.length; i++) crc = (t0[(crc ^ at(i)) & 255] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
