/**
 * Puts a model into the folder of its run, in an order in which no instant shows the files of two runs as one.
 *
 * Of a run that is replaced the page goes first: while the old model is there, `eval` can write it again. Its `run.json` counts
 * only beside its own weights (run-record.ts), so that it may stay until the new model is there. Where the new model cannot be
 * saved, the old run is as it was.
 */
import { lstat, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sequential } from "../index.js";
import type { RunClaim } from "./run-claim.js";
import { CHECKPOINT_NAME, RECORD_NAME, REPORT_NAME } from "./run-folder.js";

/** Saves it and returns the checkpoint's path. Errors: IO. */
export async function saveInto(claim: RunClaim, model: Sequential): Promise<string> {
  await claim.settle();
  const checkpoint = join(claim.folder, CHECKPOINT_NAME);
  const page = await setAside(join(claim.folder, REPORT_NAME));
  try {
    await model.save(checkpoint);
  } catch (error) {
    await page.bringBack();
    throw error;
  }
  await page.remove();
  await rm(join(claim.folder, RECORD_NAME), { force: true }).catch(() => undefined); // writing the new one says why
  return checkpoint;
}

interface Aside {
  bringBack(): Promise<void>;
  remove(): Promise<void>;
}

/** Renames an ordinary file; a link, a FIFO or a device is the user's, and stays. */
async function setAside(path: string): Promise<Aside> {
  const aside = `${path}.old`;
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() !== true) return { bringBack: async () => undefined, remove: async () => undefined };
  const isAside = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!isAside) return { bringBack: async () => undefined, remove: async () => undefined };
  return {
    bringBack: () => rename(aside, path).catch(() => undefined),
    remove: () => rm(aside, { force: true }).catch(() => undefined),
  };
}
