/**
 * Sources of bytes in pieces, in Node: a large file, or one that arrives, is never in memory as a whole.
 *
 * The twin of browser/open-bytes.ts. Apart from files.ts, which what only predicts takes along.
 */
import { open } from "node:fs/promises";
import { type ByteSource, chunksOf } from "../byte-source.js";
import type { Chunks } from "../chunks.js";
import { fetchChunks, notThere, type ReadOptions } from "../fetch.js";
import { locate, pathInfo } from "./files.js";
import { checkOrdinary, ioError } from "./io-error.js";

/**
 * The bytes of a source in pieces, as they are read or arrive; what is open is closed when the pieces are left.
 *
 * Errors: IO (what is no ordinary file is refused), DOWNLOAD_FAILED, INVALID_ARGUMENT for what is no source, the
 * signal's reason.
 */
export async function openBytes(source: ByteSource, options: ReadOptions = {}): Promise<Chunks> {
  const given = chunksOf(source, options);
  if (given !== null) return given;
  const place = locate(source as string | URL, options.where);
  if (place.kind === "path") return fileChunks(place.path, options);
  const chunks = await fetchChunks(place.url, options);
  if (chunks !== null) return chunks;
  throw notThere(place.url);
}

/** Read at a time; the disk is as fast as with more, and a reader that computes in between pauses seldom enough. */
const CHUNK_BYTES = 1 << 20;

async function* fileChunks(path: string, { signal }: ReadOptions): AsyncGenerator<Uint8Array> {
  checkOrdinary(path, await pathInfo(path));
  const file = await open(path).catch((cause) => {
    throw ioError("read", path, cause);
  });
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer).catch((cause) => {
        throw ioError("read", path, cause);
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
