/**
 * The folder that a command about customers writes: its files are new, or replaced where `--force` says so.
 */
import { lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ioError } from "#platform/io-error";
import { UsageError } from "../exit.js";
import { OutputFiles } from "../output-files.js";

/** Errors: USAGE where one of the files is there, and nothing says that it may be replaced. */
export async function checkFree(folder: string, names: Iterable<string>, force: boolean | undefined): Promise<void> {
  if (force) return;
  for (const name of names) {
    const there = await lstat(join(folder, name)).catch(() => null);
    if (there === null) continue;
    throw new UsageError(`${join(folder, name)} is there → name another folder with --out, or replace it with --force`);
  }
}

/** Writes files into a folder, which is made where it is not there. Returns their paths. Errors: IO for the folder. */
export async function writeFiles(
  folder: string,
  files: Iterable<readonly [name: string, content: string]>,
): Promise<{ readonly output: OutputFiles; readonly written: string[] }> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw ioError("make", folder, cause);
  });
  const output = new OutputFiles();
  const written: string[] = [];
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (await output.write(path, content)) written.push(path);
  }
  return { output, written };
}
