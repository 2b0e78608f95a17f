/**
 * Audiences: how large, how much of the purchases they reach, how far above the average, and what was written where.
 */
import { html, type Markup } from "../html.js";
import { count, counted, list, percent, short } from "../numbers.js";
import type { Section } from "../page.js";
import { cut, inText, pathInText } from "../words.js";
import { baseName } from "./addresses.js";
import type { AudienceView, CustomersPageInput } from "./input.js";
import { liftColumns, named, table } from "./table.js";
import { amount, measured, times } from "./words.js";

/** Cards that are open. */
const MOST = 12;
/** Characters of what an audience is. */
const MOST_WHAT = 160;

/** A table to compare them, and a card for each; without one, how to make one. */
export function audiencesSection({ audiences, level, shop: { customers } }: CustomersPageInput): Section {
  const cards = (some: readonly AudienceView[]) => html`<ul class="cards">${some.map(card)}</ul>`;
  const more = audiences.slice(MOST);
  const isNone = audiences.length === 0;
  const isTested = audiences.some(({ lift }) => lift !== null);
  return {
    id: "audiences",
    title: "Audiences",
    wide: !isNone,
    explanation: isNone
      ? html`<p>Lists of the customers of whom most purchases of something are expected.</p>`
      : html`<p><b>Reach</b>: the share of all expected purchases of something that the customers of an audience stand for. <b>Lift</b>: reach over their share of all customers; what is expected.${isTested && html` <b>Back-test</b>: the lift that was measured, for a single class, when customers were chosen before the last purchases, with a ${percent(level, 0)} interval; the orange line, 1×, is a random draw.`}</p>
<p>All say who will buy, <b>not whom a message moves</b>: that is uplift, and only those held out can show it.</p>`,
    body: isNone
      ? html`<p>None was made: <b>fashion-wasm audience</b> makes them.</p>`
      : html`${table(
          "Audiences",
          [
            ["Audience", "", ({ name }) => named(name)],
            ["Customers", "number beside", ({ size }) => count(size)],
            ["Of all", "number beside", ({ size }) => customers > 0 && percent(size / customers)],
            ["Reach", "number", ({ reach }) => percent(reach)],
            ["Lift", "number", ({ reach, size }) => times(size > 0 ? (reach * customers) / size : null)],
            ...(isTested ? liftColumns(audiences, () => "dot", "Back-test") : []),
          ],
          audiences,
        )}
${cards(audiences.slice(0, MOST))}${more.length > 0 && html`<details><summary>${counted(more.length, "more audience")}</summary>${cards(more)}</details>`}`,
  };
}

function card(audience: AudienceView): Markup {
  const { name, what, size, target, control, expectedPurchases, horizonDays, files, minimumSupport } = audience;
  const { consentNo, excludeFile } = audience.excluded;
  const out = [
    ...(consentNo > 0 ? [`${count(consentNo)} said no to marketing`] : []),
    ...(excludeFile > 0 ? [`${count(excludeFile)} in the file to exclude`] : []),
  ];
  const lines: readonly (readonly [string, Markup | string | false])[] = [
    ["To address", count(target)],
    [
      "Held out",
      control > 0
        ? `${count(control)} at random (${percent(control / size, 0)})`
        : "nobody: the effect cannot be measured",
    ],
    ["Expected", `${measured(expectedPurchases, "purchase", amount)} within ${counted(horizonDays, "day")}`],
    ["Left out", out.length > 0 ? list(out) : "nobody"],
    ["Support", minimumSupport > 0 && `${short(minimumSupport)} or more`],
    ["Files", files.length > 0 && html`${files.map((file) => html`<span>${pathInText(baseName(file))}</span>`)}`],
  ];
  return html`<li class="card"><h3>${inText(name)}</h3><p class="note"><bdi>${cut(what, MOST_WHAT)}</bdi></p><dl>${lines.map(([term, words]) => words !== false && html`<div><dt>${term}</dt><dd>${words}</dd></div>`)}</dl></li>`;
}
