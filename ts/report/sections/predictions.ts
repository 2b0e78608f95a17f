/**
 * Twenty-five test images with what the model says and what is true.
 *
 * They stand at even distances in the test set: nobody picked them, and the same set shows the same images whatever the
 * model. So the share of wrong ones is about the model's.
 */
import { pixels } from "../data-uri.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { fileCaption, fileInAttribute, nameOf } from "../label.js";
import { counted, percent } from "../numbers.js";
import type { Section } from "../page.js";
import { testImages } from "../pictures.js";
import { inAttribute, inText } from "../words.js";
import { confidenceOf } from "./confidence.js";

const IMAGES = 25;

/** The grid of five by five. */
export function predictionsSection(input: ReportInput): Section {
  const { evaluation, test, png } = input;
  const { paint, note } = testImages(test);
  const positions = evenly(Math.min(test.length, evaluation.predictions.length), IMAGES);
  const name = (c: number) => nameOf(test, c);
  const tile = (i: number): Markup => {
    const truth = test.label(i);
    const taken = evaluation.predictions[i] as number;
    const isRight = truth === taken;
    const sure = percent(confidenceOf(evaluation, i), 0);
    const alt = `Image ${i}${fileInAttribute(test, i)}: ${isRight ? "right" : "wrong"}, taken for ${inAttribute(name(taken))}${isRight ? "" : `, is ${inAttribute(name(truth))}`}`;
    return html`<li><span class="verdict ${isRight ? "right" : "wrong"}">${pixels(png, paint(i), alt)}<b aria-hidden="true">${isRight ? "✓" : "✗"}</b></span>
<span class="caption"><span class="name">${inText(name(taken))}</span><span class="soft">${sure}</span>${!isRight && html`<span class="name">is ${inText(name(truth))}</span>`}${!isRight && fileCaption(test, i)}</span></li>`;
  };
  return {
    id: "predictions",
    title: "At work",
    explanation: html`<p>${counted(positions.length, "image")}, taken at even distances through the test set and not by looks. Below each what the model calls it and how sure it is; where it is wrong, marked ✗, also what it is.</p>${note}`,
    body: html`<ul class="grid predictions">${positions.map(tile)}</ul>`,
  };
}

/** `limit` positions of `length`, in the middle of equal parts. */
function evenly(length: number, limit: number): number[] {
  const number = Math.min(length, limit);
  return Array.from({ length: number }, (_, i) => Math.floor(((i + 0.5) * length) / number));
}
