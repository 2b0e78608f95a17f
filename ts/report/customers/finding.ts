/**
 * A result in words, before its numbers: blue at its side, orange where it is in doubt.
 */
import { type Content, html, type Markup } from "../html.js";
import { cut } from "../words.js";

/** Characters of a sentence from outside. */
const MOST = 600;

/** The words, the first of them large. */
export function finding(isDoubtful: boolean, first: Content, ...more: readonly Content[]): Markup {
  return html`<div class="finding ${isDoubtful && "doubt"}"><p>${first}</p>${more.map((one) => one && html`<p>${one}</p>`)}</div>`;
}

/** A sentence from outside. */
export function sentence(text: string): Markup {
  return html`<bdi>${cut(text, MOST)}</bdi>`;
}
