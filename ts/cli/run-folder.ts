/**
 * The folder of a run: what is in it, and whether files can be made in it before hours are spent.
 *
 * Default `runs/<recipe>-seed<seed>` in the current folder. Which run gets a folder: run-claim.ts. Files of other names are
 * left alone.
 */
import { constants, rmdirSync } from "node:fs";
import { access, lstat, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FashionWasmError } from "../index.js";

/** Name of the checkpoint inside a run's folder. */
export const CHECKPOINT_NAME = "model.safetensors";

/** Name of what is known of a run beside its model: run-record.ts. */
export const RECORD_NAME = "run.json";

/** Name of the page that shows how good the model is. */
export const REPORT_NAME = "report.html";

/** The folder of a run where `--out` names none. */
export function defaultRunFolder(recipe: string, seed: number): string {
  return join("runs", `${recipe}-seed${seed}`);
}

/** The names of a run's files that are in a folder. */
export async function runFilesIn(folder: string): Promise<string[]> {
  const names = [CHECKPOINT_NAME, RECORD_NAME, REPORT_NAME];
  const there = await Promise.all(names.map((name) => lstat(join(folder, name)).catch(() => null)));
  return names.filter((_, i) => there[i] !== null);
}

/** Another run in the moment between may have taken a folder away that was empty. */
const TRIES = 5;

/**
 * Creates the folder of `--out` and its parents and checks that files can be made in it.
 *
 * @param said the option with its value, as messages name the folder.
 * @returns the folders that it made, outermost first.
 * @throws FashionWasmError IO, naming the part of the path that is in the way.
 */
export async function prepareFolder(folder: string, said = `--out ${folder}`): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const missing: string[] = [];
    let path = resolve(folder);
    for (; (await kind(path)) === "nothing" && dirname(path) !== path; path = dirname(path)) missing.push(path);
    if ((await kind(path)) === "file") throw refusalOf(said, `${path} is a file, expected a folder`);
    const made: string[] = [];
    try {
      await access(path, constants.W_OK | constants.X_OK);
      // One by one: Node's own `recursive` never ends in a folder like /proc, which says ENOENT to any mkdir.
      for (const each of missing.reverse()) if (await makeFolder(each)) made.push(each);
      return made;
    } catch (cause) {
      removeEmpty(made);
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "ENOENT" && attempt < TRIES) continue;
      throw refusalOf(said, `nothing can be made in ${path} (${code})`, cause);
    }
  }
}

/** Removes the folders that {@link prepareFolder} made, if nothing was put into them. */
export function removeEmpty(made: readonly string[]): void {
  for (const each of made.toReversed()) {
    try {
      rmdirSync(each);
    } catch {
      // Not empty, or gone.
    }
  }
}

/** False where another process was faster. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST" && (await kind(path)) === "folder") return false;
    throw cause;
  }
}

/** What is said of a folder of `--out` that cannot be used. */
export function refusal(folder: string, reason: string, cause?: unknown): FashionWasmError {
  return refusalOf(`--out ${folder}`, reason, cause);
}

function refusalOf(said: string, reason: string, cause?: unknown): FashionWasmError {
  return new FashionWasmError("IO", `${said}: ${reason} → name a folder that can be written`, { cause });
}

/** Larger than any of the small files of a run. */
const LARGEST = 2 ** 26;

/**
 * The text of a file; null where nothing stands.
 *
 * Errors: those of the system, and of what is no ordinary file: a FIFO would be waited for without end.
 */
export async function readOrdinary(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error("it is no ordinary file");
    if (found.size > LARGEST) throw new Error("it is too large");
    return await readFile(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw cause;
  }
}

/** What stands at a path. */
export async function kind(path: string): Promise<"file" | "folder" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}
