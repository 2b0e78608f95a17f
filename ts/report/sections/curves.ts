/**
 * How training went: loss, accuracy and learning rate over epochs, and the numbers themselves below.
 */
import { lineChart, type Series } from "../charts/line.js";
import { html, type Markup } from "../html.js";
import type { ReportInput, RunHistory } from "../input.js";
import { count, percent, short } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";

const MOST_ROWS = 200;

/** The curves; null when the history is unknown or empty. */
export function curvesSection({ history }: ReportInput): Section | null {
  if (history === null || history.loss.length === 0) return null;
  const { loss, accuracy, valLoss, valAccuracy, learningRate } = history;
  return {
    id: "training",
    title: "Training",
    wide: true,
    explanation: html`<p>An epoch is one pass over all training images. The loss says how far the answers are from the truth: it should fall while accuracy rises.</p>
${valLoss === undefined ? html`<p>No images were held back, so there is no second line to compare with.</p>` : html`<p>The dashed line is of images held back from training. Where it turns while the solid one goes on, the model begins to learn by heart.</p>`}
<p>Training values are means over an epoch in which the model still changes, often with dropout at work; so they can be the worse ones.</p>`,
    body: html`<div class="multiples">
${lineChart({ title: "Loss", unit: "number", series: pair(loss, valLoss) })}
${lineChart({ title: "Accuracy", unit: "percent", series: pair(accuracy, valAccuracy) })}
${learningRate !== undefined && changes(learningRate) && lineChart({ title: "Learning rate", unit: "number", fromZero: true, series: [{ name: "step size", values: learningRate }] })}
</div>
<details><summary>All epochs as numbers</summary>${scrollBox("Epochs", table(history))}</details>`,
  };
}

/** A rate that is the same throughout needs no chart: it stands in the table. */
function changes(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}

function pair(training: readonly number[], validation: readonly number[] | undefined): Series[] {
  const first = { name: "training", values: training };
  return validation === undefined ? [first] : [first, { name: "validation", values: validation }];
}

/** Further metrics, one number an epoch; what has a list an epoch, such as a value a class, does not fit a column. */
function further(history: RunHistory): [string, readonly number[]][] {
  const { loss: _, accuracy: _1, valLoss: _2, valAccuracy: _3, learningRate: _4, ...others } = history;
  return Object.entries(others).flatMap(([name, values = []]) =>
    values.every((value) => typeof value === "number") ? [[name, values] as [string, readonly number[]]] : [],
  );
}

const MOST_METRICS = 8;

function table(history: RunHistory): Markup {
  const { loss, accuracy, valLoss, valAccuracy, learningRate } = history;
  const columns: readonly [string, readonly number[] | undefined, (value: number) => string][] = [
    ["Loss", loss, short],
    ["Accuracy", accuracy, percent],
    ["Validation loss", valLoss, short],
    ["Validation accuracy", valAccuracy, percent],
    ["Learning rate", learningRate, short],
    ...further(history)
      .slice(0, MOST_METRICS)
      .map(([name, values]) => [name, values, short] as [string, readonly number[], typeof short]),
  ];
  const known = columns.filter(([, values]) => values !== undefined);
  const number = Math.min(loss.length, MOST_ROWS);
  const rows = Array.from({ length: number }, (_, i) => {
    const epoch = Math.round((i * (loss.length - 1)) / Math.max(1, number - 1)); // the first and the last among them
    const cells = known.map(([, values, word]) => html`<td class="number">${word(values?.[epoch] ?? Number.NaN)}</td>`);
    return html`<tr><th scope="row">${epoch + 1}</th>${cells}</tr>`;
  });
  return html`<table class="plain" aria-label="Values of every epoch"><thead><tr><th scope="col">Epoch</th>${known.map(([name]) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table>
${loss.length > MOST_ROWS && html`<p class="note">${MOST_ROWS} of ${count(loss.length)} epochs, at even distances.</p>`}`;
}
