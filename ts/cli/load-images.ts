/**
 * The images that `--data` names, for every command that looks at, trains on or tests with labelled images: Fashion-MNIST in
 * its published forms, a table in CSV, a folder with a folder per class (image-tree.ts).
 *
 * What the classes are called: class-names.ts.
 */
import { basename } from "node:path";
import { type Dataset, dataset, FashionWasmError, type ImageShape, photoDataset } from "../index.js";
import { named } from "./class-names.js";
import { UsageError } from "./exit.js";
import { type ImageTree, imageTree } from "./image-tree.js";
import { loadData } from "./load-data.js";
import { patiently, sayUnlessSoon } from "./patience.js";
import { labelledPhotos, namesPhotos } from "./photo-training/photo-table.js";
import { type Preparation, whyPhotos } from "./photo-training/photo-tree.js";
import { showPhotos } from "./predict/progress.js";
import { say } from "./say.js";
import { refuseTableOptions, type TableOptions, tableOptions } from "./table-options.js";

/** The training images or the test images. */
export type Part = "train" | "test";

/** What is asked for. */
export interface ImagesWanted extends TableOptions {
  /** The value of `--data`, if it was given. */
  readonly data?: string | undefined;
  /** What the numbers of the classes mean, in data whose classes are numbers. */
  readonly classNames?: readonly string[] | undefined;
  /** Shape of the images; default squares of a table, and the first file's size, grey, of a folder. */
  readonly imageShape?: ImageShape | undefined;
  /** Whether images are photos, to be prepared; default `none`. */
  readonly preparation?: Preparation | undefined;
  /** Of a table of photos: the column that names them. */
  readonly imageColumn?: string | undefined;
  /** Whether pixels are taken, too, where `preparation` is `photo`: by who tests a model for photos. */
  readonly pixelsToo?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Images at a place; a part is read when it is asked for. */
export interface ImagesFound {
  /** Where they are, for people. */
  readonly origin: string;
  /** Whether there are training images and test images; else there is one set, whichever part is asked for. */
  readonly inParts: boolean;
  /** Fashion-MNIST as it was published: IDX files or Kaggle's tables, which hold numbers, in their own random order. */
  readonly published: boolean;
  /** Photos, prepared. */
  readonly photos: boolean;
  /** Where a part is. */
  originOf(part: Part): string;
  /** Reads a part. Errors: those of the readers of data, and of {@link named}. */
  load(part: Part): Promise<Dataset>;
}

/**
 * Finds them. A table is known by its ending; a folder holds Fashion-MNIST if it has one of its files, else images.
 *
 * Errors: DATA_NOT_FOUND, and those of `loadFashionMnist`.
 */
export async function findImages(wanted: ImagesWanted): Promise<ImagesFound> {
  const { data } = wanted;
  const place = data ?? (process.env.FASHION_WASM_DATA || undefined);
  if (place === undefined || place === "sample") return published(wanted);
  if (/\.(csv|tsv|jsonl|ndjson)(\.gz)?$/i.test(place)) {
    const { preparation = "none", signal } = wanted;
    const isOfPhotos = preparation !== "none" && (await namesPhotos(place, wanted.imageColumn, signal));
    if (!isOfPhotos) return table(place, refusePhotos(refuseColumn(wanted, place), place));
    return photoTable(place, refuseShape(wanted, place));
  }
  const tree = await imageTree(place);
  if (tree === null) return published(refuseColumn(wanted, place));
  const photos = await arePhotos(tree, wanted);
  return imageFolders(tree, refuseColumn(photos ? refuseShape(wanted, place) : wanted, place), photos);
}

/** Errors: USAGE for a shape of photos, which are all prepared to one. */
function refuseShape(wanted: ImagesWanted, place: string): ImagesWanted {
  if (wanted.imageShape === undefined) return wanted;
  throw new UsageError(`--image-shape: ${place} holds photos, which are prepared to 28×28 → leave it out`);
}

/** Errors: USAGE for a column of photos where no table names photos. */
function refuseColumn(wanted: ImagesWanted, place: string): ImagesWanted {
  if (wanted.imageColumn === undefined) return wanted;
  throw new UsageError(`--image-column is about a table that names photos, ${place} is none → leave it out`);
}

/** Whether the images of folders are photos; says why, where it was found out. */
async function arePhotos(
  { path, parts }: ImageTree,
  { preparation = "none", imageShape }: ImagesWanted,
): Promise<boolean> {
  if (preparation !== "auto") return preparation === "photo";
  if (imageShape !== undefined) return false;
  const folders = Object.values(parts);
  const why = await whyPhotos(folders.length === 0 ? [path] : folders);
  if (why !== null)
    say(`taken for photos, which are prepared to 28×28: ${why}; --preparation none takes images as they are`);
  return why !== null;
}

/** Errors: USAGE for pixels that are to be prepared. */
function refusePhotos(wanted: ImagesWanted, place: string): ImagesWanted {
  if (wanted.preparation !== "photo" || wanted.pixelsToo) return wanted;
  throw new UsageError(`--preparation photo: ${place} holds pixels, not photos → leave it out`);
}

/** Errors: USAGE for a --part of images that have none. */
export function checkPart({ inParts, origin }: ImagesFound, part: Part | undefined): void {
  if (inParts || part === undefined || basename(origin) === part) return;
  throw new UsageError(`--part ${part}: ${origin} is one set of images, without parts → leave it out`);
}

/** Of whatever path: Kaggle's tables bear the name, and so do most folders of the images. */
const FASHION = /fashion[-_ ]?mnist/i;

function table(path: string, wanted: ImagesWanted): ImagesFound {
  const { classNames, imageShape, signal } = wanted;
  const load = once(async () => {
    const said = { csv: path, signal, ...tableOptions(wanted), ...(imageShape && { imageShape }) };
    const done = sayUnlessSoon(`reading ${path}`);
    const images = await dataset
      .fromCsv(said)
      .catch((error: unknown) => {
        // Labels that are names are read by --class-names; numbers are compared with them afterwards, with both lists.
        const mayBeNames = classNames !== undefined && error instanceof FashionWasmError && error.code === "CSV_LABEL";
        return mayBeNames ? dataset.fromCsv({ ...said, classNames }) : Promise.reject(error);
      })
      .finally(done);
    return named(images, { classNames, isFashion: FASHION.test(basename(path)) });
  });
  return { ...oneSet(path, false), load: () => load("train") };
}

/** One set of images, whichever part is asked for. */
function oneSet(path: string, photos: boolean): Omit<ImagesFound, "load"> {
  return { origin: path, inParts: false, published: false, photos, originOf: () => path };
}

function photoTable(path: string, { labelColumn, imageColumn, classNames, signal }: ImagesWanted): ImagesFound {
  const load = once(async () => {
    const { paths, names, labels } = await labelledPhotos(path, { labelColumn, imageColumn }, signal);
    const classes = classNames ?? [...new Set(labels)].sort();
    const strange = labels.find((label) => !classes.includes(label));
    if (strange !== undefined) {
      const what = `${path}: a class is ${strange}, --class-names lists ${classes.join(", ")}`;
      throw new FashionWasmError("DATA_MISMATCH", `${what} → list all classes of the table`);
    }
    const numbers = labels.map((label) => classes.indexOf(label));
    return prepared({ images: paths, names, labels: numbers, classNames: classes }, signal);
  });
  return { ...oneSet(path, true), load: () => load("train") };
}

/** Photos, prepared while a person sees how far it is. */
async function prepared(photos: Parameters<typeof photoDataset>[0], signal: AbortSignal): Promise<Dataset> {
  let progress: ReturnType<typeof showPhotos> | undefined;
  const onPhoto = (_: number, total: number) => {
    progress ??= showPhotos(total, signal);
    progress.add();
  };
  return photoDataset({ ...photos, onPhoto, signal }).finally(() => progress?.stop());
}

function imageFolders({ path, parts }: ImageTree, wanted: ImagesWanted, photos: boolean): ImagesFound {
  refuseTableOptions(wanted, path);
  const { classNames, imageShape, signal } = wanted;
  const isFashion = FASHION.test(basename(path));
  const { train = path, test = path } = parts;
  const inParts = parts.train !== undefined && parts.test !== undefined;
  const only = parts.train ?? parts.test ?? path;
  const originOf = (part: Part) => (inParts ? { train, test }[part] : only);
  const load = once(async (part) => {
    const folder = originOf(part);
    const options = { folder, signal, ...(imageShape && { imageShape }) };
    const reading = photos
      ? prepared({ folder }, signal)
      : patiently(`reading ${folder}`, () => dataset.fromFolder(options));
    const images = await reading.catch((error: unknown) => {
      throw isNotFound(error) ? notFound(error, "a folder with the files of Fashion-MNIST, or a table in CSV") : error;
    });
    return named(images, { classNames, isFashion });
  });
  return {
    origin: inParts ? path : only,
    inParts,
    published: false,
    photos,
    originOf,
    load: (part) => load(inParts ? part : "train"),
  };
}

async function published(wanted: ImagesWanted): Promise<ImagesFound> {
  const { data, classNames, imageShape, signal } = wanted;
  const found = await loadData(data, signal).catch((error: unknown) => {
    throw isNotFound(error)
      ? notFound(error, "a table in CSV (.csv, .csv.gz), or a folder with a folder of images per class")
      : error;
  });
  const { origin } = found;
  const place = /^the sample\b/.test(origin) ? "the sample" : origin; // its origin is a sentence
  refuseTableOptions(wanted, place);
  refusePhotos(wanted, place);
  const load = async (part: Part) => {
    const images = found[part];
    if (imageShape !== undefined && imageShape.join() !== images.imageShape.join()) {
      const shapes = `the images are ${images.imageShape.join("×")}, expected ${imageShape.join("×")}`;
      throw new FashionWasmError("SHAPE_MISMATCH", `${place}: ${shapes} → name data of that shape`);
    }
    return named(images, { classNames, isFashion: true, published: true });
  };
  return { origin, inParts: true, published: true, photos: false, originOf: () => origin, load };
}

function isNotFound(error: unknown): error is FashionWasmError {
  return error instanceof FashionWasmError && error.code === "DATA_NOT_FOUND";
}

function notFound(cause: FashionWasmError, others: string): FashionWasmError {
  return new FashionWasmError("DATA_NOT_FOUND", `${cause.message}; or name ${others}`, { cause });
}

/** Reads each part once. */
function once(read: (part: Part) => Promise<Dataset>): (part: Part) => Promise<Dataset> {
  const reading = new Map<Part, Promise<Dataset>>();
  return (part) => {
    const found = reading.get(part) ?? read(part);
    reading.set(part, found);
    return found;
  };
}
