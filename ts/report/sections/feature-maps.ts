/**
 * What the layers make of one image: their answers as pictures, each from its least value (black) to its greatest.
 *
 * At most 128 pictures: 32 of a layer, fewer where there are many layers, and of more than 16 layers some.
 */

import type { FeatureMapView } from "../../model/feature-extractor.js";
import { pixels } from "../data-uri.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { nameOf } from "../label.js";
import { count, counted, short } from "../numbers.js";
import type { Section } from "../page.js";
import { greyMap, MAP_SIDE, testImages } from "../pictures.js";
import { shrinkNote } from "../shrink.js";
import { inAttribute, inText } from "../words.js";

const MOST = 32;
const MOST_OF_ALL = 128;
const MOST_LAYERS = 16;

/** The maps of every layer given; null when there are none. */
export function featureMapsSection({ featureMaps, test, png }: ReportInput): Section | null {
  const { image, maps } = featureMaps;
  if (maps.length === 0) return null;
  const layers = maps.slice(0, MOST_LAYERS);
  const most = Math.min(MOST, Math.floor(MOST_OF_ALL / layers.length));
  const { paint, note } = testImages(test);
  const name = nameOf(test, test.label(image));
  return {
    id: "feature-maps",
    title: "What its layers see",
    explanation: html`<p>One image on its way through the model. Every picture is one filter's answer: light where it found what it looks for. Early layers answer to edges and textures, later ones to parts and shapes.</p>
<p>Each picture has its own scale, so brightness cannot be compared between them.</p>`,
    body: html`<div class="subject">${pixels(png, paint(image), `Test image ${image}: ${inAttribute(name)}`)}<div><p>Test image ${count(image)}<br><span class="note">${inText(name)}</span></p>${note}</div></div>
${layers.map((view) => layer(view, most, png))}
${layers.length < maps.length && html`<p class="note">The first ${MOST_LAYERS} of ${count(maps.length)} layers.</p>`}`,
  };
}

function layer({ layer, shape, values }: FeatureMapView, most: number, png: ReportInput["png"]): Markup {
  const [height, width, channels] = shape;
  const shown = Math.min(most, channels);
  const tile = (channel: number) => {
    const { image, low, high } = greyMap(values, shape, channel);
    const alt = `${inAttribute(layer)}, map ${channel + 1}: values from ${short(low)} to ${short(high)}`;
    return html`<li>${pixels(png, image, alt)}</li>`;
  };
  const all = channels === 1 ? counted(1, "map") : `All ${counted(channels, "map")}`;
  const words = shown < channels ? `The first ${shown} of ${count(channels)} maps` : all;
  return html`<div class="layer"><h3>${inText(layer)}</h3><p class="note">${words}, ${height} × ${width}${channels > 1 && " each"}.</p>${shrinkNote({ height, width }, MAP_SIDE)}
<ul class="grid maps">${Array.from({ length: shown }, (_, channel) => tile(channel))}</ul></div>`;
}
