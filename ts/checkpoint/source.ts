/**
 * Where a file of weights comes from: a path, a URL, or bytes that are there already.
 */
import { locate } from "#platform/files";
import { openFile } from "#platform/open-file";
import { changeCheck, snapshot } from "../data/snapshot.js";
import { FashionWasmError } from "../errors.js";
import { bytesOf, isAddress } from "../options/kinds.js";
import { show } from "../options/show.js";
import { type ByteFile, bytesFile } from "../platform/byte-file.js";
import type { HostUrl } from "../platform/host-types.js";

/** A path (Node), a URL, or bytes. */
export type FileSource = string | HostUrl | Uint8Array | ArrayBuffer | SharedArrayBuffer;

/**
 * Opens a `.safetensors` file. Bytes are copied at once, or, where a copy is too large, watched.
 *
 * @param where opens the error messages; `advice` ends the one for a file that cannot be read.
 * @param own bytes are a copy already, which nobody else has.
 * @throws FashionWasmError INVALID_ARGUMENT for what is no source; IO or DOWNLOAD_FAILED when it cannot be read.
 */
export async function openSource(where: string, source: unknown, advice: string, own = false): Promise<ByteFile> {
  const checked = checkSource(where, source);
  if (!isAddress(checked)) return own ? bytesFile(checked) : heldFile(where, checked);
  const failed = (cause: unknown) => {
    if (!(cause instanceof FashionWasmError)) throw cause;
    const end = cause.message.includes("→") ? "" : ` → ${advice}`; // some say themselves what to do
    throw new FashionWasmError(cause.code, `${where}: ${cause.message}${end}`, { cause });
  };
  const file = await openFile(checked).catch(failed);
  return {
    ...file,
    read: (begin, end) => file.read(begin, end).catch(failed),
    check: () => file.check().catch(failed),
  };
}

function heldFile(where: string, bytes: Uint8Array): ByteFile {
  const held = snapshot(bytes);
  if (held !== bytes) return bytesFile(held);
  const check = changeCheck(held);
  return bytesFile(held, () => check(where));
}

/** Checks that `source` is a place to read from, or bytes; INVALID_ARGUMENT for anything else. */
export function checkSource(where: string, source: unknown): string | HostUrl | Uint8Array {
  const bytes = bytesOf(source);
  if (bytes !== undefined) return bytes;
  if (isAddress(source) && String(source).trim() !== "") {
    locate(source, where);
    return source;
  }
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: the source is ${show(source)} → it must be one path or URL, or the bytes, of a .safetensors file`,
  );
}
