/**
 * What an audience is about, in words: classes joined by `or` and `and`.
 */
import { FashionWasmError } from "../../errors.js";
import { hint } from "../../options/nearest.js";

/**
 * Reads an expression: `Dress`, `Dress or Shirt`, `Dress and Bag`, `(Dress or Shirt) and Bag`; names of classes without regard to
 * case, in quotation marks where they hold such words, as long as there is more than the name. Returns one list of weights per
 * class for each part that `and` joins.
 *
 * Errors: INVALID_ARGUMENT for a name that is no class, and what is no expression.
 */
export function parseExpression(where: string, text: string, classNames: readonly string[]): Float64Array[] {
  const whole = classNames.findIndex((name) => name.toLowerCase() === text.trim().toLowerCase());
  if (whole >= 0) return [Float64Array.from(classNames, (_, place) => (place === whole ? 1 : 0))];
  const parts = split(text, /^\s+and\s+/i);
  return parts.map((part) => {
    const inner = part.trim().replace(/^\((.*)\)$/s, "$1");
    const names = split(inner, /^(?:\s+or\s+|\s*[|,]\s*)/i).map(unquoted);
    // Without brackets it may mean (A or B) and C, or A or (B and C).
    const isDoubtful = parts.length > 1 && names.length > 1 && inner === part.trim();
    if (isDoubtful || names.includes("")) throw noExpression(where, text);
    const weights = new Float64Array(classNames.length);
    for (const name of names) {
      const place = placeOf(name, classNames);
      if (place < 0 && /[()"]/.test(name)) throw noExpression(where, text);
      if (place < 0) throw noClass(where, name, classNames);
      weights[place] = 1;
    }
    return weights;
  });
}

function unquoted(name: string): string {
  return name
    .trim()
    .replace(/^"(.*)"$/s, "$1")
    .trim();
}

function noExpression(where: string, text: string): FashionWasmError {
  const what = `${where}: the audience is ${JSON.stringify(text)}`;
  const advice = 'join classes by "or", such choices, in brackets, by "and": Dress or Shirt, (Dress or Shirt) and Bag';
  return new FashionWasmError("INVALID_ARGUMENT", `${what} → ${advice}`);
}

/** Splits where the pattern begins, outside of quotation marks and brackets. */
function split(text: string, pattern: RegExp): string[] {
  const found: string[] = [];
  let [start, depth, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    const [joint] = depth === 0 ? (pattern.exec(text.slice(at)) ?? []) : [];
    if (joint === undefined) continue;
    found.push(text.slice(start, at));
    start = at + joint.length;
    at = start - 1;
  }
  return [...found, text.slice(start)];
}

function placeOf(name: string, classNames: readonly string[]): number {
  const lower = name.toLowerCase();
  return classNames.findIndex((each) => each.toLowerCase() === lower);
}

function noClass(where: string, name: string, classNames: readonly string[]): FashionWasmError {
  const what = `${where}: ${JSON.stringify(name)} is no class${hint(name, classNames)}`;
  return new FashionWasmError("INVALID_ARGUMENT", `${what} → there are ${classNames.join(", ")}`);
}
