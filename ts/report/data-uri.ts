/**
 * A picture inside the page: PNG as base64 in the address of an `<img>`, so that nothing has to be loaded.
 *
 * `btoa` is there in Node and in browsers; it takes text, so bytes go through it by way of characters 0 to 255.
 */

import type { PixelImage } from "../data/png.js";
import { html, type Markup } from "./html.js";
import type { EncodePng } from "./input.js";

const CHUNK = 8192; // more arguments at once than that may be too many for a call

/** The address of a PNG file that holds the file itself. */
function dataUri(file: Uint8Array): string {
  let characters = "";
  for (let start = 0; start < file.length; start += CHUNK) {
    characters += String.fromCharCode(...file.subarray(start, start + CHUNK));
  }
  return `data:image/png;base64,${btoa(characters)}`;
}

/** An image of hard-edged pixels that is as wide as what it stands in; `alt` says what it shows. */
export function pixels(png: EncodePng, image: PixelImage, alt: string): Markup {
  return picture(png, image, alt, "pixels");
}

/** An image that looks as the rules of `style` say. */
export function picture(png: EncodePng, image: PixelImage, alt: string, style: string): Markup {
  const { width, height } = image;
  return html`<img class="${style}" src="${dataUri(png(image))}" width="${width}" height="${height}" alt="${alt}">`;
}
