/**
 * Where `--out` and `--page` write: looked at before anything is read, so that no hour of work ends without a place for it.
 */
import { lstat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsageError } from "../exit.js";
import { kind, prepareFolder } from "../run-folder.js";

/** The files that are asked for. */
export interface Outputs {
  readonly out?: string | undefined;
  readonly page?: string | undefined;
  readonly force?: boolean | undefined;
}

/**
 * Makes the folders that are missing and returns them, outermost first.
 *
 * Errors: USAGE for a file that is there, unless `force` is given, and for two of one name; IO.
 */
export async function prepareOutputs({ out, page, force = false }: Outputs): Promise<string[]> {
  const named = [
    ["--out", out],
    ["--page", page],
  ] as const;
  if (out !== undefined && page !== undefined && resolve(out) === resolve(page)) {
    throw new UsageError(`--out and --page are the same file, ${out} → give each a name of its own`);
  }
  for (const [option, path] of named) if (path !== undefined) await checkPlace(option, path, force);
  const made: string[] = [];
  for (const [option, path] of named) {
    if (path !== undefined) made.push(...(await prepareFolder(dirname(path), `${option} ${path}`)));
  }
  return made;
}

async function checkPlace(option: string, path: string, force: boolean): Promise<void> {
  if ((await kind(path)) === "folder") {
    throw new UsageError(`${option} ${path}: a folder is there → name a file`);
  }
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere && !force) {
    throw new UsageError(`${option} ${path}: a file is there → name another one, or replace it with --force`);
  }
}
