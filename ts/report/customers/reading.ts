/**
 * How to read the page: what its words mean, and what its numbers are not.
 */
import { html } from "../html.js";
import { percent } from "../numbers.js";
import type { Section } from "../page.js";
import { finding } from "./finding.js";
import type { CustomersPageInput } from "./input.js";
import { measured } from "./words.js";

/** The warning first, then the words. */
export function readingSection({ strength, shop, level }: CustomersPageInput): Section {
  const age = shop.halfLife !== null && `age (half after ${measured(shop.halfLife, "day")}) and `;
  const terms: readonly (readonly [string, string])[] = [
    [
      "Affinity",
      `The share that a class is expected to have in a customer's next purchases. It begins at the average customer's, which counts like ${measured(strength, "purchase")}, and moves with each purchase of the customer's own.`,
    ],
    ["Index", "Affinity over the average customer's share, times 100: 200 is twice as much as average."],
    [
      "Support",
      `How many purchases a profile rests on, weighed by ${age || ""}how sure their labels are. With little support a profile is close to the average.`,
    ],
    ["Reach and lift", "Addressing 10 % of customers may reach 40 % of the expected purchases: a lift of 4×."],
    ["Uplift", "What a message changes: purchases of those who got it minus those of others out of the same draw."],
    [
      "Interval",
      `Holds the true value with ${percent(level, 0)} confidence as far as chance goes; wrong assumptions are not in it.`,
    ],
  ];
  return {
    id: "reading",
    title: "How to read it",
    explanation: html`<p>This page holds no name, address or number of any customer.</p>`,
    body: html`${finding(
      true,
      html`<b>Affinity and index are not uplift.</b> They say who likes a class, not whom a message moves.`,
      html`Who likes dresses most may buy them without being asked; lift counts those purchases too. To know what a campaign changes, leave those held out alone, address the others, and compare with <b>fashion-wasm profile measure</b>.`,
    )}
<dl class="terms">${terms.map(([term, meaning]) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl>`,
  };
}
