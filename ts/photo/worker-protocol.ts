/**
 * What the caller and a worker that prepares photos say to each other; ../engine/protocol.ts has the rest of it.
 */
import type { EngineOf } from "../engine/protocol.js";
import type { PhotoSettings } from "./photo-options.js";
import type { LoadedPhoto } from "./photo-source.js";
import type { RawPhoto } from "./prepared.js";

/** Calls of such a worker: name → [arguments, result]. */
export interface PhotoCalls {
  prepare: [[photo: LoadedPhoto, settings: PhotoSettings], RawPhoto];
}

/** A worker that prepares photos, one after the other. */
export type PhotoWorker = EngineOf<PhotoCalls>;
