/**
 * How a gzip file is known. Apart from what reads it, so that whoever only asks need not bring that along.
 */

/** Whether the bytes begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
