/**
 * Precision, recall and F1 of every class, and both averages.
 *
 * Of more than 300 classes those with the lowest F1 are shown, since they are the ones one would look for.
 */
import type { ClassScores, Scores } from "../../evaluation/classification-report.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, percent } from "../numbers.js";
import type { Section } from "../page.js";
import { cut } from "../words.js";

const MOST_CLASSES = 300;

/** The table of classes. */
export function classSection({ evaluation }: ReportInput): Section {
  const { classes, macroAverage, weightedAverage } = evaluation.report;
  const shown =
    classes.length <= MOST_CLASSES ? classes : [...classes].sort((a, b) => a.f1 - b.f1).slice(0, MOST_CLASSES);
  return {
    id: "classes",
    title: "Class by class",
    explanation: html`<p><b>Precision</b>: of the images that the model puts into a class, the share that belongs there. <b>Recall</b>: of the images of a class, the share that it finds. <b>F1</b> is high only when both are.</p>
<p>The macro average counts every class the same, the weighted one every image.</p>`,
    body: html`<table class="plain" aria-label="Scores of every class">
<thead><tr><th scope="col">Class</th>${["Precision", "Recall", "F1", "Images"].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${shown.map(scoresOf)}</tbody>
<tfoot>${average("Macro average", macroAverage)}${average("Weighted average", weightedAverage)}</tfoot></table>
${shown !== classes && html`<p class="note">The ${MOST_CLASSES} of ${count(classes.length)} classes with the lowest F1.</p>`}`,
  };
}

function scoresOf({ name, precision, recall, f1, support }: ClassScores): Markup {
  return html`<tr><th scope="row">${cut(name)}</th>${[precision, recall, f1].map(meter)}<td class="number">${count(support)}</td></tr>`;
}

function meter(share: number): Markup {
  return html`<td class="number meter" style="--s:${Math.round(1000 * share) / 1000 || 0}">${percent(share)}</td>`;
}

function average(name: string, { precision, recall, f1, support }: Scores): Markup {
  const cells = [precision, recall, f1].map((share) => html`<td class="number">${percent(share)}</td>`);
  return html`<tr><th scope="row">${name}</th>${cells}<td class="number">${count(support)}</td></tr>`;
}
