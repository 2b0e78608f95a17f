/**
 * Values of options: text from the command line to checked numbers and words.
 *
 * Each function returns a parser for commander; a value it refuses becomes wrong use (exit 2) with what was
 * expected. Ranges are those in which a run can mean something, the API checks again what it is given.
 */
import { InvalidArgumentError } from "commander";
import { nearest } from "../options/nearest.js";

/** A whole number from `min` to `max`, written in digits. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

/** A finite number greater than 0 and at most `max`; `1e-3` and `0.001` are both read. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = decimal(text);
    if (value > 0 && value <= max) return value;
    throw new InvalidArgumentError(`Expected a number greater than 0 and at most ${max}, such as 0.001 or 1e-3.`);
  };
}

/** A fraction from 0 up to, but without, 1. */
export function fraction(text: string): number {
  const value = decimal(text);
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError("Expected a fraction from 0 up to but not including 1, such as 0.2.");
}

/** A fraction between 0 and 1, neither of them. */
export function properFraction(text: string): number {
  const value = decimal(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError("Expected a fraction greater than 0 and less than 1, such as 0.2.");
}

/** One of a closed list of words; a near miss is named. */
export function oneOf<Word extends string>(allowed: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = allowed.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    const suggestion = nearest(text, allowed);
    const question = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
    throw new InvalidArgumentError(`Expected ${listed(allowed)}.${question}`);
  };
}

/** Some of a closed list of words, separated by commas; each once, in the order of the list. */
export function someOf<Word extends string>(allowed: readonly Word[]): (text: string) => Word[] {
  const one = oneOf(allowed);
  return (text) => {
    const named = text.split(",").map((word) => one(word.trim()));
    return allowed.filter((word) => named.includes(word));
  };
}

/** Text that is not empty (an unset shell variable would arrive as ""). */
export function nonEmpty(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("Expected a path, received nothing.");
}

/** The path of a file to write whose name ends in one of `endings`, in small letters or capitals. */
export function fileEnding(endings: readonly string[]): (text: string) => string {
  return (text) => {
    const path = nonEmpty(text);
    if (endings.some((ending) => path.toLowerCase().endsWith(ending) && !isBareEnding(path, ending))) return path;
    throw new InvalidArgumentError(`Expected the path of a file that ends in ${listed(endings)}.`);
  };
}

/** `.csv` and `shop/.csv` are hidden files without an ending. */
function isBareEnding(path: string, ending: string): boolean {
  return /[\\/]$/.test(path.slice(0, -ending.length)) || path.length === ending.length;
}

/** `pixel1..pixel784`: the first and the last of some columns. */
export function columnRange(text: string): [first: string, last: string] {
  const [, first, last] = /^\s*(.+?)\s*\.\.\s*(.+?)\s*$/.exec(text) ?? [];
  if (first !== undefined && last !== undefined) return [first, last];
  throw new InvalidArgumentError("Expected the first and the last column, such as pixel1..pixel784 or 1..784.");
}

/** A number of bytes from `min` to `max`: digits, with k, M or G for multiples of 1024, as in `500k` or `16M`. */
export function byteSize(min: number, max: number): (text: string) => number {
  return (text) => {
    const [, digits = "", unit = ""] = /^(\d{1,15})\s*([kKmMgG]?)(?:i?[bB])?$/.exec(text.trim()) ?? [];
    const bytes = Number(digits || Number.NaN) * 1024 ** " kmg".indexOf(unit.toLowerCase() || " ");
    if (bytes >= min && bytes <= max) return bytes;
    throw new InvalidArgumentError(`Expected a size from ${min} to ${max} bytes, such as 500k or 16M.`);
  };
}

/** A name or an address of a host, without a port. */
export function hostName(text: string): string {
  const name = text.trim().replace(/^\[(.*)\]$/, "$1");
  const isAddress = /^[\da-f.:]+(%[\w.-]+)?$/i.test(name) && name.includes(":") && !/^[^:]*:\d*$/.test(name);
  if (isAddress || /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i.test(name)) return name;
  throw new InvalidArgumentError("Expected the name or address of a host without a port, such as 127.0.0.1.");
}

/** `15x15`: rows and columns, 1 to 100 each. */
export function gridSize(text: string): [rows: number, columns: number] {
  const [, rows, columns] = /^(\d{1,3})x(\d{1,3})$/.exec(text.trim()) ?? [];
  const size: [number, number] = [Number(rows), Number(columns)];
  if (size.every((side) => side >= 1 && side <= 100)) return size;
  throw new InvalidArgumentError("Expected rows and columns from 1 to 100, such as 15x15.");
}

/** `28x28x1`: height, width and channels, 1 (grey) or 3. */
export function imageShape(text: string): [height: number, width: number, channels: number] {
  const [, ...sides] = /^(\d{1,4})x(\d{1,4})x([13])$/.exec(text.trim()) ?? [];
  const [height = 0, width = 0, channels = 0] = sides.map(Number);
  if (height >= 1 && width >= 1) return [height, width, channels];
  throw new InvalidArgumentError("Expected height x width x channels, such as 28x28x1, with 1 or 3 channels.");
}

/** Names separated by commas, none empty and none twice. */
export function names(text: string): string[] {
  const all = text.split(",").map((name) => name.trim());
  if (all.every((name) => name !== "") && new Set(all).size === all.length) return all;
  throw new InvalidArgumentError("Expected different names separated by commas, such as shirt,shoe,bag.");
}

/** The column of a table's labels: `first`, `last`, `none`, a place from 0, or a name. */
export function labelColumn(text: string): string | number | null {
  const column = text.trim();
  if (column === "none") return null;
  if (/^\d+$/.test(column)) return Number(column);
  if (column !== "") return column;
  throw new InvalidArgumentError("Expected first, last, none, the name of a column or its place from 0.");
}

function decimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
