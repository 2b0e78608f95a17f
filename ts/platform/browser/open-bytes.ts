/**
 * Sources of bytes in pieces, in a browser: what arrives is never in memory as a whole.
 *
 * The twin of node/open-bytes.ts. Apart from files.ts, which what only predicts takes along.
 */
import { type ByteSource, chunksOf } from "../byte-source.js";
import type { Chunks } from "../chunks.js";
import { fetchChunks, notThere, type ReadOptions } from "../fetch.js";
import { locate } from "./files.js";
import { checkFetch } from "./host.js";

/**
 * The bytes of a source in pieces, as they arrive; a URL may be relative to the page.
 *
 * Errors: DOWNLOAD_FAILED, INVALID_ARGUMENT for what is no source, the signal's reason.
 */
export async function openBytes(source: ByteSource, options: ReadOptions = {}): Promise<Chunks> {
  const given = chunksOf(source, options);
  if (given !== null) return given;
  const { url } = locate(source as string | URL, options.where) as { url: URL };
  checkFetch(url);
  const chunks = await fetchChunks(url, options);
  if (chunks !== null) return chunks;
  throw notThere(url);
}
