/**
 * From a photo to an image as the data set has them: read, prepared, and told as an object.
 */
import { checkBoxInside, type PreparePhotoOptions, prepareOptions } from "./photo-options.js";
import { loadPhoto, type PhotoSource } from "./photo-source.js";
import { type PreparedPhoto, preparedPhoto } from "./prepared.js";
import type { Preparer } from "./preparer.js";

/** Reads and prepares a photo. */
export async function prepareWith(
  where: string,
  prepare: Preparer,
  source: PhotoSource,
  options: PreparePhotoOptions | undefined,
): Promise<PreparedPhoto> {
  const checked = prepareOptions(where, options);
  const { settings, signal } = checked;
  const photo = await loadPhoto(where, source, checked);
  const raw = await prepare(where, photo, settings).finally(() => signal?.throwIfAborted());
  const prepared = preparedPhoto(raw, settings);
  checkBoxInside(where, settings, prepared.width, prepared.height);
  return prepared;
}
