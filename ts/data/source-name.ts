/**
 * What error messages call a source of bytes.
 */
import { isAddress } from "../options/kinds.js";
import { shownAddress } from "../platform/address.js";
import type { ByteSource } from "../platform/byte-source.js";

/** A data: URL is all of the file: of a long name only the beginning is shown. */
const LONGEST = 300;

/** Its path, URL or file name, else `otherwise`. */
export function nameOf(source: ByteSource, otherwise: string): string {
  if (isAddress(source)) {
    const text = String(source);
    return text.length > LONGEST ? `${text.slice(0, 40)}…` : shownAddress(text);
  }
  // A caller without types may give anything; who opens it refuses it.
  if (typeof source !== "object" || source === null) return otherwise;
  return "name" in source && typeof source.name === "string" ? source.name : otherwise;
}
