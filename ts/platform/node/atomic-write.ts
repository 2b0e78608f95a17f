/**
 * Writes a file so that its path holds either the old content or the new one, whatever happens in between.
 *
 * Temporary file in the same folder, fsync, rename, fsync of the folder (the pattern of Pillai et al., "All file
 * systems are not created equal", OSDI 2014). The write-file-atomic library was tried and left: it writes once and
 * ignores a short write, so a disk that runs full would leave a cut file under the real name, and it does not
 * sync the folder.
 */
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ioError } from "./io-error.js";

/** What Windows says while a virus scanner or an indexer holds the target open, usually for a moment. */
const BUSY = ["EPERM", "EBUSY", "EACCES"];
const RENAME_TRIES = 8;

/** File systems without a notion of syncing a folder say one of these. */
const NO_FOLDER_SYNC = ["EINVAL", "ENOTSUP", "EISDIR", "EPERM", "EACCES", "EBADF"];

/**
 * Writes `bytes` to `path`: all or nothing. The folder must exist; a symbolic link keeps pointing where it does;
 * an existing file keeps its permissions.
 *
 * When the promise resolves, the file survives a power cut. When it rejects (IO), the previous file is untouched and
 * no temporary file is left; the one exception, a folder that cannot be synced after the renaming, says so.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => resolve(path));
  const folder = dirname(target);
  const temporary = join(folder, `.fashion-wasm-${crypto.randomUUID()}.tmp`);
  try {
    const previous = await stat(target).catch(() => null);
    const file = await open(temporary, "wx", previous === null ? 0o666 : previous.mode & 0o777);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await renamePatiently(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw ioError("write", path, cause, missing ? ` → make the folder ${folder} first` : "");
  }
  await syncFolder(folder, path);
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (cause) {
      const busy = process.platform === "win32" && BUSY.includes((cause as NodeJS.ErrnoException).code ?? "");
      if (!busy || attempt === RENAME_TRIES) throw cause;
      await new Promise((done) => setTimeout(done, 10 * 2 ** attempt));
    }
  }
}

/** Makes the renaming itself durable. */
async function syncFolder(folder: string, path: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch (cause) {
    if (NO_FOLDER_SYNC.includes((cause as NodeJS.ErrnoException).code ?? "")) return;
    throw ioError(
      "sync the folder of",
      path,
      cause,
      "; the new file is complete, but a power cut now could bring back the old one",
    );
  }
}
