/**
 * The file of a model that a command is given: a checkpoint, or the folder of a run with one in it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FashionWasmError } from "../index.js";
import { missingHint } from "../options/missing-path.js";
import { claimIn } from "./claim-file.js";
import { CHECKPOINT_NAME, kind } from "./run-folder.js";

/** The file of the model: the one named, or the one in the folder named. Errors: IO, opened by `command`. */
export async function checkpointOf(run: string, command: string): Promise<string> {
  const found = await kind(run);
  if (found === "file") return run;
  const inside = join(run, CHECKPOINT_NAME);
  if (found === "folder" && (await kind(inside)) === "file") return inside;
  const claim = await claimIn(run);
  if (claim !== null) {
    const what = `${command}: there is no ${CHECKPOINT_NAME} in ${run}: ${claim.told}`;
    const [wait, again] = ["wait until it is done", "train again"];
    const advice = claim.trains === undefined ? `${wait}, or ${again}` : claim.trains ? wait : again;
    throw new FashionWasmError("IO", `${what} → ${advice}`);
  }
  const what = found === "nothing" ? "there is nothing at" : `there is no ${CHECKPOINT_NAME} in`;
  const isWindows = process.platform === "win32";
  const hint = found === "nothing" ? missingHint(run, { isWindows, exists: existsSync }) : "";
  throw new FashionWasmError(
    "IO",
    `${command}: ${what} ${run}${hint} → name the folder of a run, such as runs/quick-seed1, or its model.safetensors`,
  );
}

/** The error with the file's name, for the API was given it and need not say it. */
export function ofFile(checkpoint: string, error: unknown): unknown {
  if (!(error instanceof FashionWasmError) || !error.code.startsWith("CHECKPOINT_")) return error;
  const message = error.message.replace(/^(loadModel|photoClassifier): /, "");
  return new FashionWasmError(error.code, `${checkpoint}: ${message}`, { cause: error });
}
