/**
 * Which class is taken for which: the confusion matrix in colour.
 *
 * Up to 30 classes are shown as a matrix, in a box of its own on small screens. More make a carpet that nobody reads:
 * then the pairs that are mixed up most are listed instead. Names in tooltips are shorter where there are many cells.
 */
import { type HeatCell, heatKey, heatMap } from "../charts/heat-map.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, percent } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";
import { cut, inAttribute } from "../words.js";
import { type Pair, pairsOf } from "./pairs.js";

const MOST_CLASSES = 30;
const MOST_PAIRS = 40;

/** The matrix, or the worst pairs where there are too many classes for one. */
export function confusionSection({ evaluation }: ReportInput): Section {
  const { classes, confusionMatrix } = evaluation.report;
  const isSmall = classes.length <= MOST_CLASSES;
  const pairs = isSmall ? [] : pairsOf(evaluation.report, Number.POSITIVE_INFINITY);
  return {
    id: "confusion",
    title: "What is taken for what",
    explanation: isSmall
      ? html`<p>A row holds all images of one class; its columns say what the model took them for. Blue cells, from corner to corner, are right. Orange ones are mistakes: the stronger, the larger their share of the row.</p>`
      : html`<p>With ${count(classes.length)} classes a full table could not be read. ${pairsWords(pairs.length)}</p>`,
    body: isSmall
      ? matrix(
          classes.map(({ name }) => name),
          confusionMatrix,
        )
      : pairs.length > 0 && pairTable(evaluation, pairs.slice(0, MOST_PAIRS)),
  };
}

function pairsWords(found: number): string {
  if (found === 0) return "No image was taken for another class, so there is no pair to list.";
  if (found === 1) return "Here is the one pair that is mixed up.";
  if (found <= MOST_PAIRS) return `Here are all ${count(found)} pairs that are mixed up.`;
  return `Here are the ${MOST_PAIRS} pairs that are mixed up most often, of ${count(found)}.`;
}

function matrix(names: readonly string[], counts: readonly (readonly number[])[]): Markup {
  const short = names.map((name) => inAttribute(name, names.length > 12 ? 32 : 80));
  const cells = counts.map((row, t) => {
    const total = row.reduce((sum, images) => sum + images, 0);
    return row.map((images, p): HeatCell => {
      const share = total > 0 ? images / total : 0;
      return {
        word: count(images),
        strength: strengthOf(share),
        kind: t === p ? "right" : "wrong",
        title: `${short[t]} taken for ${short[p]}: ${count(images)} of ${count(total)}, ${percent(share)}`,
      };
    });
  });
  const corner = html`true ↓<br>taken for →`;
  const label = "Confusion matrix: true classes in rows, predicted classes in columns";
  const steps = [0.01, 0.05, 0.2, 1].map((share) => ({ word: percent(share, 0), strength: strengthOf(share) }));
  return html`${scrollBox(label, heatMap({ label, corner, rows: names, columns: names, cells, upright: true }))}
<p class="note">Share of the row: right ${heatKey(steps, "right")} wrong ${heatKey(steps, "wrong")} Colour grows with the square root of the share, so that rare mistakes can be seen.</p>`;
}

/** Small shares are what one looks for here; the square root lifts them. */
function strengthOf(share: number): number {
  return Math.sqrt(share);
}

function pairTable(evaluation: ReportInput["evaluation"], pairs: readonly Pair[]): Markup {
  const { classes } = evaluation.report;
  const name = (c: number) => cut(classes[c]?.name ?? String(c));
  const rows = pairs.map(
    ({ truth, taken, images }) =>
      html`<tr><th scope="row">${name(truth)}</th><td>${name(taken)}</td><td class="number">${count(images)}</td><td class="number">${percent(images / (classes[truth]?.support || 1))}</td></tr>`,
  );
  return html`<table class="plain" aria-label="Most frequent confusions"><thead><tr><th scope="col">True class</th><th scope="col">Taken for</th><th scope="col" class="number">Images</th><th scope="col" class="number">Of the class</th></tr></thead><tbody>${rows}</tbody></table>`;
}
