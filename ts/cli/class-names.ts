/**
 * What classes are called on the command line, and how those of the data become those of a model.
 *
 * The names are the data's own. Tables, IDX files and numbered folders have numbers: `--class-names` says what these mean, and
 * Fashion-MNIST's names hold only for Fashion-MNIST. `Dataset.withClassNames` matches by name.
 */
import { Dataset, FashionWasmError, fashionMnistClassNames } from "../index.js";
import { arePlaces } from "../options/places.js";
import { listOfSome } from "../options/show.js";
import { say } from "./say.js";

/** Names of each list in messages. */
const SHOWN = 20;

/** What is known of the names. */
export interface Naming {
  /** The value of `--class-names`. */
  readonly classNames?: readonly string[] | undefined;
  /** Whether the images are those of Fashion-MNIST, or said to be. */
  readonly isFashion: boolean;
  /** Whether they come from files of Fashion-MNIST that hold numbers. */
  readonly published?: boolean;
}

/**
 * The images with the names that `--class-names` gives to their numbers, else with their own.
 *
 * Errors: DATA_MISMATCH, with both lists, for names that are not those of the data.
 */
export function named(images: Dataset, { classNames, isFashion, published = false }: Naming): Dataset {
  if (classNames !== undefined) {
    if (published && contradicts(classNames)) throw otherOrder(classNames);
    return matched(published ? numbered(images) : images, classNames, "--class-names");
  }
  const isClass = (name: string) => /^\d$/.test(name);
  const fits = images.labelled && images.imageShape.join() === "28,28,1" && images.classNames.every(isClass);
  return isFashion && fits ? images.withClassNames(fashionMnistClassNames) : images;
}

/** Of a model. */
export interface ModelClasses {
  readonly classNames: readonly string[] | null;
}

/**
 * The images with the classes of a model: its list of names, by which the labels are numbered.
 *
 * A model without names, or whose names are numbers, takes classes by their number where these have no names of their own, or
 * where `--class-names` says which of them is which. Errors: DATA_MISMATCH, with both lists, for any other class that the
 * model does not know.
 */
export function ofModel(
  images: Dataset,
  { classNames: known }: ModelClasses,
  { classNames, published = false }: Omit<Naming, "isFashion">,
): Dataset {
  if (!images.labelled) return images;
  const haveNumbers = published || classNames !== undefined || areNumbers(images.classNames);
  if (known === null) {
    if (haveNumbers) return images;
    const received = `the model has no names of classes, the data has ${listOfSome(images.classNames, SHOWN)}`;
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `eval: ${received} → --class-names lists the classes as the model numbers them`,
    );
  }
  const where = "eval, the classes of the model";
  if (!arePlaces(known) || !haveNumbers || areNumbers(images.classNames)) return matched(images, known, where);
  if (classNames === undefined) say(BY_NUMBER);
  return matched(numbered(images), known, where);
}

/** Test images with the classes of the training images. Errors: DATA_MISMATCH, with both lists, for any other. */
export function ofTraining(test: Dataset, classNames: readonly string[], origin: string): Dataset {
  return matched(test, classNames, `${origin}, the classes of the training images`);
}

const BY_NUMBER = "the model's classes have no names: those of the data are taken by their numbers";

/** Whether all names are numbers, as those of numbered folders are. */
export function areNumbers(names: readonly string[]): boolean {
  return names.every((name) => /^\d+$/.test(name));
}

/** The same labels, whose classes are called otherwise, to be shown. */
export function withNames(images: Dataset, names: readonly string[]): Dataset {
  const same = names.every((name, i) => name === images.classNames[i]);
  return same ? images : new Dataset(images.source, images.imageShape, names, images.indices);
}

/** The same labels, whose classes are called by their numbers. */
function numbered({ source, imageShape }: Dataset): Dataset {
  const classes = source.labels?.reduce((most, label) => Math.max(most, label + 1), 0) ?? 0;
  const names = Array.from({ length: classes }, (_, i) => String(i));
  return new Dataset(source, imageShape, names);
}

function matched(images: Dataset, names: readonly string[], where: string): Dataset {
  try {
    return images.withClassNames(names);
  } catch (error) {
    if (!(error instanceof FashionWasmError) || error.code !== "DATA_MISMATCH") throw error;
    throw new FashionWasmError(error.code, error.message.replace("dataset.withClassNames", where), { cause: error });
  }
}

/** Names of Fashion-MNIST in another order than that of the numbers in its files. */
function contradicts(names: readonly string[]): boolean {
  const own: readonly string[] = fashionMnistClassNames;
  return names.some((name, i) => own.includes(name) && own[i] !== name);
}

function otherOrder(names: readonly string[]): FashionWasmError {
  const order = `${listOfSome(names, SHOWN)} is another order than that of Fashion-MNIST's numbers, ${listOfSome(fashionMnistClassNames, SHOWN)}`;
  return new FashionWasmError("DATA_MISMATCH", `--class-names: ${order} → leave it out`);
}
