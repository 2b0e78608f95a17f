/**
 * Whether the model's confidence can be believed: reliability diagrams before and after temperature scaling.
 */
import type { Calibration, ReliabilityBin } from "../../evaluation/calibration.js";
import type { ScaledCalibration } from "../../evaluation/temperature.js";
import { binWords, reliabilityChart } from "../charts/reliability.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, counted, fixed, percent, short } from "../numbers.js";
import { type Section, scrollBox } from "../page.js";
import { automaticNote } from "./automatic.js";

/** Diagrams, error and temperature. */
export function calibrationSection(input: ReportInput): Section {
  const { calibration, scaledCalibration: scaled } = input.evaluation;
  return {
    id: "calibration",
    title: "Can its confidence be believed?",
    explanation: html`<p>When the model says “90 % sure”, it should be right nine times out of ten: then the bars end at the dashed line. Bars below it mean that the model thinks too highly of itself.</p>
<p>The expected calibration error (ECE) is the mean distance, every bar counted by its images.</p>
${scaled === null ? html`<p>No images were given to fit a temperature on.</p>` : scaling(scaled)}
${automaticNote(input)}`,
    body: html`<div class="multiples">${view("As trained", calibration)}${scaled && view(`At temperature ${fixed(scaled.temperature, 2)}`, scaled)}</div>
<details><summary>All bins as numbers</summary><div class="multiples">${table("As trained", calibration.bins)}${scaled && table("With temperature", scaled.bins)}</div></details>`,
  };
}

function scaling({ temperature, fittedOn, notice }: ScaledCalibration): Markup {
  return html`<p>Dividing the model's outputs by one number, its <b>temperature ${fixed(temperature, 2)}</b>, changes no answer, only how sure it sounds. It was fitted on ${counted(fittedOn, "image")} held out of training.${notice && html` <b>Beware:</b> ${notice}.`}</p>`;
}

function view(title: string, calibration: Calibration): Markup {
  const { ece, nll } = calibration;
  return html`<div>${reliabilityChart(title, calibration)}<p class="note">ECE ${percent(ece, 2)} · negative log likelihood ${short(nll)}</p></div>`;
}

function table(title: string, bins: readonly ReliabilityBin[]): Markup {
  const rows = bins.map(({ low, high, count: images, accuracy, confidence }) => {
    const shares = [confidence, accuracy].map((share) => (images === 0 ? "–" : percent(share)));
    return html`<tr><th scope="row">${binWords(low, high)}</th><td class="number">${count(images)}</td>${shares.map((share) => html`<td class="number">${share}</td>`)}</tr>`;
  });
  return scrollBox(
    title,
    html`<table class="plain" aria-label="${title}"><thead><tr><th scope="col">${title}</th><th scope="col" class="number">Images</th><th scope="col" class="number">Sure</th><th scope="col" class="number">Right</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}
