/**
 * What error messages call a source of bytes.
 */
import type { ByteSource } from "../platform/byte-source.js";

/** Its path, URL or file name, else `otherwise`. */
export function nameOf(source: ByteSource, otherwise: string): string {
  if (typeof source === "string" || source instanceof URL) return String(source);
  return "name" in source && typeof source.name === "string" ? source.name : otherwise;
}
