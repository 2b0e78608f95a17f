/**
 * A folder of images becomes the arrays of a dataset, and the names of its files.
 */
import type { Reading } from "./arrays.js";
import { readImages } from "./image-files.js";
import { type FolderOptions, imagesInFolder } from "./image-folder.js";
import type { SizeSource } from "./image-sizes.js";

/** Finds and reads the images; `saidBy` is who says the size of `imageShape`, where that is not the caller. */
export async function readFolder(options: FolderOptions, saidBy?: SizeSource): Promise<Reading> {
  const { fileNames, ...files } = await imagesInFolder(options);
  return { arrays: await readImages("dataset.fromFolder", files, saidBy), fileNames };
}
