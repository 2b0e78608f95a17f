/**
 * Photos of garments as a dataset, each prepared as `preparePhoto` does: what a model for photos of one's own is trained on.
 */
import { checkArrays } from "../data/arrays.js";
import { dataFile } from "../data/data-wasm.js";
import type { Dataset } from "../data/dataset.js";
import { readers } from "../data/fetch-readers.js";
import { datasetOf } from "../data/from.js";
import { heldFolder } from "../data/held.js";
import type { FolderOptions } from "../data/image-folder.js";
import type { LabelInput } from "../data/labels.js";
import { nameOf } from "../data/source-name.js";
import { threadsSetting } from "../engine/settings.js";
import { FashionWasmError } from "../errors.js";
import { choiceOption, optionsObject, signalOption } from "../options/check.js";
import { show } from "../options/show.js";
import { warn } from "../options/warn.js";
import type { ByteSource } from "../platform/byte-source.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import type { PhotoSource } from "./photo-source.js";
import { photoWork } from "./photo-work.js";
import { prepareWith } from "./prepare-photo.js";
import type { PreparedPhoto } from "./prepared.js";
import { photoWorkerSetting } from "./worker-setting.js";

/** Options of {@link photoDataset}: a folder, or photos and their labels. */
export interface PhotoDatasetOptions {
  /** A folder with a folder of photos for each class, as `dataset.fromFolder` takes it. */
  readonly folder?: FolderOptions["folder"] | undefined;
  /** Paths, URLs, bytes, Files, or what a page can draw. */
  readonly images?: readonly PhotoSource[] | undefined;
  /** A class number for each of `images`; null: there are none. */
  readonly labels?: LabelInput | null | undefined;
  /** What errors call `images`; default: their paths, URLs or file names. */
  readonly names?: readonly string[] | undefined;
  /** A name per class, in the order of the class numbers; default, of a folder: the names of its folders. */
  readonly classNames?: readonly string[] | undefined;
  /** As for `preparePhoto`; default `auto`. */
  readonly preparation?: "auto" | "photo" | "none" | undefined;
  /** Largest size of one file, in bytes; default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Called after each photo. */
  readonly onPhoto?: ((done: number, total: number) => void) | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal | undefined;
}

const WHERE = "photoDataset";
const NAMES = [
  "folder",
  "images",
  "labels",
  "names",
  "classNames",
  "preparation",
  "maxBytes",
  "onPhoto",
  "signal",
] as const;
/** Photos under way at once. */
const UNDER_WAY = 16;

/**
 * Makes a dataset of photos: of each the image of 28 × 28 tones that `preparePhoto` makes of it, by several workers. Photos in
 * which no garment is found are left out, with a warning.
 *
 * Shapes: n × 28 × 28 × 1 bytes.
 *
 * @throws FashionWasmError as `dataset.fromFolder` and `preparePhoto`; a photo that cannot be read is named.
 * @example
 * const photos = await photoDataset({ folder: "shop" }); // shop/Hat/1.jpg, shop/Scarf/2.jpg, …
 */
export async function photoDataset(options: PhotoDatasetOptions): Promise<Dataset> {
  const { preparation = "auto", maxBytes, onPhoto, signal, ...given } = optionsObject(WHERE, options, NAMES);
  choiceOption(WHERE, "preparation", preparation, ["auto", "photo", "none"]);
  signalOption(WHERE, signal)?.throwIfAborted();
  const { images, labels, names, classNames } = await photosOf(given);
  const work = photoWork(dataFile, { threads: threadsSetting(), script: photoWorkerSetting });
  const settings = { preparation, ...(maxBytes !== undefined && { maxBytes }), ...(signal && { signal }) };
  const prepared: (PreparedPhoto | undefined)[] = new Array(images.length);
  let next = 0;
  let done = 0;
  const prepareAll = async () => {
    while (next < images.length) {
      const place = next++;
      try {
        prepared[place] = await prepareWith(WHERE, work.prepare, images[place] as PhotoSource, settings);
      } catch (error) {
        next = images.length; // the others stop
        throw error;
      }
      onPhoto?.(++done, images.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(UNDER_WAY, images.length) }, prepareAll));
  } finally {
    await work.dispose();
  }
  const found = prepared.flatMap((one, place) => (one !== undefined && one.objects > 0 ? [place] : []));
  const lost = images.length - found.length;
  const nameOfPlace = (place: number) => names[place] ?? `photo ${place}`;
  if (lost > 0) {
    const first = prepared.findIndex((one) => one?.objects === 0);
    const what = `no garment is found in ${lost} of ${images.length} photos, such as ${nameOfPlace(first)}`;
    if (found.length === 0) throw new FashionWasmError("DATA_MISMATCH", `${WHERE}: ${what} → give photos of garments`);
    warn(WHERE, `${what}: left out`);
  }
  const pixels = new Uint8Array(found.length * 28 * 28);
  found.forEach((place, i) => {
    pixels.set((prepared[place] as PreparedPhoto).pixels, i * 28 * 28);
  });
  const arrays = checkArrays({
    images: pixels,
    labels: labels === null ? null : found.map((place) => Number(labels[place])),
    imageShape: [28, 28, 1],
    ...(classNames && { classNames }),
  });
  return datasetOf(arrays, found.map(nameOfPlace));
}

/** The photos that were given, or those of a folder. */
async function photosOf(given: Pick<PhotoDatasetOptions, "folder" | "images" | "labels" | "names" | "classNames">) {
  const { folder, images, labels = null, names, classNames } = given;
  if ((folder === undefined) === (images === undefined)) {
    throw new FashionWasmError("INVALID_ARGUMENT", `${WHERE}: ${show(given)} → give either a folder or images`);
  }
  if (folder !== undefined) {
    const own = heldFolder(folder) as typeof folder;
    const { imagesInFolder } = await readers();
    const found = await imagesInFolder({ folder: own, ...(classNames && { classNames }) }).catch((error: unknown) => {
      if (!(error instanceof FashionWasmError)) throw error;
      const message = error.message.replace(/^dataset\.fromFolder/, WHERE);
      throw new FashionWasmError(error.code, message, { cause: error });
    });
    const files = found.images as readonly PhotoSource[];
    return { images: files, labels: found.labels, names: found.fileNames, classNames: found.classNames };
  }
  if (!Array.isArray(images) || images.length === 0) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${WHERE}: images is ${show(images)} → give an array of photos, at least one`,
    );
  }
  const count = (list: { readonly length: number } | null | undefined) => list?.length ?? images.length;
  if (count(labels) !== images.length || count(names) !== images.length) {
    const what = `${images.length} images, ${count(labels)} labels, ${count(names)} names`;
    throw new FashionWasmError("DATA_MISMATCH", `${WHERE}: ${what} → give one of each for each image`);
  }
  const known = names ?? images.map((source, i) => nameOf(source as ByteSource, `photo ${i}`));
  return { images, labels, names: known, classNames };
}
