/**
 * What the first convolution looks for: its learned kernels as small pictures on one scale.
 */

import type { KernelView } from "../../model/feature-extractor.js";
import { pixels } from "../data-uri.js";
import { divergingPicture, divergingScale } from "../diverging.js";
import { html, type Markup } from "../html.js";
import type { ReportInput } from "../input.js";
import { count, counted, short } from "../numbers.js";
import type { Section } from "../page.js";
import { rangeOf } from "../pictures.js";
import { fitted, shrinkNote, shrunk } from "../shrink.js";
import { inText } from "../words.js";

const MOST = 96;
const SIDE = 24; // kernels that large are rare

/** The kernels; null when none were given. */
export function kernelsSection({ kernels, png }: ReportInput): Section | null {
  if (kernels.length === 0) return null;
  return {
    id: "kernels",
    title: "What it looks for first",
    explanation: html`<p>The first convolution slides these small patterns over the image and answers where the image is like them. Orange weights want light there, blue ones dark. An edge between orange and blue finds an edge in the image.</p>`,
    body: kernels.map((view) => layer(view, png)),
  };
}

function layer({ layer, shape, values }: KernelView, png: ReportInput["png"]): Markup {
  const [height, width, channels, filters] = shape;
  const { low, high } = rangeOf(values);
  const limit = Math.max(Math.abs(low), Math.abs(high));
  const size = fitted({ height, width }, SIDE);
  const shown = Math.min(filters, Math.max(1, Math.floor(MOST / channels)));
  const picture = (filter: number, channel: number) => {
    const at = (place: number) => (place * channels + channel) * filters + filter;
    return Array.from({ length: height * width }, (_, place) => values[at(place)] ?? Number.NaN);
  };
  const tile = (filter: number) =>
    Array.from({ length: Math.min(channels, MOST) }, (_, channel) => {
      const weights = picture(filter, channel);
      const range = rangeOf(weights);
      const name = channels === 1 ? `${filter + 1}` : `${filter + 1}.${channel + 1}`;
      const alt = `Kernel ${name}: weights from ${short(range.low)} to ${short(range.high)}`;
      const small = shrunk(weights, [height, width, 1], 1, size);
      const image = divergingPicture(small, size.width, size.height, limit);
      return html`<li>${pixels(png, image, alt)}<span class="caption">${name}</span></li>`;
    });
  const scale = `Colour scale from ${short(-limit)} by 0 to ${short(limit)}`;
  return html`<div class="layer"><h3>${inText(layer)}</h3>
<p class="note">${shown === filters ? counted(filters, "filter") : `${count(shown)} of ${counted(filters, "filter")}`} of ${height} × ${width}${channels > 1 && `, for each of ${counted(channels, "input channel")}${channels > MOST ? `, the first ${MOST} shown` : ""}`}${shown * channels > 1 && ", all on the same scale"}.</p>${shrinkNote({ height, width }, SIDE)}
<ul class="grid kernels">${Array.from({ length: shown }, (_, filter) => tile(filter))}</ul></div>
<div class="scale">${pixels(png, divergingScale(61), scale)}<p><span>${short(-limit)}</span><span>0</span><span>${short(limit)}</span></p></div>`;
}
