/**
 * How a result came about, as pairs of words: what somebody needs to make it again, or to tell two results apart.
 */
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import type { Section } from "../page.js";

/** Recipe, seed, versions, fingerprints; null when nothing is known. */
export function factsSection({ facts }: ReportInput): Section | null {
  return factsOf(
    facts,
    "With the same recipe, seed, data and versions the same model comes out again. The long numbers are fingerprints: equal ones mean equal contents, to the last bit.",
  );
}

/** The same with other plain words on them. */
export function factsOf(facts: ReportInput["facts"], explanation: string): Section | null {
  if (facts.length === 0) return null;
  return {
    id: "facts",
    title: "How it was made",
    explanation: html`<p>${explanation}</p>`,
    body: html`<dl class="facts">${facts.map(([name, value]) => fact(name, value))}</dl>`,
  };
}

function fact(name: string, value: string): Markup {
  const isLong = value.length > 48;
  const isCode = /^\S{40,}$/.test(value);
  return html`<div class="${isLong && "long"}"><dt>${name}</dt><dd class="${isCode && "code"}">${value}</dd></div>`;
}
