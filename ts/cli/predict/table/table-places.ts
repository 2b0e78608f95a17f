/**
 * Where a table's rows go: the file that is written, as the user named it unless that is a link, and that it is not the one that is read.
 */
import { lstat, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { writeTarget } from "#platform/write-target";
import { UsageError } from "../../exit.js";
import { STANDARD_STREAM } from "./input.js";
import { partialOf } from "./journal.js";
import { goesToFile, type TableSettings } from "./table-settings.js";

/** A file to write. */
export interface OutPlace {
  readonly path: string;
  /** Permissions of the file that is there. */
  readonly mode: number | undefined;
}

/** The place of `--out`; null for stdout. Errors: IO for what is no ordinary file, or protected; USAGE for the table itself. */
export async function outPlace(settings: TableSettings): Promise<OutPlace | null> {
  if (!goesToFile(settings)) return null;
  const said = settings.out as string;
  const { path, previous } = await writeTarget(said);
  const isLink = await lstat(said).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  const out = isLink ? path : said;
  for (const file of [out, ...Object.values(partialOf(out))]) {
    if (settings.source === STANDARD_STREAM || !(await isSame(file, settings.source))) continue;
    throw new UsageError(`--out ${said} would replace the table that is read → name another file`);
  }
  return { path: out, mode: previous?.mode };
}

async function isSame(a: string, b: string): Promise<boolean> {
  if (resolve(a) === resolve(b)) return true;
  const [one, other] = await Promise.all([a, b].map((path) => stat(path).catch(() => null)));
  return one !== null && one !== undefined && one.ino !== 0 && one.dev === other?.dev && one.ino === other?.ino;
}
