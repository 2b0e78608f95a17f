/**
 * What a classifier does with the data file of an entry: it prepares in workers, or in this thread, and judges in this one.
 */
import type { PhotoGlue } from "../data/data-file.js";
import type { WasmFile } from "../wasm/wasm-file.js";
import type { PhotoWork } from "./photo-classifier.js";
import { PhotoWorkers } from "./photo-workers.js";
import type { Preparer } from "./preparer.js";
import { rawPhoto } from "./raw-photo.js";

/** Where a classifier prepares its photos. */
export interface PhotoPlace {
  readonly engine?: "worker" | "local" | undefined;
  /** Most workers; undefined: as many as can run at the same time. */
  readonly threads?: number | undefined;
  /** Where the script of the workers is. */
  readonly script: () => string;
}

/** Prepares in this thread. */
export function localPreparer(file: Pick<WasmFile<PhotoGlue>, "load">): Preparer {
  return async (_where, photo, settings) => rawPhoto(await file.load(), photo, settings);
}

/** The work of one classifier. */
export function photoWork(
  file: Pick<WasmFile<PhotoGlue>, "load" | "module">,
  { engine, threads, script }: PhotoPlace,
): PhotoWork {
  const judge: PhotoWork["judge"] = async (where, logits, temperature) =>
    (await file.load()).named(where, "ENGINE_PANIC", (glue) => glue.judgePhotos(logits, logits.length, temperature));
  if (engine === "local") return { prepare: localPreparer(file), judge, dispose: async () => undefined };
  const workers = new PhotoWorkers(() => file.module(), script, threads);
  return {
    prepare: (where, photo, settings) => workers.prepare(where, photo, settings),
    judge,
    dispose: () => workers.dispose(),
  };
}
