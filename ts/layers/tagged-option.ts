/**
 * Options that are a word, or an object which has the word as its `type` and options of its own beside it.
 */
import { floatOption, invalidOption } from "../options/check.js";
import { hint } from "../options/nearest.js";
import type { Range } from "../options/range.js";
import { list } from "../options/show.js";

/** What the options of a word may be: numbers within a range, or true and false. */
export type Parameters = Readonly<Record<string, Range | "boolean">>;

/** Checks a word of `words` or an object of one, and returns it with its options; those that are undefined are left out. */
export function taggedOption(
  where: string,
  name: string,
  received: unknown,
  words: Readonly<Record<string, Parameters>>,
): { readonly type: string } {
  const isObject = received !== null && typeof received === "object" && "type" in received;
  const { type, ...own } = isObject ? (received as { type: unknown }) : { type: received };
  const known = typeof type === "string" && Object.hasOwn(words, type) ? words[type] : undefined;
  if (typeof type !== "string" || known === undefined) {
    const all = Object.keys(words);
    throw invalidOption(where, name, received, list(all) + hint(type, all));
  }
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  for (const [option, value] of given) checkParameter(where, `${name}.${option}`, value, known[option], known);
  return { type, ...Object.fromEntries(given) };
}

function checkParameter(
  where: string,
  name: string,
  value: unknown,
  range: Parameters[string] | undefined,
  all: Parameters,
) {
  if (range === undefined) {
    const known = Object.keys(all);
    const expected = known.length === 0 ? "left out: there are no options" : `one of the options ${known.join(", ")}`;
    throw invalidOption(where, name, value, expected);
  }
  if (range === "boolean") {
    if (typeof value !== "boolean") throw invalidOption(where, name, value, "true or false");
  } else floatOption(where, name, value, range);
}
