/**
 * Where the bytes of a path go: links followed, and only where an ordinary file stands or can be made.
 *
 * The renaming of atomic-write.ts replaces whatever stands at a path. A device, a FIFO or a socket would be gone for
 * everybody who uses it, so that it is refused before anything is written; so is a file that its owner has protected.
 */
import { constants, type Stats } from "node:fs";
import { access, lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { FashionWasmError } from "../../errors.js";
import { shownAddress } from "../address.js";
import { ioError } from "./io-error.js";

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** Where a file is written. */
export interface WriteTarget {
  /** Absolute, and no link. */
  readonly path: string;
  /** The file that stands there; null where there is none. */
  readonly previous: Stats | null;
}

/**
 * Finds where `path` is written.
 *
 * Errors: IO for an empty path, a URL, one that names a folder, what is no ordinary file, a write-protected file, a link without
 * a folder to point into, and where the path cannot be looked at.
 */
export async function writeTarget(path: string): Promise<WriteTarget> {
  if (path === "") throw refusal(path, "the path is empty");
  if (/^\s*[a-z][a-z0-9+.-]+:\/\//i.test(path)) throw refusal(shownAddress(path), "it is a URL");
  if (path.includes("\0")) throw refusal(path.replaceAll("\0", "\\0"), "the path holds a NUL character");
  const previous = await statOf(path);
  if (previous !== null && !previous.isFile()) {
    throw refusal(path, `it is ${kindOf(previous)}, and only an ordinary file is replaced`);
  }
  if (path.endsWith("/") || path.endsWith(sep)) throw refusal(path, "the path names a folder");
  if (previous !== null) {
    await access(path, constants.W_OK).catch((cause: unknown) => {
      throw ioError("write", path, cause, ", the file is write-protected");
    });
  }
  return { path: await follow(path), previous };
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw ioError("write", path, cause);
  }
}

/** The end of a chain of links, where nothing need stand: a link that points to nothing stays, and gets its file. */
async function follow(path: string): Promise<string> {
  let place = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const folder = await realpath(dirname(place)).catch((cause: unknown) => {
      const { code } = cause as NodeJS.ErrnoException;
      const pointing = links === 0 ? "" : `, it is a link to ${place}`;
      const wanted = links === 0 ? resolve(dirname(path)) : dirname(place); // `..` behind a link: as below
      const advice = code === "ENOENT" ? ` → make the folder ${wanted} first` : "";
      throw ioError("write", path, cause, `${pointing}${advice}`);
    });
    place = join(folder, basename(place));
    const found = await lstat(place).catch(() => null);
    if (found === null || !found.isSymbolicLink()) return place;
    const link = await readlink(place);
    place = isAbsolute(link) ? link : `${folder}${sep}${link}`; // not joined: `..` behind a link is the system's to follow
  }
  throw refusal(path, "too many symbolic links");
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a FIFO";
  if (found.isSocket()) return "a socket";
  return found.isCharacterDevice() || found.isBlockDevice() ? "a device" : "something else";
}

function refusal(path: string, reason: string): FashionWasmError {
  return new FashionWasmError("IO", `cannot write ${path === "" ? '""' : path}: ${reason} → name the path of a file`);
}
