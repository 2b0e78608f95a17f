/**
 * The folder of a run: where the checkpoint goes, and whether it can be written before hours are spent.
 *
 * Default `runs/<recipe>-seed<seed>` in the current folder. Training the same recipe and seed again replaces
 * the checkpoint, other files in the folder are left alone.
 */
import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FashionWasmError } from "../index.js";

/** Name of the checkpoint inside a run's folder. */
export const CHECKPOINT_NAME = "model.safetensors";

/** The folder of a run where `--out` names none. */
export function defaultRunFolder(recipe: string, seed: number): string {
  return join("runs", `${recipe}-seed${seed}`);
}

/**
 * Creates the folder and its parents and checks that files can be made in it.
 *
 * @returns the checkpoint's path, as relative or absolute as `folder` was.
 * @throws FashionWasmError IO, naming the part of the path that is in the way.
 */
export async function prepareRunFolder(folder: string): Promise<string> {
  const refuse = (reason: string, cause?: unknown) =>
    new FashionWasmError("IO", `--out ${folder}: ${reason} → name a folder that can be written`, { cause });
  const missing: string[] = [];
  let path = resolve(folder);
  for (; (await kind(path)) === "nothing" && dirname(path) !== path; path = dirname(path)) missing.push(path);
  if ((await kind(path)) === "file") throw refuse(`${path} is a file, expected a folder`);
  try {
    await access(path, constants.W_OK | constants.X_OK);
    // One by one: Node's own `recursive` never ends in a folder like /proc, which says ENOENT to any mkdir.
    for (const each of missing.reverse()) await mkdir(each);
  } catch (cause) {
    throw refuse(`nothing can be made in ${path} (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  const checkpoint = join(folder, CHECKPOINT_NAME);
  if ((await kind(checkpoint)) === "folder") throw refuse(`${checkpoint} is a folder, expected a file or nothing`);
  return checkpoint;
}

async function kind(path: string): Promise<"file" | "folder" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}
