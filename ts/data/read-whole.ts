/**
 * All bytes of a source that is no stream: a path or URL, bytes, a Blob.
 */
import { readBytes } from "#platform/files";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isBlob } from "../options/kinds.js";
import { tooLarge } from "../platform/chunks.js";
import type { ReadOptions } from "../platform/fetch.js";
import type { HostBlob, HostUrl } from "../platform/host-types.js";
import { nameOf } from "./source-name.js";

/** What the host reads by its own ways. */
export type WholeSource = string | HostUrl | Uint8Array | ArrayBuffer | SharedArrayBuffer | HostBlob;

/** Whether it is one, and no stream. */
export function isWhole(source: unknown): source is WholeSource {
  return isAddress(source) || isBlob(source) || bytesOf(source) !== undefined;
}

/** Errors: those of `readBytes`; `limitCode` for what is longer than `maxBytes`. */
export async function readWhole(
  source: WholeSource,
  options: ReadOptions & { readonly where: string },
  limitCode: ErrorCode,
): Promise<Uint8Array> {
  const { maxBytes = Number.POSITIVE_INFINITY, signal } = options;
  try {
    if (sizeOf(source) > maxBytes) throw tooLarge(nameOf(source, "the data"), maxBytes);
    const bytes = await readBytes(source, options);
    signal?.throwIfAborted();
    return bytes;
  } catch (error) {
    throw tooLargeAs(limitCode, error);
  }
}

/** The error itself; for too many bytes one of the format that is read. */
export function tooLargeAs(limitCode: ErrorCode, error: unknown): unknown {
  if (!(error instanceof FashionWasmError) || error.code !== "IDX_TOO_LARGE") return error;
  return new FashionWasmError(limitCode, `${error.message} (option maxBytes)`);
}

/** In bytes, as far as it is known beforehand. */
function sizeOf(source: WholeSource): number {
  return isBlob(source) ? source.size : (bytesOf(source)?.byteLength ?? 0);
}
