/**
 * Where a file of weights comes from: a path, a URL, or bytes that are there already.
 */
import { readBytes } from "#platform/files";
import { snapshot } from "../data/snapshot.js";
import { FashionWasmError } from "../errors.js";
import { byteArrayOf, isAddress } from "../options/kinds.js";
import { show } from "../options/show.js";

/**
 * Returns the bytes of a `.safetensors` file.
 *
 * @param where opens the error messages; `advice` ends the one for a file that cannot be read.
 * @throws FashionWasmError INVALID_ARGUMENT for what is no source; IO or DOWNLOAD_FAILED when it cannot be read.
 */
export async function fileOf(where: string, source: unknown, advice: string): Promise<Uint8Array> {
  const checked = checkSource(where, source);
  if (!isAddress(checked)) return snapshot(checked);
  return readBytes(checked).catch((cause: unknown) => {
    if (!(cause instanceof FashionWasmError)) throw cause;
    throw new FashionWasmError(cause.code, `${where}: ${cause.message} → ${advice}`, { cause });
  });
}

/** Checks that `source` is a place to read from, or bytes; INVALID_ARGUMENT for anything else. */
export function checkSource(where: string, source: unknown): string | URL | Uint8Array {
  const checked = byteArrayOf(source) ?? source;
  if (checked instanceof Uint8Array || (isAddress(checked) && String(checked).trim() !== "")) return checked;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: the source is ${show(source)} → it must be one path or URL, or the bytes, of a .safetensors file`,
  );
}
