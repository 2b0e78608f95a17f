/**
 * The groups of the sheet: photos to review with the reasons, photos of each class, photos that failed.
 */
import { html, type Markup } from "../html.js";
import { count, counted } from "../numbers.js";
import type { Section } from "../page.js";
import { cut, pathInText } from "../words.js";
import { cardMaker } from "./card.js";
import { type Answered, groupsOf } from "./counts.js";
import type { PhotosInput, SheetPhoto } from "./input.js";
import { REASONS } from "./reasons.js";

/** Pixels a side of photos on a sheet of so many: a page should open on a phone. */
const SIDES = [
  { photos: 100, side: 160 },
  { photos: 500, side: 112 },
  { photos: Number.POSITIVE_INFINITY, side: 80 },
] as const;

/** Characters of an error. */
const MOST = 400;

/** All groups that have photos. */
export function groupSections(input: PhotosInput): (Section | null)[] {
  const { review, classes, failed } = groupsOf(input);
  const side = SIDES.find(({ photos }) => input.photos.length <= photos)?.side ?? 80;
  const card = cardMaker(input.png, side);
  const sheet = (photos: readonly Answered[]) => html`<ul class="photos">${photos.map(card)}</ul>`;
  return [
    review.length === 0 ? null : reviewSection(review, sheet(review)),
    ...classes.map(({ place, name, photos, review }): Section => {
      const more = review > 0 && html` ${count(review)} more ${review === 1 ? "is" : "are"} to review.`;
      return {
        id: `class-${place}`,
        title: name,
        tally: photos.length,
        wide: true,
        explanation: html`<p>${counted(photos.length, "photo")} not flagged.${more}</p>`,
        body: sheet(photos),
      };
    }),
    failed.length === 0 ? null : failedSection(failed),
  ];
}

function reviewSection(photos: readonly Answered[], body: Markup): Section {
  const reasons = Object.entries(REASONS).map(([reason, words]) => ({
    ...words,
    number: photos.filter(({ answer }) => answer.reason === reason).length,
  }));
  return {
    id: "review",
    title: "To review",
    tally: photos.length,
    wide: true,
    explanation: html`<p>${counted(photos.length, "photo")} for a person to look at: the answer may be right, but is not sure enough to be taken unseen.</p>
<dl class="reasons">${reasons.filter(({ number }) => number > 0).map(({ title, meaning, number }) => html`<div><dt>${title} <span class="number">${count(number)}</span></dt><dd>${meaning}</dd></div>`)}</dl>`,
    body,
  };
}

function failedSection(photos: readonly SheetPhoto[]): Section {
  return {
    id: "failed",
    title: "Failed",
    tally: photos.length,
    explanation: html`<p>${counted(photos.length, "file")} that ${photos.length === 1 ? "has" : "have"} no answer, and why.</p>`,
    body: html`<dl class="facts failures">${photos.map(({ file, error }) => html`<div class="long"><dt>${pathInText(file)}</dt><dd><bdi>${cut(error ?? "unknown", MOST)}</bdi></dd></div>`)}</dl>`,
  };
}
