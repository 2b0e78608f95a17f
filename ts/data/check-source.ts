/**
 * Refuses what is no source of bytes, by the name of its option, before anything is opened.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { ByteSource } from "../platform/byte-source.js";

/** Errors: INVALID_ARGUMENT for nothing, an empty path, an array, a number and the like. Other objects are looked at where they are opened. */
export function checkSource(where: string, name: string, source: unknown): ByteSource {
  const isText = typeof source === "string" && source.trim() !== "";
  if (isText || (typeof source === "object" && source !== null && !Array.isArray(source))) return source as ByteSource;
  const what = source === undefined && !name.endsWith("]") ? "missing" : show(source);
  const one = Array.isArray(source) ? "one file, not an array: " : "";
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: ${name} is ${what} → give ${one}a path or URL, bytes, a Blob or File, or a stream of bytes`,
  );
}
