/**
 * Files in Node, opened to be read in pieces. The twin of browser/open-file.ts.
 */
import { type FileHandle, open } from "node:fs/promises";
import { FashionWasmError } from "../../errors.js";
import { arrivedFile, type ByteFile } from "../byte-file.js";
import { fetchChunks, notThere } from "../fetch.js";
import { locate, pathInfo } from "./files.js";
import { checkOrdinary, ioError } from "./io-error.js";

/**
 * Opens a path or a URL (http, https, file, data); what is downloaded is there as a whole then.
 *
 * Errors: IO (what is no ordinary file is refused), DOWNLOAD_FAILED.
 */
export async function openFile(source: string | URL): Promise<ByteFile> {
  const place = locate(source);
  if (place.kind === "path") return openPath(place.path);
  const chunks = await fetchChunks(place.url);
  if (chunks === null) throw notThere(place.url);
  return arrivedFile(chunks);
}

async function openPath(path: string): Promise<ByteFile> {
  checkOrdinary(path, await pathInfo(path));
  const failed = (cause: unknown) => {
    throw ioError("read", path, cause);
  };
  const file = await open(path).catch(failed);
  const { size, mtimeMs } = await file.stat().catch(async (cause) => {
    await file.close();
    return failed(cause);
  });
  const changed = () => new FashionWasmError("IO", `cannot read ${path}: it was changed meanwhile`);
  let room = new Uint8Array();
  return {
    size,
    read: async (begin, end) => {
      if (room.length < end - begin) room = new Uint8Array(end - begin);
      const bytes = room.subarray(0, end - begin);
      const read = await readAll(file, bytes, begin).catch(failed);
      if (read < bytes.length) throw changed();
      return bytes;
    },
    check: async () => {
      const now = await file.stat().catch(failed);
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed();
    },
    close: () => file.close(),
  };
}

/** Fills `bytes` from byte `begin` of the file; the answer is how many there were. */
async function readAll(file: FileHandle, bytes: Uint8Array, begin: number): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, begin + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
