/**
 * The classes of a model and those of the data it meets: brought together by name, once, before anything is counted.
 */
import { listOfSome } from "../options/show.js";
import { areByNumber, arePlaces } from "./class-names.js";
import { Dataset } from "./dataset.js";
import { relabelled } from "./relabel.js";

/** What a model knows of its classes. */
export interface ModelClasses {
  /** Their names; null where it was never told any. */
  readonly names: readonly string[] | null;
  /** The number of its outputs. */
  readonly count: number;
}

/**
 * Returns the same images with the numbers that the model has for their classes; the dataset itself where they agree.
 *
 * Where one of both has only numbers, labels are taken by number.
 *
 * @throws FashionWasmError DATA_MISMATCH, with both lists, for images of a class that the model does not have.
 */
export function matchClasses(where: string, data: Dataset, { names, count }: ModelClasses): Dataset {
  const { classNames, source, imageShape, indices } = data;
  if (!data.labelled) return data;
  if (names === null || arePlaces(names)) {
    if (!arePlaces(classNames) && classNames.length !== count) warnOfPlaces(where, classNames, count);
    return data;
  }
  if (areByNumber(classNames, names)) return data;
  const matched = relabelled(where, data, names);
  return matched === source ? data : new Dataset(matched, imageShape, names, indices);
}

/** The names of a model's classes after it was trained on `data`: those it had, unless they were numbers. */
export function namesAfter(names: readonly string[] | null, data: Dataset): readonly string[] | null {
  const hasNames = names !== null && (!arePlaces(names) || names.length > data.classNames.length);
  return hasNames ? names : data.classNames;
}

function warnOfPlaces(where: string, classNames: readonly string[], count: number): void {
  const some = listOfSome(classNames, 5);
  console.warn(
    `fashion-wasm: ${where}: the model's ${count} classes have numbers and no names, the data has ${classNames.length} named ones (${some}) → they are counted by their place; dataset.withClassNames([…]) with all names in the model's order says which is which`,
  );
}
