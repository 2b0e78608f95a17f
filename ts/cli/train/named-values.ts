/**
 * Values with names, of options that have options: `alpha=0.01,warmupEpochs=1` on the command line, an object in a file.
 *
 * Both are checked by one table of what each value is; ranges are checked by whoever uses them.
 */
import { InvalidArgumentError } from "commander";
import { nearest } from "../../options/nearest.js";
import { show } from "../../options/show.js";

/** What a value may be; `numbers` are separated by `/` in text; a `range` is one number or two. */
export type Kind = "number" | "flag" | "word" | "numbers" | "range";

/** By name. */
export type Kinds = Readonly<Record<string, Kind>>;

/** Values by name, of the types that their kinds say. */
export type NamedValues = Readonly<Record<string, unknown>>;

const EXPECTED: Readonly<Record<Kind, string>> = {
  number: "a number, such as 0.01",
  flag: "true or false",
  word: "a word",
  range: "a number, or two such as -0.1/0.2",
  numbers: "numbers, such as 5/8 on the command line and [5, 8] in a file",
};

/** Reads `name=value,name=value`. Errors: InvalidArgumentError of commander, as all here. */
export function namedValues(text: string, kinds: Kinds): NamedValues {
  const pairs = text.split(",").map((pair): [string, unknown] => {
    const at = pair.indexOf("=");
    if (at < 1) throw new InvalidArgumentError(`Expected ${example(kinds)}, received ${show(pair.trim())}.`);
    const name = pair.slice(0, at).trim();
    return [name, fromText(pair.slice(at + 1).trim(), kinds[known(name, kinds)] as Kind)];
  });
  const twice = repeatedName(pairs);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is there twice.`);
  return checkedValues(Object.fromEntries(pairs), kinds);
}

/** The first name that was given before; undefined where all differ. */
export function repeatedName(pairs: readonly (readonly [name: string, value: unknown])[]): string | undefined {
  return pairs.find(([name], i) => pairs.findIndex(([other]) => other === name) < i)?.[0];
}

/** Checks names and types of values that a file has. */
export function checkedValues(values: NamedValues, kinds: Kinds): NamedValues {
  for (const [name, value] of Object.entries(values)) {
    const kind = kinds[known(name, kinds)] as Kind;
    if (isOf(kind, value)) continue;
    throw new InvalidArgumentError(`${name} is ${show(value)}. Expected ${EXPECTED[kind]}.`);
  }
  return values;
}

function known(name: string, kinds: Kinds): string {
  if (Object.hasOwn(kinds, name)) return name;
  const names = Object.keys(kinds);
  const meant = nearest(name, names);
  const question = meant === undefined ? "" : ` Did you mean ${meant}?`;
  const all = names.length === 0 ? "There are no options." : `Expected ${names.join(", ")}.`;
  throw new InvalidArgumentError(`${show(name)} is no option of it. ${all}${question}`);
}

function fromText(text: string, kind: Kind): unknown {
  if (kind === "number") return number(text) ?? text;
  if (kind === "numbers") return text.split("/").map((one) => number(one) ?? one);
  if (kind === "range") return text.includes("/") ? fromText(text, "numbers") : fromText(text, "number");
  if (kind === "flag" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function number(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === "number") return typeof value === "number" && Number.isFinite(value);
  if (kind === "flag") return typeof value === "boolean";
  if (kind === "word") return typeof value === "string" && value !== "";
  if (kind === "range" && !Array.isArray(value)) return isOf("number", value);
  if (kind === "range" && Array.isArray(value) && value.length !== 2) return false;
  return Array.isArray(value) && value.length > 0 && value.every((one) => isOf("number", one));
}

function example(kinds: Kinds): string {
  const names = Object.keys(kinds);
  return names.length === 0 ? "nothing after its name" : `name=value,… with the names ${names.join(", ")}`;
}
