/**
 * How a received value reads in an error message: short, on one line, never the whole of a large array.
 *
 * Used by every check of what a user passes in, so that all messages look alike.
 */
import { isThere } from "./kinds.js";

const MAX_LENGTH = 80;

/** Returns `value` as a person would write it, cut to one short line. */
export function show(value: unknown): string {
  const text = write(value, 0);
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}

function write(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || typeof value !== "object") return Object.is(value, -0) ? "-0" : String(value);
  if (!isThere(value)) return `${typeName(value)}(0) on memory that was handed over or cut short`;
  if (ArrayBuffer.isView(value)) return typeName(value) + ("length" in value ? `(${String(value.length)})` : "");
  if (Array.isArray(value)) return writeArray(value, depth);
  const name = typeName(value);
  if (name !== "Object") return `an object of class ${name}`;
  if (depth > 1) return "{…}";
  const members = Object.entries(value).slice(0, 5);
  return members.length === 0 ? "{}" : `{ ${members.map(([k, v]) => `${k}: ${write(v, depth + 1)}`).join(", ")} }`;
}

function writeArray(value: readonly unknown[], depth: number): string {
  if (depth > 1) return "[…]";
  const items = value.slice(0, 8).map((item) => write(item, depth + 1));
  return `[${items.join(", ")}${value.length > 8 ? `, … ${value.length} in all` : ""}]`;
}

/** The class of an object, `Object` for plain ones and those without a prototype. */
export function typeName(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  // Bundlers put a line before the name of a class that names itself.
  return typeof name === "string" && name !== "" ? name.replace(/^_/, "") : "Object";
}

/** Returns `"a", "b" or "c"`: the allowed values of an option. */
export function list(values: readonly string[]): string {
  return alternatives(values.map((value) => JSON.stringify(value)));
}

/** Returns `a, b or c`, as they are. */
export function alternatives(words: readonly string[]): string {
  if (words.length <= 1) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Returns `"a", "b", …`: names that were received, the first `most` of them. */
export function listOfSome(names: readonly string[], most: number): string {
  const some = names.slice(0, most).map((name) => JSON.stringify(name));
  return `${some.join(", ")}${names.length > most ? ", …" : ""}`;
}
