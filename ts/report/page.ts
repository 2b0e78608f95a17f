/**
 * The frame all pages share: head, headline figures, contents, sections, foot.
 *
 * The policy in the head forbids every request, and there is no script, so a page shows the same in ten years, on a
 * train, and out of an e-mail. What stands in the sections is theirs; how it looks is in style/.
 */
import { type Content, html, Markup } from "./html.js";
import { count } from "./numbers.js";
import { STYLE } from "./style/style.js";
import { inText, undirected } from "./words.js";

/** One number that everybody should see. */
export interface Headline {
  readonly value: string;
  readonly name: string;
  /** What it means, half a sentence. */
  readonly note: Content;
}

/** One part of a page. */
export interface Section {
  /** Its anchor: a word of ours, never one from outside. */
  readonly id: string;
  readonly title: string;
  /** Plain words on what one sees. */
  readonly explanation: Content;
  readonly body: Content;
  /** True: the body takes the whole width, below the explanation. */
  readonly wide?: boolean;
  /** How much is in it, shown beside its title; a page with such sections can show one of them alone. */
  readonly tally?: number;
}

/** What a page is made of; sections that are null are left out. */
export interface Page {
  readonly kind: string;
  readonly title: string;
  readonly lead: Content;
  readonly headlines: readonly Headline[];
  readonly sections: readonly (Section | null)[];
}

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** The whole file. */
export function page({ kind, title, lead, headlines, sections }: Page): string {
  const shown = sections.filter((section) => section !== null);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${undirected(title)} · ${kind}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<header class="top">
<p class="kind">fashion-wasm · ${kind}</p>
<h1><bdi>${title}</bdi></h1>
<p class="lead">${lead}</p>
<dl class="headlines">${headlines.map(headline)}</dl>
<nav aria-label="Contents"${shown.some(isGroup) && html` id="all"`}><ul>${shown.some(isGroup) && html`<li><a href="#all">All</a></li>`}${shown.map(link)}</ul></nav>
</header>
${shown.map(drawn)}
</main>
<footer><p>Made by fashion-wasm. The page is one file: it loads nothing, runs no script, and can be kept, mailed and printed.</p></footer>
</body>
</html>
`.text;
}

/** A box that scrolls sideways by itself, also by keyboard, where what is in it is wider than the screen. */
export function scrollBox(name: string, content: Content): Markup {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">${content}</div>`;
}

function headline({ value, name, note }: Headline): Markup {
  return html`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`;
}

function isGroup({ tally }: Section): boolean {
  return tally !== undefined;
}

function link({ id, title, tally }: Section): Markup {
  return html`<li><a href="#${id}">${tally === undefined ? title : inText(title)}${tally !== undefined && html` <span class="tally">${count(tally)}</span>`}</a></li>`;
}

function drawn({ id, title, explanation, body, wide = false, tally }: Section): Markup {
  const isGroup = tally !== undefined;
  return html`<section id="${id}" class="${wide ? "wide" : "narrow"}${isGroup && " group"}" aria-labelledby="${id}-title">
<div class="about"><h2 id="${id}-title">${isGroup ? inText(title) : title}${isGroup && html` <span class="tally">${count(tally)}</span>`}</h2>${isGroup && html`<p class="alone"><a href="#all">Show all groups</a></p>`}${explanation}</div>
<div class="body">${body}</div>
</section>
`;
}
