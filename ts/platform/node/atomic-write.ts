/**
 * Writes a file so that its path holds either the old content or the new one, whatever happens in between.
 *
 * Temporary file in the same folder, fsync, rename, fsync of the folder (the pattern of Pillai et al., "All file
 * systems are not created equal", OSDI 2014). The write-file-atomic library was tried and left: it writes once and
 * ignores a short write, so a disk that runs full would leave a cut file under the real name, and it does not
 * sync the folder. What may be replaced: write-target.ts.
 */
import { rmSync, type Stats } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { FashionWasmError } from "../../errors.js";
import { ioError } from "./io-error.js";
import { writeTarget } from "./write-target.js";

/** What Windows says while a virus scanner or an indexer holds the target open, usually for a moment. */
const BUSY = ["EPERM", "EBUSY", "EACCES"];
const RENAME_TRIES = 8;

/** File systems without a notion of syncing a folder say one of these. */
const NO_FOLDER_SYNC = ["EINVAL", "ENOTSUP", "EISDIR", "EPERM", "EACCES", "EBADF"];

/** What a folder says that takes no new file. */
const NO_NEW_FILE = ["EACCES", "EPERM", "EROFS", "ENOENT"];

/** All of it, or pieces. */
type Content = Uint8Array | string | AsyncIterable<Uint8Array>;

/** The last write under way of each path. */
const turns = new Map<string, Promise<void>>();

/**
 * Writes `content`, or pieces of it as they come, to `path`: all or nothing. The folder must exist; a symbolic link keeps pointing where it does, also to
 * a file that is still to be made; an existing file keeps its permissions and, where the system lets it, its owner. Only an
 * ordinary file is replaced. It is a new file that takes the old one's name: further names of it (hard links) keep the old
 * content, and access lists are not carried over.
 *
 * Writes of one path go one after the other: what stays is what was asked for last.
 *
 * When the promise resolves, the file survives a power cut. When it rejects (IO, or the error of the pieces), the previous file is untouched and
 * no temporary file is left, nor when `process.exit` ends the process meanwhile; the one exception, a folder that cannot be
 * synced after the renaming, says so. A process that is killed meanwhile may leave `.fashion-wasm-….tmp`.
 */
export async function writeFileAtomic(path: string, content: Content): Promise<void> {
  const name = normalize(path);
  const before = turns.get(name);
  const turn = before === undefined ? replace(path, content) : before.then(() => replace(path, content));
  const over = turn.catch(() => undefined);
  turns.set(name, over);
  try {
    await turn;
  } finally {
    if (turns.get(name) === over) turns.delete(name);
  }
}

async function replace(path: string, content: Content): Promise<void> {
  const { path: target, previous } = await writeTarget(path);
  const folder = dirname(target);
  const temporary = join(folder, `.fashion-wasm-${crypto.randomUUID()}.tmp`);
  if (unfinished.size === 0) process.prependListener("exit", removeUnfinished);
  unfinished.add(temporary);
  const file = await open(temporary, "wx", previous === null ? 0o666 : previous.mode & 0o777).catch((cause) => {
    forget(temporary);
    throw ioError("write", path, cause, NO_NEW_FILE.includes(cause.code) ? `, no file can be made in ${folder}` : "");
  });
  try {
    try {
      if (previous !== null) await keepOwnerAndPermissions(file, previous);
      for await (const piece of piecesOf(content)) await writeAll(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await renamePatiently(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause instanceof FashionWasmError ? cause : ioError("write", path, cause);
  } finally {
    forget(temporary);
  }
  await syncFolder(folder, path);
}

function piecesOf(content: Content): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  if (typeof content === "string") return [Buffer.from(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/** A disk that runs full takes a part, and says so at the next write. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written);
    written += bytesWritten;
  }
}

/** As far as the system lets it: root may keep any owner, others a group of theirs; some file systems know neither. */
async function keepOwnerAndPermissions(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const made = await file.stat();
  if (made.uid !== uid || made.gid !== gid) {
    await file
      .chown(uid, gid)
      .catch(() => file.chown(made.uid, gid))
      .catch(() => undefined);
  }
  // The umask has cut what open was asked for.
  if ((made.mode & 0o777) !== (mode & 0o777)) await file.chmod(mode & 0o777).catch(() => undefined);
}

/** Temporary files of this moment. */
const unfinished = new Set<string>();

function forget(temporary: string): void {
  unfinished.delete(temporary);
  if (unfinished.size === 0) process.off("exit", removeUnfinished);
}

/** For a process that exits meanwhile; before other listeners, which may want to remove the folder. */
function removeUnfinished(): void {
  for (const path of unfinished) {
    try {
      rmSync(path, { force: true });
    } catch {
      // Nothing can be done any more.
    }
  }
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
