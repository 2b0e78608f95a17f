/**
 * The classes of a model and those of the data it meets: brought together by name, once, before anything is counted.
 */
import { arePlaces } from "../options/places.js";
import { warn as say, type Warn } from "../options/warn.js";
import { areByNumber, isNumber } from "./class-names.js";
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
 * Where one of both has only numbers, labels are taken by number; `warn` says so where the other has words.
 *
 * @throws FashionWasmError DATA_MISMATCH, with both lists, for images of a class that the model does not have.
 */
export function matchClasses(where: string, data: Dataset, { names, count }: ModelClasses, warn: Warn = say): Dataset {
  const { classNames, source, imageShape, indices } = data;
  if (!data.labelled) return data;
  if ((names === null || arePlaces(names)) && !classNames.some(isNumber)) {
    warn(where, takenByPlace(classNames, count));
    return data;
  }
  const own = names ?? Array.from({ length: count }, (_, i) => String(i));
  if (areByNumber(classNames, own)) return data;
  const matched = relabelled(where, data, own);
  return matched === source ? data : new Dataset(matched, imageShape, own, indices);
}

/** The names of a model's classes after it was trained on `data`: those it had, unless they were numbers. */
export function namesAfter(names: readonly string[] | null, data: Dataset): readonly string[] | null {
  const hasNames = names !== null && (!arePlaces(names) || names.length > data.classNames.length);
  return hasNames ? names : data.classNames;
}

function takenByPlace(classNames: readonly string[], count: number): string {
  const some = classNames
    .slice(0, 3)
    .map((name, i) => `${i}: ${JSON.stringify(name)}`)
    .join(", ");
  return `the model's ${count} classes have no names, the data has ${classNames.length} named ones → they are counted by their place (${some} …); dataset.withClassNames([…]) puts them into the model's order`;
}
