/**
 * How many images there are of each class: a class that is rare is learned badly, and accuracy hardly shows it.
 */
import { bars } from "../charts/bars.js";
import { html } from "../html.js";
import type { ExploreInput } from "../input.js";
import { count, counted, percent } from "../numbers.js";
import type { Section } from "../page.js";

const MOST = 300;

/** Bars, in the order of the class numbers. */
export function classCountsSection({ data }: ExploreInput): Section {
  const counts = data.classCounts();
  const { length } = data.classNames;
  const least = counts.reduce((low, one) => Math.min(low, one), Number.POSITIVE_INFINITY);
  const most = counts.reduce((high, one) => Math.max(high, one), 0);
  const rows = data.classNames.slice(0, MOST).map((name, c) => {
    const value = counts[c] ?? 0;
    return { name, value, word: `${count(value)} (${percent(value / data.length)})` };
  });
  const uneven = `The rarest class has ${counted(least, "image")}, the most frequent ${count(most)}: always naming that one would be right for ${percent(most / data.length)}.`;
  const even =
    length === 1
      ? `There is one class, of ${counted(most, "image")}: nothing is there to tell apart.`
      : `All classes have the same number of images, ${count(most)}: nothing is rare, and guessing is right for ${percent(1 / length)}.`;
  return {
    id: "classes",
    title: "Images of each class",
    explanation: html`<p>${least === most ? even : uneven}</p>`,
    body: html`${bars("Number of images of each class", ["Class", "Images"], rows)}
${length > MOST && html`<p class="note">The first ${MOST} of ${count(length)} classes.</p>`}`,
  };
}
