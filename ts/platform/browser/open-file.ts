/**
 * Files in a browser, to be read in pieces: each is a URL, and there as a whole once it is open. The twin of
 * node/open-file.ts.
 */
import { arrivedFile, type ByteFile } from "../byte-file.js";
import { fetchChunks, notThere } from "../fetch.js";
import { locate } from "./files.js";
import { checkFetch } from "./host.js";

/** Opens a URL, relative to the page. Errors: DOWNLOAD_FAILED, INVALID_ARGUMENT for what is no URL. */
export async function openFile(source: string | URL): Promise<ByteFile> {
  const { url } = locate(source) as { url: URL };
  checkFetch(url);
  const chunks = await fetchChunks(url);
  if (chunks === null) throw notThere(url);
  return arrivedFile(chunks);
}
