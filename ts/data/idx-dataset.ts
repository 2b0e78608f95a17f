/**
 * Two IDX files that belong together, images and labels, become the arrays of a dataset.
 *
 * Each file is read by idx.ts; here stands what concerns both: the same count, and labels that are classes.
 */
import { FashionWasmError } from "../errors.js";
import { optionsObject, signalOption } from "../options/check.js";
import { bytesOf } from "../options/kinds.js";
import type { ByteSource } from "../platform/byte-source.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import type { Arrays } from "./arrays.js";
import { checkSource } from "./check-source.js";
import { discard } from "./discard.js";
import { parseIdx } from "./idx.js";
import { DEFAULT_MAX_BYTES } from "./limits.js";
import { readSource } from "./read-source.js";
import { nameOf } from "./source-name.js";

/** Options of `dataset.fromIdx`. */
export interface IdxDatasetOptions {
  /** The IDX file of rank 3: count, rows, columns. */
  readonly images: ByteSource;
  /** The IDX file of rank 1. */
  readonly labels: ByteSource;
  /** A name per class; default "0", "1", … up to the largest label. */
  readonly classNames?: readonly string[];
  /** What error messages call the two files; default: their path, URL or file name. */
  readonly names?: { readonly images: string; readonly labels: string };
  /** Largest size a file may declare, in bytes; default 64 MiB. */
  readonly maxBytes?: number;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
}

/** Reads and checks both files; the result goes to `dataset.fromArrays`. */
export async function readIdxPair(options: IdxDatasetOptions): Promise<Arrays> {
  const where = "dataset.fromIdx";
  const checked = optionsObject(where, options, ["images", "labels", "classNames", "names", "maxBytes", "signal"]);
  const { classNames, maxBytes = DEFAULT_MAX_BYTES, signal } = checked;
  const imageFile = checkSource(where, "images", checked.images);
  const labelFile = checkSource(where, "labels", checked.labels);
  signalOption(where, signal);
  const names = checked.names ?? { images: nameOf(imageFile, "images"), labels: nameOf(labelFile, "labels") };
  const shared = { maxBytes, ...(signal && { signal }) };
  const classes = classNames && { classes: classNames.length };

  // Labels first: they are small, and a wrong one is found before the images are inflated.
  const labels = await parseIdx(await readSource(labelFile, { where, ...shared }), {
    ...shared,
    ...classes,
    name: names.labels,
    rank: 1,
  });
  const file = await readSource(imageFile, { where, ...shared });
  const images = await parseIdx(file, { ...shared, name: names.images, rank: 3 });
  const isOwn = bytesOf(imageFile) === undefined;
  if (isOwn) discard(file, images.data);
  const [count, rows, columns] = images.shape as [number, number, number];
  if (labels.data.length !== count) {
    throw new FashionWasmError(
      "IDX_COUNT",
      `${names.images} holds ${count} images, ${names.labels} holds ${labels.data.length} labels → the two files must belong together`,
    );
  }
  return {
    images: images.data,
    labels: Uint32Array.from(labels.data),
    imageShape: [rows, columns, 1],
    ...(classNames && { classNames }),
  };
}
