/**
 * What the layers make of one image: their answers as pictures, each from its least value (black) to its greatest.
 */

import type { FeatureMapView } from "../../model/feature-extractor.js";
import { pixels } from "../data-uri.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, counted, short } from "../numbers.js";
import type { Section } from "../page.js";
import { greyMap, imagePainter } from "../pictures.js";

const MOST = 32;

/** The maps of every layer given; null when there are none. */
export function featureMapsSection({ featureMaps, test, png }: ReportInput): Section | null {
  const { image, maps } = featureMaps;
  if (maps.length === 0) return null;
  const name = test.classNames[test.label(image)] ?? String(test.label(image));
  return {
    id: "feature-maps",
    title: "What its layers see",
    explanation: html`<p>One image on its way through the model. Every picture is one filter's answer: light where it found what it looks for. Early layers answer to edges and cloth, later ones to parts and shapes.</p>
<p>Each picture has its own scale, so brightness cannot be compared between them.</p>`,
    body: html`<div class="garment">${pixels(png, imagePainter(test)(image), `Test image ${image}: ${name}`)}<p>Test image ${count(image)}<br><span class="note">${name}</span></p></div>
${maps.map((view) => layer(view, png))}`,
  };
}

function layer({ layer, shape, values }: FeatureMapView, png: ReportInput["png"]): Markup {
  const [height, width, channels] = shape;
  const shown = Math.min(MOST, channels);
  const tile = (channel: number) => {
    const { image, low, high } = greyMap(values, shape, channel);
    const alt = `${layer}, map ${channel + 1}: values from ${short(low)} to ${short(high)}`;
    return html`<li>${pixels(png, image, alt)}</li>`;
  };
  const words = shown < channels ? `The first ${shown} of ${count(channels)} maps` : `All ${counted(channels, "map")}`;
  return html`<div class="layer"><h3>${layer}</h3><p class="note">${words}, ${height} × ${width} each.</p>
<ul class="grid maps">${Array.from({ length: shown }, (_, channel) => tile(channel))}</ul></div>`;
}
