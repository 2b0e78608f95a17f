/**
 * Files that grow while a model trains. The twin of browser/log-file.ts.
 *
 * Nothing stays open between two writings: a training that ends in any way leaves whole lines, or whole records.
 */
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder, pathInfo } from "./files.js";
import { ioError } from "./io-error.js";

export { EventFile } from "./event-file.js";

/** Whether there are files to write. A constant, so that browsers do not download what they cannot use. */
export const HAS_FILES: boolean = true;

/** Makes the folder that `path` lies in. Errors: IO. */
export async function makeFolderOf(path: string): Promise<void> {
  await makeFolder(dirname(path));
}

/** Begins a file anew, with its folder; with `append` it stays. Returns its first line, "" for none. Errors: IO. */
export async function beginLog(path: string, append: boolean): Promise<string> {
  await makeFolderOf(path);
  try {
    if (!append) await writeFile(path, "");
    else if ((await pathInfo(path)) !== null) return (await readFile(path, "utf8")).split(/\r?\n/, 1)[0] ?? "";
  } catch (cause) {
    throw ioError("write", path, cause);
  }
  return "";
}

/** Writes to the end of a file. Errors: IO. */
export async function appendLog(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await appendFile(path, content);
  } catch (cause) {
    throw ioError("write", path, cause);
  }
}
