/**
 * The worst mistakes: for the pairs of classes that are mixed up most, the images the model was surest about.
 *
 * They often tell more than a number: labels that are wrong themselves, or images nobody could tell apart.
 */
import { pixels } from "../data-uri.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { fileCaption, fileInAttribute, nameOf } from "../label.js";
import { count, counted, percent } from "../numbers.js";
import type { Section } from "../page.js";
import { testImages } from "../pictures.js";
import { inAttribute, inText } from "../words.js";
import { confidenceOf } from "./confidence.js";
import { pairsOf } from "./pairs.js";

const PAIRS = 12;
const IMAGES = 5;

/** Up to twelve pairs with up to five images each; null when every image was right. */
export function mistakesSection({ evaluation, test, png }: ReportInput): Section | null {
  const { report, images } = evaluation;
  const pairs = pairsOf(report, PAIRS);
  if (pairs.length === 0) return null;
  const surest = surestMistakes({ evaluation, test });
  const { paint, note } = testImages(test);
  const name = (c: number) => nameOf(test, c);
  const wrong = images - Math.round(report.accuracy * images);
  const shown = pairs.reduce((sum, pair) => sum + pair.images, 0);
  const card = ({ truth, taken, images }: (typeof pairs)[number]): Markup => {
    const share = percent(images / (report.classes[truth]?.support || 1));
    const tile = (i: number) => {
      const sure = percent(confidenceOf(evaluation, i));
      const alt = `Image ${i}${fileInAttribute(test, i)}: is ${inAttribute(name(truth))}, taken for ${inAttribute(name(taken))} with confidence ${sure}`;
      return html`<li>${pixels(png, paint(i), alt)}<span class="caption">${sure}${fileCaption(test, i)}</span></li>`;
    };
    return html`<div class="pair"><h3>${inText(name(truth))} <span class="arrow">taken for</span> ${inText(name(taken))}</h3>
<p class="note">${counted(images, "mistake")}, ${share} of the class</p>
<ul class="grid">${surest.get(keyOf(truth, taken))?.map(tile)}</ul></div>`;
  };
  return {
    id: "mistakes",
    title: "Worst mistakes",
    wide: true,
    explanation: html`<p>${pairs.length === 1 ? "One pair of classes accounts" : `${counted(pairs.length, "pair")} of classes account`} for ${shareOf(shown, wrong)}. Of each pair the images the model was surest about, with its confidence in the wrong answer: look whether you would have known better.</p>${note}`,
    body: html`<div class="pairs">${pairs.map(card)}</div>`,
  };
}

function shareOf(shown: number, wrong: number): string {
  if (shown < wrong) return `${count(shown)} of ${counted(wrong, "mistake")}`;
  return wrong === 1 ? "the only mistake" : `all ${counted(wrong, "mistake")}`;
}

/** Positions of wrong images by pair, the surest first, at most {@link IMAGES} of each. */
function surestMistakes({ evaluation, test }: Pick<ReportInput, "evaluation" | "test">): Map<string, number[]> {
  const { predictions } = evaluation;
  const mistakes = new Map<string, number[]>();
  const { labels } = test;
  for (let i = 0; i < Math.min(labels.length, predictions.length); i++) {
    if (labels[i] === predictions[i]) continue;
    const key = keyOf(labels[i] as number, predictions[i] as number);
    const known = mistakes.get(key);
    if (known === undefined) mistakes.set(key, [i]);
    else known.push(i);
  }
  const sure = (i: number) => confidenceOf(evaluation, i) || 0;
  for (const [key, positions] of mistakes) {
    mistakes.set(key, positions.sort((a, b) => sure(b) - sure(a) || a - b).slice(0, IMAGES));
  }
  return mistakes;
}

function keyOf(truth: number, taken: number): string {
  return `${truth} ${taken}`;
}
