/**
 * What prepares photos: the data file in this thread, or workers (photo-workers.ts).
 */
import type { PhotoSettings } from "./photo-options.js";
import type { LoadedPhoto } from "./photo-source.js";
import type { RawPhoto } from "./prepared.js";

/** Prepares a photo that was read, for the function `where`. */
export type Preparer = (where: string, photo: LoadedPhoto, settings: PhotoSettings) => Promise<RawPhoto>;
