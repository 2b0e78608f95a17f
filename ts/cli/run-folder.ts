/**
 * The folder of a run: where the checkpoint goes, and whether it can be written before hours are spent.
 *
 * Default `runs/<recipe>-seed<seed>` in the current folder. Training the same recipe and seed again replaces
 * the checkpoint, other files in the folder are left alone.
 */
import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { writeTarget } from "#platform/write-target";
import { FashionWasmError } from "../index.js";

/** Name of the checkpoint inside a run's folder. */
export const CHECKPOINT_NAME = "model.safetensors";

/** The folder of a run where `--out` names none. */
export function defaultRunFolder(recipe: string, seed: number): string {
  return join("runs", `${recipe}-seed${seed}`);
}

/** Name of what is known of a run beside its model: run-record.ts. */
export const RECORD_NAME = "run.json";

/** Name of the page that shows how good the model is. */
export const REPORT_NAME = "report.html";

/**
 * Creates a run's folder and its parents and checks that files can be made in it.
 *
 * @returns the checkpoint's path, as relative or absolute as `folder` was.
 * @throws FashionWasmError IO, naming what is in the way.
 */
export async function prepareRunFolder(folder: string): Promise<string> {
  await prepareFolder(folder);
  const checkpoint = join(folder, CHECKPOINT_NAME);
  if ((await kind(checkpoint)) === "folder")
    throw refusal(folder, `${checkpoint} is a folder, expected a file or nothing`);
  await writeTarget(checkpoint); // a FIFO, a file that is write-protected: said now, not after hours
  return checkpoint;
}

/**
 * Creates the folder of `--out` and its parents and checks that files can be made in it.
 *
 * @throws FashionWasmError IO, naming the part of the path that is in the way.
 */
export async function prepareFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  let path = resolve(folder);
  for (; (await kind(path)) === "nothing" && dirname(path) !== path; path = dirname(path)) missing.push(path);
  if ((await kind(path)) === "file") throw refusal(folder, `${path} is a file, expected a folder`);
  try {
    await access(path, constants.W_OK | constants.X_OK);
    // One by one: Node's own `recursive` never ends in a folder like /proc, which says ENOENT to any mkdir.
    for (const each of missing.reverse()) await mkdir(each);
  } catch (cause) {
    throw refusal(folder, `nothing can be made in ${path} (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}

function refusal(folder: string, reason: string, cause?: unknown): FashionWasmError {
  return new FashionWasmError("IO", `--out ${folder}: ${reason} → name a folder that can be written`, { cause });
}

/** What stands at a path. */
export async function kind(path: string): Promise<"file" | "folder" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}
