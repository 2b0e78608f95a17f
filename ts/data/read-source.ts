/**
 * All bytes of any source, for readers that look at a file as a whole.
 */
import { openBytes } from "#platform/open-bytes";
import type { ErrorCode } from "../errors.js";
import type { ByteSource } from "../platform/byte-source.js";
import { joined } from "../platform/chunks.js";
import type { ReadOptions } from "../platform/fetch.js";
import { isWhole, readWhole, tooLargeAs } from "./read-whole.js";
import { nameOf } from "./source-name.js";

/**
 * Files, URLs and Blobs are read by the host's own ways, streams piece by piece.
 *
 * Errors: those of `readBytes` and `openBytes`; `limitCode` for what is longer than `maxBytes`.
 */
export async function readSource(
  source: ByteSource,
  options: ReadOptions & { readonly where: string },
  limitCode: ErrorCode = "IDX_TOO_LARGE",
): Promise<Uint8Array> {
  if (isWhole(source)) return readWhole(source, options, limitCode);
  const { maxBytes = Number.POSITIVE_INFINITY, signal } = options;
  try {
    const bytes = await joined(nameOf(source, "the stream"), await openBytes(source, options), maxBytes);
    signal?.throwIfAborted();
    return bytes;
  } catch (error) {
    throw tooLargeAs(limitCode, error);
  }
}
