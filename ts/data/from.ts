/**
 * The ways to make a dataset: of arrays in memory, of files in each format that is read.
 *
 * Readers give arrays, in a script that is fetched when one is first called (readers.ts); all arrays are checked by arrays.ts.
 */
import { bytesOf } from "../options/kinds.js";
import { type ArraysOptions, type CheckedArrays, checkArrays, type Reading } from "./arrays.js";
import type { CsvDatasetOptions } from "./csv.js";
import { Dataset } from "./dataset.js";
import { readers } from "./fetch-readers.js";
import { heldFolder, heldOptions, heldStream, heldValue } from "./held.js";
import type { IdxDatasetOptions } from "./idx-dataset.js";
import type { ImagesOptions } from "./image-files.js";
import type { FolderOptions } from "./image-folder.js";
import { housed } from "./pixel-home.js";
import { snapshot } from "./snapshot.js";
import { nameOf } from "./source-name.js";

/** The ways to make a {@link Dataset}. */
export const dataset = {
  /**
   * Makes a dataset of arrays in memory, or of the `ImageData` of canvases.
   *
   * The arrays are copied, so that they may be used again; one of more than 64 MiB is not, and must stay as it is.
   *
   * Errors: INVALID_ARGUMENT, SHAPE_MISMATCH (also for the bare bytes of a canvas, which have an alpha), DATA_MISMATCH.
   *
   * @example
   * dataset.fromArrays({ images: new Uint8Array(2 * 784), labels: [9, 0], imageShape: [28, 28, 1] });
   */
  fromArrays(options: ArraysOptions): Dataset {
    const checked = checkArrays(options);
    const { source, imageShape, classNames } = checked;
    const images = snapshot(source.images);
    // A large array is the caller's still.
    if (images === source.images) return new Dataset(source, imageShape, classNames);
    return datasetOf({ ...checked, source: { ...source, images } });
  },

  /**
   * Makes a dataset of two IDX files (the format of MNIST), plain or in gzip, given as path, URL, bytes, Blob or stream.
   * The images have one channel.
   *
   * Errors: those of `parseIdx`; IDX_COUNT when the files hold different numbers; IO, DOWNLOAD_FAILED.
   */
  async fromIdx(options: IdxDatasetOptions): Promise<Dataset> {
    const own = heldOptions(options);
    const { readIdxPair } = await readers();
    const arrays = checkArrays(await readIdxPair(own));
    const given = bytesOf(options.images);
    // A plain file too large to be copied is the caller's still.
    return given?.buffer === arrays.source.images.buffer
      ? new Dataset(arrays.source, arrays.imageShape, arrays.classNames)
      : datasetOf(arrays);
  },

  /**
   * Makes a dataset of a table in CSV, plain or in gzip, one image per row: `label,pixel1,…,pixel784`, as Kaggle has them.
   * It is read as it arrives, so the text is never in memory as a whole.
   *
   * With or without a header; with or without labels; in any order of label and pixels, but the pixels in theirs. Pixels are
   * whole numbers from 0 to 255. Without `imageShape` the images are squares of one channel. A table whose label may be
   * another column than the one that was taken, or that begins with an index, is refused; `labelColumn` and `header` decide.
   *
   * @example
   * await dataset.fromCsv({ csv: "optdigits.tra", labelColumn: "last" });
   *
   * Errors: CSV_EMPTY, CSV_HEADER, CSV_COLUMNS, CSV_VALUE, CSV_LABEL, each with row, line and column; CSV_TOO_LARGE; those
   * of gzip; IO, DOWNLOAD_FAILED, INVALID_ARGUMENT.
   */
  async fromCsv(options: CsvDatasetOptions): Promise<Dataset> {
    const where = "dataset.fromCsv";
    const own = heldOptions(options, (value, name) => (name === "csv" ? heldStream(where, value) : heldValue(value)));
    const { readCsv } = await readers();
    return datasetOf(checkArrays(await readCsv(own)));
  },

  /**
   * Makes a dataset of image files, PNG, JPEG or WebP by their content, all of one size.
   *
   * Every runtime decodes to the same bytes: grey by the luma of Rec. 601, rounded as Pillow's `convert("L")` rounds it (or
   * red, green, blue, with 3 in `imageShape`), 16 bits brought to 8, what is transparent on black, the first frame;
   * rotations in EXIF are not applied.
   *
   * Errors: IMAGE_FORMAT, IMAGE_INVALID (damaged), IMAGE_SHAPE (another size), IMAGE_TOO_LARGE (a side of more than 4,096
   * pixels, `maxBytes`, or more memory to decode than pixels and file explain), DATA_MISMATCH for labels, IO, DOWNLOAD_FAILED, INVALID_ARGUMENT.
   */
  async fromImages(options: ImagesOptions): Promise<Dataset> {
    const own = heldOptions(options);
    const { readImages } = await readers();
    return datasetOf(checkArrays(await readImages("dataset.fromImages", own)), fileNamesOf(own));
  },

  /**
   * Makes a dataset of a folder of images, `class/name.png`, classes sorted by their name (by their number, where all are
   * numbers) and images by theirs. What would change classes or images without a word is refused or warned of.
   *
   * Errors: DATA_NOT_FOUND when there is no image; DATA_MISMATCH for a folder that is no class, or may be none, for two that
   * are the same, and for images that are not in a class's folder itself; those of `fromImages`.
   *
   * @example
   * await dataset.fromFolder({ folder: "clothes", classNames: fashionMnistClassNames }); // clothes/T-shirt_top/1.png, …
   */
  async fromFolder(options: FolderOptions): Promise<Dataset> {
    const own = heldOptions(options, (value, name) => (name === "folder" ? heldFolder(value) : heldValue(value)));
    const { readFolder } = await readers();
    return datasetOfReading(await readFolder(own));
  },
};

/** Of arrays that nobody else holds. */
export function datasetOf(
  { source, imageShape, classNames }: CheckedArrays,
  fileNames: readonly string[] | null = null,
): Dataset {
  const named = fileNames === null ? source : { ...source, fileNames: Object.freeze([...fileNames]) };
  return new Dataset(housed(named), imageShape, classNames);
}

/** Of what a reader read. */
export function datasetOfReading({ arrays, fileNames }: Reading): Dataset {
  return datasetOf(checkArrays(arrays), fileNames);
}

/** Those that were given, else what the files are called by themselves; null where that is none of them. */
function fileNamesOf({ images, names }: ImagesOptions): readonly string[] | null {
  const found = names ?? images.map((source) => nameOf(source, ""));
  return found.some((name) => name !== "") ? found : null;
}
