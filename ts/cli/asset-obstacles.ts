/**
 * What stands where no file can be put, not even by `--force`: a file that should be a folder, a folder or a FIFO that should
 * be a file. Found out before anything is written, or half of the files would be.
 */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "./exit.js";

/** Throws for the first thing in the way of the files of these names. Errors: USAGE. */
export async function refuseObstacles(folder: string, names: readonly string[]): Promise<void> {
  const inner = new Set(names.map((name) => dirname(name)).filter((name) => name !== "."));
  for (const name of inner) {
    const found = await statOf(folder, name);
    if (found !== null && !found.isDirectory()) throw inTheWay(folder, name, "is a file, expected a folder");
  }
  for (const name of names) {
    const found = await statOf(folder, name);
    if (found !== null && !found.isFile()) throw inTheWay(folder, name, "is no ordinary file");
  }
}

/** Null also where it cannot be looked at: the error is told when the file is written. */
function statOf(folder: string, name: string) {
  return stat(join(folder, name)).catch(() => null);
}

function inTheWay(folder: string, name: string, what: string): UsageError {
  return new UsageError(`${folder}: ${name} there ${what} → name another folder, or take it away`);
}
