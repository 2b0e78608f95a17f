/**
 * The model for photos that a command asks: the package's own, or the one that `--model` names.
 */
import { resolve } from "node:path";
import { type PhotoClassifier, photoClassifier } from "../index.js";
import { checkpointOf, ofFile } from "./checkpoint-file.js";

/** What the package's own model is called. */
export const OWN_MODEL = "the model in fashion-wasm";

/** The options that choose a model. */
export interface PhotoModelSettings {
  /** A checkpoint, or the folder of a run; default: the package's own. */
  readonly model?: string;
  readonly threads?: number;
}

/** The file of the model, or {@link OWN_MODEL}. Errors: IO, opened by `command`. */
export async function photoModelOf({ model }: PhotoModelSettings, command: string): Promise<string> {
  return model === undefined ? OWN_MODEL : checkpointOf(model, command);
}

/**
 * Opens the package's model, or the one in the file `model`; `content`, what is in the file, where that was read already.
 * Errors: those of `photoClassifier`, with the file's name.
 */
export async function openClassifier(
  settings: PhotoModelSettings,
  model: string,
  content?: Uint8Array,
): Promise<PhotoClassifier> {
  const threads = settings.threads === undefined ? {} : { threads: settings.threads };
  if (settings.model === undefined) return photoClassifier({ ...threads, ...(content && { model: content }) });
  // Resolved: a relative path may look like a URL.
  return photoClassifier({ model: content ?? resolve(model), ...threads }).catch((error: unknown) => {
    throw ofFile(model, error);
  });
}
