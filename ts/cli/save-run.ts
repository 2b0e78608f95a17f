/**
 * Puts a model into the folder of its run, in an order in which no instant shows the files of two runs as one.
 *
 * Of a run that is replaced the page goes first: while the old model is there, `eval` can write it again. Its `run.json` counts
 * only beside its own weights (run-record.ts), so that it may stay until the new model is there. Where the new model cannot be
 * saved, or the process exits before, the old run is as it was.
 */
import { renameSync, rmSync } from "node:fs";
import { lstat, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Model, SaveOptions } from "../index.js";
import type { RunClaim } from "./run-claim.js";
import { CHECKPOINT_NAME, RECORD_NAME, REPORT_NAME } from "./run-folder.js";
import { watchFile } from "./watch-file.js";

/** Saves it and returns the checkpoint's path. Errors: IO. */
export async function saveInto(claim: RunClaim, model: Model, options: SaveOptions = {}): Promise<string> {
  await claim.settle();
  const checkpoint = join(claim.folder, CHECKPOINT_NAME);
  const isOld = watchFile(checkpoint);
  const putPageBack = await setAside(join(claim.folder, REPORT_NAME), isOld);
  try {
    await model.save(checkpoint, options);
  } finally {
    putPageBack();
  }
  await rm(join(claim.folder, RECORD_NAME), { force: true }).catch(() => undefined); // writing the new one says why
  return checkpoint;
}

/**
 * Renames a page until its model is replaced; a link, a FIFO or a device is the user's, and stays.
 *
 * The function that is returned, and an exit of the process, bring it back if the model `isOld` still, and else remove it.
 */
async function setAside(path: string, isOld: () => boolean): Promise<() => void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() !== true) return () => undefined;
  const aside = join(dirname(path), `.fashion-wasm-${crypto.randomUUID()}.tmp`);
  const settle = () => {
    process.off("exit", settle);
    try {
      if (isOld()) renameSync(aside, path);
      else rmSync(aside, { force: true });
    } catch {
      // It was not renamed, or its folder is gone.
    }
  };
  process.once("exit", settle);
  await rename(path, aside).catch(() => undefined);
  return settle;
}
