/**
 * The contact sheet of classified photos: those that a person should look at first, then class by class.
 *
 * A click on a group shows it alone, without a script: the page's address names it (style/photos.ts).
 */
import { html } from "./html.js";
import { count, counted, percent } from "./numbers.js";
import { type Headline, page } from "./page.js";
import { countsOf } from "./photos/counts.js";
import type { PhotosInput } from "./photos/input.js";
import { groupSections } from "./photos/sections.js";
import { factsOf } from "./sections/facts.js";

/**
 * Makes the contact sheet of photos: a whole file of HTML that loads nothing and runs no script.
 *
 * All text is escaped, numbers are in English form. Photos are shown smaller the more there are: with 100 the file has about
 * 3 MB, with 2,000 about 20 MB.
 */
export function photosHtml(input: PhotosInput): string {
  const { photos, failed, review, prepared } = countsOf(input);
  const shown = input.photos.length;
  const answered = photos - failed;
  const plain = answered - review;
  const left = photos - shown;
  const headlines: Headline[] = [
    {
      name: "Photos",
      value: count(photos),
      note: left > 0 ? `${count(shown)} of them are shown` : "all of them are shown",
    },
    {
      name: "To review",
      value: count(review),
      note: answered > 0 ? `${percent(review / answered)} of those with an answer` : "",
    },
    { name: "Not flagged", value: count(plain), note: "no reason for a second look was found" },
    { name: "Prepared", value: count(prepared), note: `${count(answered - prepared)} went through as they are` },
    ...(failed > 0 ? [{ name: "Failed", value: count(failed), note: "have no answer" }] : []),
  ];
  const limit =
    left > 0 &&
    html` This page shows ${count(shown)} of them, those to review first; ${counted(left, "photo is", "photos are")} not on it.`;
  return page({
    kind: "photos",
    title: input.title,
    lead: html`<strong>${counted(photos, "photo")}</strong>, each with the class that the model finds most probable: ${count(plain)} not flagged, ${count(review)} for a person to review${failed > 0 && html`, ${count(failed)} failed`}.${limit}`,
    headlines,
    sections: [...groupSections(input), factsOf(input.facts, FACTS)],
  });
}

const FACTS = "The same photos, model and version give the same answers on every machine.";
