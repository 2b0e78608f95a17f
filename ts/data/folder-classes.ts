/**
 * Finds the class of each folder: by `classNames` where these are given, else each folder is a class. Names in doubt are
 * refused.
 */
import { FashionWasmError } from "../errors.js";
import { listOfSome } from "../options/show.js";
import { warn } from "../options/warn.js";
import { numbersAmong } from "./class-names.js";

/** The classes, and the number of each folder's. */
export interface FolderClasses {
  readonly classNames: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

const WHERE = "dataset.fromFolder";
const isNumber = (name: string) => /^\d+$/.test(name);
/** macOS takes accents apart in the names of files. */
const composed = (name: string) => name.normalize("NFC");

/**
 * Returns the class of each folder. With `classNames`, folders that are not `used`, which hold no image, need be none.
 *
 * Errors: DATA_MISMATCH for a folder that is no class, two that are the same, and names that are in doubt.
 */
export function classesOfFolders(
  folders: readonly string[],
  used: ReadonlySet<string>,
  classNames?: readonly string[],
): FolderClasses {
  if (classNames === undefined) {
    checkNamesOfFolders(folders);
    const names = sortedNames(folders.map(composed));
    return { classNames: names, numbers: new Map(folders.map((name) => [name, names.indexOf(composed(name))])) };
  }
  const isUsed = (place: number) => used.has(folders[place] as string);
  const numbers = numbersAmong(WHERE, folders.map(composed), classNames, isUsed);
  return { classNames, numbers: new Map(folders.map((name, place) => [name, numbers[place] as number])) };
}

/** Numbers by their value, else by code units, as Keras sorts them. */
export function sortedNames(names: readonly string[]): string[] {
  const byValue = names.every(isNumber);
  return [...names].sort(byValue ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
}

/** Refuses names that may not be classes, or that have no certain order: without `classNames` nobody has said so. */
function checkNamesOfFolders(folders: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of folders) {
    const like = likeness(composed(name));
    const other = seen.get(like);
    seen.set(like, name);
    if (other === undefined) continue;
    // Letters in both cases are classes of handwriting.
    if (composed(name) !== composed(other) && [...name].length === 1 && [...other].length === 1) continue;
    const isSame = composed(name) === composed(other);
    const differ = isSame ? "have the same letters in another form of Unicode" : "differ only in case, blanks or zeros";
    const advice = isSame ? "join them" : "join them, or list both in classNames if they are two classes";
    throw mismatch(`the folders ${JSON.stringify(other)} and ${JSON.stringify(name)} ${differ} → ${advice}`);
  }
  const numbers = folders.filter(isNumber);
  if (numbers.length === 0 || numbers.length === folders.length) return;
  const words = folders.filter((name) => !isNumber(name));
  const mixed = `the folders' names are numbers (${listOfSome(numbers, 3)}) and words (${listOfSome(words, 3)})`;
  const byText = [...numbers].sort();
  if (sortedNames(numbers).some((name, i) => name !== byText[i])) {
    throw mismatch(
      `${mixed}, which have no order → give classNames in the order of the class numbers, or remove what is no class`,
    );
  }
  warn(WHERE, `${mixed}; they are sorted as text → give classNames for another order, or remove what is no class`);
}

/** Returns a key that is the same for names which a person would take for one. */
function likeness(name: string): string {
  if (isNumber(name)) return String(Number(name));
  return name
    .trim()
    .toLowerCase()
    .replace(/([^\s_-])[\s_-]+(?=[^\s_-])/g, "$1 ");
}

function mismatch(what: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `${WHERE}: ${what}`);
}
