/**
 * Photos, several under way at once, become rows in the order of the photos. One that fails leaves the others alone.
 */
import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { FashionWasmError, type PhotoAnswer, type PhotoClassifier } from "../../index.js";
import type { PhotoFile } from "./photo-files.js";
import { failedRow, type Row, rowOf } from "./rows.js";

/** How photos are classified. */
export interface Classifying {
  readonly topK: number;
  readonly preparation: "auto" | "photo" | "none";
  /** Whether answers come with pictures of their steps. */
  readonly steps: boolean;
  readonly signal: AbortSignal;
  /** Called once for each photo, in any order; `answer` is null for one that failed. */
  onRow(place: number, row: Row, answer: PhotoAnswer | null): void;
}

/** While some are prepared, others are read and predicted: of fewer a core, workers wait. */
const UNDER_WAY = Math.min(64, 8 * availableParallelism());

/** These are not about a photo: the next one would say the same. */
const OF_ALL = /^(CHECKPOINT_|ENGINE_START_FAILED$|DISPOSED$|DOWNLOAD_FAILED$)/;

/** Whether an error is about no photo. */
export function isOfAll({ code }: FashionWasmError): boolean {
  return OF_ALL.test(code);
}

/** Classifies all. Errors: the signal's reason, and those of the classifier that are about no photo. */
export async function classifyAll(
  classifier: PhotoClassifier,
  photos: readonly PhotoFile[],
  { topK, preparation, steps, signal, onRow }: Classifying,
): Promise<void> {
  setMaxListeners(0, signal); // all that are under way listen to it
  let next = 0;
  const work = async () => {
    while (next < photos.length) {
      signal.throwIfAborted();
      const place = next++;
      const photo = photos[place] as PhotoFile;
      try {
        if (photo.error !== undefined) throw photo.error;
        const answer = await classifier.classify(photo.path, { topK, preparation, steps, signal });
        onRow(place, rowOf(photo, answer), answer);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof FashionWasmError) || isOfAll(error)) {
          next = photos.length; // the others stop
          throw error;
        }
        onRow(place, failedRow(photo, error), null);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(UNDER_WAY, photos.length) }, work));
}
