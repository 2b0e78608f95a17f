/**
 * The folder that a command about customers writes: its files are new, or replaced where `--force` says so.
 *
 * What is replaced goes as a whole: a file to upload of an earlier run would hold customers who are held out now, or have
 * unsubscribed since. Files of other names are left alone.
 */
import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import { ioError } from "#platform/io-error";
import { UsageError } from "../exit.js";
import { OutputFiles } from "../output-files.js";
import { prepareFolder, removeEmpty } from "../run-folder.js";
import { say } from "../say.js";

/** A folder, and all files that a command may write there. */
export interface OutFolder {
  readonly folder: string;
  readonly names: readonly string[];
}

/** A file: its content, or pieces of it. */
export type Content = string | Iterable<string>;

/** What was written. */
export interface Written {
  readonly output: OutputFiles;
  readonly paths: readonly string[];
}

/** Errors: USAGE where one of the files is there, and nothing says that it may be replaced. */
export async function checkFree({ folder, names }: OutFolder, force: boolean | undefined): Promise<void> {
  if (force) return;
  for (const name of names) {
    if ((await lstat(join(folder, name)).catch(() => null)) === null) continue;
    throw new UsageError(`${join(folder, name)} is there → name another folder with --out, or replace it with --force`);
  }
}

/** Writes files, and removes those of an earlier run. What cannot be written stands in `output`. Errors: the signal's reason. */
export async function writeFiles(
  { folder, names }: OutFolder,
  files: ReadonlyMap<string, Content>,
  signal: AbortSignal,
): Promise<Written> {
  const output = new OutputFiles();
  const paths: string[] = [];
  const made = await prepareFolder(folder).catch((error: unknown) => {
    output.lacks(
      [...files.keys()].map((name) => join(folder, name)),
      error,
    );
    return null;
  });
  if (made === null) return { output, paths };
  try {
    for (const [name, content] of files) {
      signal.throwIfAborted();
      const path = join(folder, name);
      const bytes = typeof content === "string" ? content : encoded(content, signal);
      if (await output.write(path, bytes)) paths.push(path);
    }
    for (const name of names) if (!files.has(name)) await removeOld(join(folder, name), output);
  } finally {
    removeEmpty(made);
  }
  return { output, paths };
}

/** Characters that are written together, about. */
const TOGETHER = 1 << 18;

async function* encoded(pieces: Iterable<string>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < TOGETHER) continue;
    signal.throwIfAborted();
    yield Buffer.from(text);
    text = "";
  }
  yield Buffer.from(text);
}

/** Removes a file that this run has no other for. */
async function removeOld(path: string, output: OutputFiles): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there === null) return;
  try {
    if (!there.isFile() && !there.isSymbolicLink()) throw new Error("it is no ordinary file");
    await rm(path);
    say(`removed ${path}, of an earlier run`);
  } catch (cause) {
    output.lacks([path], ioError("remove", path, cause));
  }
}
