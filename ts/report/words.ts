/**
 * Words from outside, names above all, as they stand in the pages: not endless, and keeping their direction to themselves.
 *
 * A name may hold U+202E, which turns round whatever follows it. In text it stands in a `<bdi>`, which ends that; in an
 * attribute and in a `<title>` nothing can, so there such characters are left out.
 */
import { html, type Markup } from "./html.js";

const MOST = 80;
/** Marks, embeddings, overrides and isolates of direction. */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** The first `most` characters of a name, the last of them `…` when there are more. */
export function cut(name: string, most = MOST): string {
  const characters = [...name.slice(0, 2 * most + 2)]; // whole ones: half of an emoji is none
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : name;
}

/** The last `most` characters of a path, the first of them `…` when there are more: the end says which file it is. */
export function cutFront(path: string, most = MOST): string {
  const characters = [...path.slice(-2 * most - 2)];
  return characters.length > most ? `…${characters.slice(1 - most).join("")}` : path;
}

/** A path in text. */
export function pathInText(path: string): Markup {
  return html`<bdi>${cutFront(path)}</bdi>`;
}

/** A name in text, in a heading or in a caption. */
export function inText(name: string): Markup {
  return html`<bdi>${cut(name)}</bdi>`;
}

/** A name in an attribute: `alt`, `title`, `aria-label`. */
export function inAttribute(name: string, most = MOST): string {
  return cut(undirected(name), most);
}

/** A text of any length without what changes its direction. */
export function undirected(text: string): string {
  return text.replace(DIRECTIONS, "");
}
