/**
 * All bytes of any source, for readers that look at a file as a whole.
 */
import { readBytes } from "#platform/files";
import { openBytes } from "#platform/open-bytes";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isBlob } from "../options/kinds.js";
import type { ByteSource } from "../platform/byte-source.js";
import { joined, tooLarge } from "../platform/chunks.js";
import type { ReadOptions } from "../platform/fetch.js";
import type { HostByteStream } from "../platform/host-types.js";
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
  try {
    if (!isWhole(source)) return await readStream(source, options);
    const { maxBytes = Number.POSITIVE_INFINITY, signal } = options;
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
function sizeOf(source: Exclude<ByteSource, Stream>): number {
  return isBlob(source) ? source.size : (bytesOf(source)?.byteLength ?? 0);
}

type Stream = HostByteStream | AsyncIterable<Uint8Array>;

/** Anything else is a stream, or for {@link openBytes} to refuse. */
function isWhole(source: ByteSource): source is Exclude<ByteSource, Stream> {
  return isAddress(source) || isBlob(source) || bytesOf(source) !== undefined;
}

async function readStream(source: Stream, options: ReadOptions): Promise<Uint8Array> {
  const { maxBytes = Number.POSITIVE_INFINITY, signal } = options;
  const bytes = await joined(nameOf(source, "the stream"), await openBytes(source, options), maxBytes);
  signal?.throwIfAborted();
  return bytes;
}
