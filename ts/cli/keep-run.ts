/**
 * What is kept of a training run: its model and, beside it, its record.
 *
 * Hours may be in a model. Where its folder cannot take it, because the disk ran full meanwhile or somebody took the folder
 * away, the run goes to a folder for temporary files, and the result is printed in any case. The run's own folder stays as it
 * was then: an older model there keeps its own record and page.
 */
import { mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Sequential } from "../index.js";
import type { OutputFiles } from "./output-files.js";
import { CHECKPOINT_NAME, REPORT_NAME } from "./run-folder.js";

/** Saves the model at `checkpoint` or, where that fails, elsewhere; returns where it is, null if it is nowhere. */
export async function keepModel(model: Sequential, checkpoint: string, files: OutputFiles): Promise<string | null> {
  try {
    await model.save(checkpoint);
    return checkpoint;
  } catch (error) {
    const { kept, told } = await keepElsewhere(model);
    files.lacks(checkpoint, error, told);
    return kept;
  }
}

async function keepElsewhere(model: Sequential): Promise<{ kept: string | null; told: string }> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), "fashion-wasm-run-"));
    const kept = join(folder, CHECKPOINT_NAME);
    await model.save(kept);
    return { kept, told: `; the run is kept in ${folder} → move it: that folder is for temporary files` };
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    return { kept: null, told: `; the model is lost: ${(error as Error).message}` };
  }
}

/** Takes away the page of an older run, which would pass for one of the model beside it. A link to it stays. */
export async function dropOldPage(checkpoint: string | null): Promise<void> {
  if (checkpoint === null) return;
  try {
    const page = await realpath(join(dirname(checkpoint), REPORT_NAME));
    if ((await stat(page)).isFile()) await rm(page);
  } catch {
    // There is none, or it cannot be taken away: it names the weights that it is of.
  }
}
