/**
 * What is kept of a training run: its model and, beside it, its record.
 *
 * Hours may be in a model. Where its folder cannot take it, because the disk ran full meanwhile or somebody took the folder
 * away, the run goes to a folder for temporary files, and the result is printed in any case. The run's own folder stays as it
 * was then: an older model there keeps its own record and page.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ioError } from "#platform/io-error";
import type { Model, SaveOptions } from "../index.js";
import type { OutputFiles } from "./output-files.js";
import type { RunClaim } from "./run-claim.js";
import { CHECKPOINT_NAME } from "./run-folder.js";
import { saveInto } from "./save-run.js";

/** Saves the model in its folder or, where that fails, elsewhere; returns where it is, null if it is nowhere. */
export async function keepModel(
  model: Model,
  claim: RunClaim,
  files: OutputFiles,
  options: SaveOptions = {},
): Promise<string | null> {
  try {
    return await saveInto(claim, model, options);
  } catch (error) {
    const { kept, told } = await keepElsewhere(model, options);
    files.lacks([join(claim.folder, CHECKPOINT_NAME)], error, told);
    return kept;
  }
}

async function keepElsewhere(model: Model, options: SaveOptions): Promise<{ kept: string | null; told: string }> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), "fashion-wasm-run-")).catch((cause: unknown) => {
      throw ioError("make a folder in", tmpdir(), cause);
    });
    const kept = join(folder, CHECKPOINT_NAME);
    await model.save(kept, options);
    return { kept, told: `; the run is kept in ${folder} → move it: that folder is for temporary files` };
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    return { kept: null, told: `; the model is lost: ${(error as Error).message}` };
  }
}
