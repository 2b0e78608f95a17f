/**
 * Files in Node: reading bytes, and the folders where data may lie.
 *
 * The twin of browser/files.ts, same names. Writing has a file of its own: atomic-write.ts.
 */
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bytesOf, isBlob, isKind, messageOf } from "../../options/kinds.js";
import { noAddress, schemeOf, urlOf } from "../address.js";
import { fetchBytes, notThere, type ReadOptions } from "../fetch.js";
import { checkOrdinary, ioError } from "./io-error.js";

export { whyMissing } from "./io-error.js";

/** What stands at a path. */
export interface PathInfo {
  readonly kind: "file" | "folder" | "other";
  /** In bytes. */
  readonly size: number;
}

/**
 * All bytes of a path, a URL (http, https, file, data, blob), bytes or a Blob.
 *
 * Errors: INVALID_ARGUMENT for an address that is none; IO (with path and reason; what is no ordinary file is refused), DOWNLOAD_FAILED, IDX_TOO_LARGE, the signal's reason.
 */
export async function readBytes(
  source: string | URL | Uint8Array | ArrayBuffer | SharedArrayBuffer | Blob,
  options: ReadOptions = {},
): Promise<Uint8Array> {
  const given = bytesOf(source);
  if (given !== undefined) return given;
  if (isBlob(source)) return new Uint8Array(await source.arrayBuffer());
  const place = locate(source as string | URL, options.where);
  if (place.kind === "path") return readPath(place.path, options);
  const bytes = await fetchBytes(place.url, options);
  if (bytes !== null) return bytes;
  throw notThere(place.url);
}

async function readPath(path: string, options: ReadOptions): Promise<Uint8Array> {
  const { signal, maxBytes = Number.POSITIVE_INFINITY } = options;
  checkOrdinary(path, await pathInfo(path), maxBytes);
  try {
    const buffer = await readFile(path, signal && { signal });
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (cause) {
    signal?.throwIfAborted();
    throw ioError("read", path, cause);
  }
}

/**
 * Where a string or URL points to: a path of this machine, made absolute, or something to download.
 *
 * A string that begins with http:, https:, data:, blob: or file: is a URL, any other a path.
 *
 * Errors: INVALID_ARGUMENT, opened by `where`, for what is neither.
 */
export function locate(
  source: string | URL,
  where?: string,
): { kind: "path"; path: string } | { kind: "url"; url: URL } {
  const text = String(source);
  const scheme = schemeOf(text) ?? "";
  if (scheme === "file") return { kind: "path", path: checkPath(where, text, filePath(where, text)) };
  if (FETCHED.includes(scheme)) return { kind: "url", url: urlOf(where, text) };
  if (isKind(source, "URL") || /^[a-z][a-z0-9+.-]+:\/\//i.test(text)) {
    const advice = "give one of http:, https:, data:, blob: or file:, or bytes; a file of this name is ./…";
    throw noAddress(where, text, `is a URL of the protocol ${scheme}: → ${advice}`);
  }
  return { kind: "path", path: checkPath(where, text, resolve(text)) };
}

/** The schemes of what is downloaded. */
const FETCHED = ["http", "https", "data", "blob"];

function filePath(where: string | undefined, text: string): string {
  const expected = "file:///folder/file, or a path";
  if (!/^file:[/\\]/i.test(text))
    throw noAddress(where, text, `is a file: URL without an absolute path → give ${expected}`);
  try {
    return fileURLToPath(text);
  } catch (cause) {
    throw noAddress(where, text, `is not the URL of a file of this machine (${messageOf(cause)}) → give ${expected}`);
  }
}

function checkPath(where: string | undefined, text: string, path: string): string {
  if (text === "") throw noAddress(where, text, "is empty → give a path or a URL");
  if (path.includes("\0")) throw noAddress(where, text, "has a zero byte in it, which no path has → take it out");
  return path;
}

/** What stands at a path, links followed; null when nothing does. Errors: IO, when that cannot be found out. */
export async function pathInfo(path: string): Promise<PathInfo | null> {
  try {
    const found = await stat(path);
    return { kind: found.isFile() ? "file" : found.isDirectory() ? "folder" : "other", size: found.size };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw ioError("read", path, cause);
  }
}

/** The names in a folder, sorted. Errors: IO. */
export async function listFolder(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (cause) {
    throw ioError("read", path, cause);
  }
}

/** Makes a folder and those above it; nothing happens when it is there. Errors: IO. */
export async function makeFolder(path: string): Promise<void> {
  if ((await pathInfo(path))?.kind === "folder") return;
  // One by one: Node's own `recursive` never ends in a folder like /proc, which says ENOENT to any mkdir.
  if (dirname(path) !== path) await makeFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (cause) {
    // Another process may have made it meanwhile.
    if ((await pathInfo(path))?.kind !== "folder") throw ioError("make", path, cause);
  }
}

/** An environment variable; undefined when it is not set or empty. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/**
 * The folder for what may be downloaded again, per user and system; it need not exist.
 *
 * Linux: $XDG_CACHE_HOME/fashion-wasm or ~/.cache/fashion-wasm; macOS: ~/Library/Caches/fashion-wasm;
 * Windows: %LOCALAPPDATA%\fashion-wasm. A relative XDG_CACHE_HOME counts as not set, as its specification says. Null where
 * the user has no home folder.
 */
export function cacheFolder(): string | null {
  const name = "fashion-wasm";
  if (process.platform === "win32") return inHome(environmentVariable("LOCALAPPDATA"), ["AppData", "Local"], name);
  if (process.platform === "darwin") return inHome(undefined, ["Library", "Caches"], name);
  return inHome(environmentVariable("XDG_CACHE_HOME"), [".cache"], name);
}

function inHome(said: string | undefined, folders: readonly string[], name: string): string | null {
  if (said !== undefined && isAbsolute(said)) return join(said, name);
  const home = homeFolder();
  return home === undefined ? null : join(home, ...folders, name);
}

/** HOME, else what the system knows of the user: an empty or relative HOME would be a folder in the current one. */
function homeFolder(): string | undefined {
  for (const find of [homedir, () => userInfo().homedir]) {
    try {
      const folder = find();
      if (isAbsolute(folder)) return folder;
    } catch {
      // Neither HOME nor an entry of the user, as in a container with a number for a user.
    }
  }
  return undefined;
}

/** Why there is no place for data, and what to do. */
export function noPlace(): string {
  return "there is no home folder to keep a download in → set HOME to a folder, or say where the data is by data or FASHION_WASM_DATA";
}

/** Folders where a system package puts Fashion-MNIST: Debian's and Ubuntu's `dataset-fashion-mnist`. */
export const systemDataFolders: readonly string[] = ["/usr/share/datasets/fashion-mnist"];
