/**
 * Bars that lie, one a name: a table whose numbers can be read, copied and heard, with a bar behind each.
 */
import { html, type Markup } from "../html.js";
import { cut } from "../words.js";

/** One bar. */
export interface Bar {
  readonly name: string;
  /** Its length; the longest fills its place. */
  readonly value: number;
  readonly word: string;
}

/** A table of bars under `heads`: of the names and of the values. */
export function bars(label: string, heads: readonly [string, string], rows: readonly Bar[]): Markup {
  const longest = rows.reduce((most, { value }) => Math.max(most, value), 0);
  return html`<table class="bars" aria-label="${label}">
<thead><tr><th scope="col">${heads[0]}</th><th scope="col" class="number">${heads[1]}</th><td></td></tr></thead>
<tbody>${rows.map(
    ({ name, value, word }) =>
      html`<tr><th scope="row">${cut(name)}</th><td class="number">${word}</td><td class="track"><span class="bar" style="width:${shareOf(value, longest)}%"></span></td></tr>`,
  )}</tbody></table>`;
}

function shareOf(value: number, longest: number): number {
  return longest > 0 ? Math.round((1000 * value) / longest) / 10 : 0;
}
