/**
 * Which class of one list of names is which class of another: by name where there are names, else by number.
 *
 * Labels are places in a list of names. Two data sets of the same clothes may list them in another order, or lack some; a
 * label that was taken by its place would then count one garment as another without a word.
 */
import { FashionWasmError } from "../errors.js";
import { nearest } from "../options/nearest.js";
import { arePlaces } from "../options/places.js";
import { listOfSome } from "../options/show.js";

/** Names of each list in messages. */
const SHOWN = 20;

/** Whether labels of the classes `received` are taken by number: they have no names, and numbers mean places in `names`. */
export function areByNumber(received: readonly string[], names: readonly string[]): boolean {
  return arePlaces(received) && numbersArePlaces(names);
}

/** Where the names are "0", "2" and "5", the number 1 is the place of a class and the name of none. */
function numbersArePlaces(names: readonly string[]): boolean {
  return names.every((name, i) => !isNumber(name) || name === String(i));
}

/**
 * Returns the number among `names` of each class of `received`, or null where all of them stay as they are, as do classes
 * that have no names but their numbers. The rule: {@link numbersAmong}.
 *
 * @throws FashionWasmError DATA_MISMATCH, with both lists, for a class that is not among `names`, or that two classes stand for.
 */
export function classNumbers(
  where: string,
  received: readonly string[],
  names: readonly string[],
  isUsed: (place: number) => boolean,
): Uint32Array | null {
  if (areByNumber(received, names) && received.length <= names.length) return null;
  const numbers = numbersAmong(where, received, names, isUsed);
  return numbers.every((number, place) => number === place) ? null : numbers;
}

/**
 * Returns the number among `names` of each class of `received`.
 *
 * A class is matched by its name (in any Unicode form; a folder cannot hold the slash of "T-shirt/top" and may have `_`, `-`,
 * `:`, a blank or nothing instead), else by its number where its name is one ("7"), unless `names` has other numbers ("0",
 * "2", "5"). Classes for which `isUsed` is false may be unknown.
 *
 * @throws FashionWasmError DATA_MISMATCH, with both lists, for a class that is not among `names`, or that two classes stand for.
 */
export function numbersAmong(
  where: string,
  received: readonly string[],
  names: readonly string[],
  isUsed: (place: number) => boolean,
): Uint32Array {
  const numberOf = classFinder(names);
  const numbers = new Uint32Array(received.length);
  const takenBy = new Map<number, string>();
  received.forEach((name, place) => {
    const number = numberOf(name);
    if (number === undefined) {
      if (!isUsed(place)) return;
      const meant = isNumber(name) ? undefined : nearest(name, names);
      const hint = meant === undefined ? "" : ` (did you mean ${JSON.stringify(meant)}?)`;
      throw mismatch(where, `the class ${JSON.stringify(name)}${hint} is unknown`, received, names);
    }
    const other = takenBy.get(number);
    if (other !== undefined && isUsed(place)) {
      const pair = `${JSON.stringify(other)} and ${JSON.stringify(name)}`;
      throw mismatch(where, `the classes ${pair} both stand for ${JSON.stringify(names[number])}`, received, names);
    }
    if (isUsed(place)) takenBy.set(number, name);
    numbers[place] = number;
  });
  return numbers;
}

/** Returns a function that finds the number among `names` of one class, by the rule of {@link numbersAmong}. */
export function classFinder(names: readonly string[]): (name: string) => number | undefined {
  const places = new Map<string, number>();
  // What a name is goes before what another may be spelled as.
  for (const spell of [(name: string) => [name.normalize("NFC")], spellings]) {
    names.forEach((name, place) => {
      for (const spelling of spell(name)) if (!places.has(spelling)) places.set(spelling, place);
    });
  }
  const byNumber = numbersArePlaces(names);
  return (name) => places.get(name.normalize("NFC")) ?? (byNumber ? numberIn(name, names.length) : undefined);
}

/** The forms that a folder's name may have for a name with a slash. */
function spellings(name: string): string[] {
  return ["_", "-", ":", " ", ""].map((mark) => name.normalize("NFC").replaceAll("/", mark));
}

function numberIn(name: string, classes: number): number | undefined {
  return isNumber(name) && Number(name) < classes ? Number(name) : undefined;
}

/** Whether the name is a number in digits. */
export function isNumber(name: string): boolean {
  return /^\d{1,9}$/.test(name);
}

function mismatch(
  where: string,
  what: string,
  received: readonly string[],
  names: readonly string[],
): FashionWasmError {
  return new FashionWasmError(
    "DATA_MISMATCH",
    `${where}: ${what} → the data's classes are ${listOfSome(received, SHOWN)}; the known ones are ${listOfSome(names, SHOWN)}; rename or leave out those that differ`,
  );
}
