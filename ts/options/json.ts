/**
 * JSON of files, read strictly: of two members of one name JSON.parse takes the last without a word, and the next reader
 * perhaps the first.
 */
import { show } from "./show.js";

/** Deeper than anything we write; deeper JSON would take memory out of proportion. */
const DEEPEST = 16;

/** What a text of JSON says, or, by its fault, what is wrong with it. */
export interface Json {
  readonly value?: unknown;
  readonly fault?: string;
  readonly cause?: unknown;
}

/** Reads JSON; it has a fault when it is none, is too deep, or has a name twice. */
export function readJson(text: string): Json {
  try {
    const fault = faultOf(text);
    return fault === undefined ? { value: JSON.parse(text) } : { fault };
  } catch (cause) {
    return { fault: "is no JSON", cause };
  }
}

/** What is wrong with JSON that may be well-formed otherwise. What it says of a text that is none has no meaning. */
function faultOf(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{" || sign === "[") {
      if (open.push(new Set()) > DEEPEST) return `is deeper than ${DEEPEST} levels`;
    } else if (sign === "}" || sign === "]") {
      open.pop();
    } else if (sign === '"') {
      const start = at;
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
      let next = at + 1;
      while (text.charCodeAt(next) <= 32) next++;
      if (text[next] !== ":") continue;
      // Names are compared as they are read: "a" is "\u0061".
      const name: string = JSON.parse(text.slice(start, at + 1));
      const names = open.at(-1);
      if (names?.has(name)) return `has the name ${show(name)} twice in an object, again at character ${start}`;
      if (/\p{Surrogate}/u.test(name)) return `has the name ${show(name)}, which is no text`;
      names?.add(name);
    }
  }
  return undefined;
}
