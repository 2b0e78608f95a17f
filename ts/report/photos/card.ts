/**
 * One photo: what was taken, what the model saw, what it says and how sure it is.
 */
import { picture } from "../data-uri.js";
import { type Content, html, type Markup } from "../html.js";
import type { EncodePng } from "../input.js";
import { percent } from "../numbers.js";
import { fitted, shrunk } from "../shrink.js";
import { cutFront, inAttribute, inText, pathInText } from "../words.js";
import type { Answered } from "./counts.js";
import { REASONS } from "./reasons.js";

type Picture = Parameters<EncodePng>[0];

/** Makes cards whose photos have at most `side` pixels a side. */
export function cardMaker(png: EncodePng, side: number): (photo: Answered) => Markup {
  const small = (image: Picture): Picture => {
    const { width, height, channels, data } = image;
    const size = fitted({ height, width }, side);
    if (size.height === height && size.width === width) return image;
    const values = shrunk(data, [height, width, channels], channels, size);
    return { ...size, channels, data: Uint8Array.from(values, Math.round) };
  };
  return ({ file, answer }) => {
    const { label, probability, topK, review, reason, prepared } = answer;
    const name = inAttribute(cutFront(file));
    const step = (wanted: string) => prepared.steps.find((each) => each.name === wanted)?.image;
    const [photo, mask] = [step("photo"), step("mask")];
    const [height, width] = prepared.imageShape;
    const seen: Picture = { width, height, channels: 1, data: prepared.pixels };
    const views = [
      photo && view(picture(png, small(photo), `Photo ${name}`, "shot"), "photo"),
      view(picture(png, seen, `${name} as the model sees it`, "pixels"), "as the model sees it"),
      mask && view(picture(png, small(mask), `What was taken for the garment in ${name}`, "shot mask"), "garment"),
    ];
    const others = topK.slice(1);
    return html`<li class="photo${review && " to-review"}">
<div class="views">${views}</div>
<h3 title="${inAttribute(file, 300)}">${pathInText(file)}</h3>
${review && html`<p class="badge">${reason === null ? "Review" : REASONS[reason].title}</p>`}
<p class="says"><strong>${inText(label)}</strong> <span class="number">${percent(probability)}</span></p>
<p class="track" aria-hidden="true"><span class="bar" style="width:${share(probability)}%"></span></p>
${others.length > 0 && html`<ul class="others">${others.map((each) => html`<li>${inText(each.label)} <span class="number">${percent(each.probability)}</span></li>`)}</ul>`}
${review && reason !== null && html`<p class="note">${adviceOf(answer)}</p>`}
${prepared.preparation === "none" && html`<p class="note">Went through as it is.</p>`}</li>
`;
  };
}

/** What to do about a photo to review; of two classes it names both. */
function adviceOf({ reason, label, topK: [, second] }: Answered["answer"]): Content {
  if (reason === null) return null;
  const { advice } = REASONS[reason];
  return reason === "two classes close" && second
    ? html`${inText(label)} or ${inText(second.label)}? ${advice}`
    : advice;
}

function view(image: Markup, caption: string): Markup {
  return html`<figure>${image}<figcaption class="caption">${caption}</figcaption></figure>`;
}

/** For a width in CSS. */
function share(probability: number): string {
  return Number.isFinite(probability) ? (100 * Math.min(1, Math.max(0, probability))).toFixed(1) : "0";
}
