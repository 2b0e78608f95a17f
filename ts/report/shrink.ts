/**
 * Large pictures made small: each pixel is the mean of what it covers, parts of pixels by their area.
 *
 * A page is one file that is kept and mailed; a picture it shows as large as a stamp need not have more pixels than that.
 */
import { html, type Markup } from "./html.js";

/** Rows and columns of a picture. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** The size of a picture with at most `most` pixels a side, in the same proportions; smaller ones stay as they are. */
export function fitted({ height, width }: Size, most: number): Size {
  const scale = Math.min(1, most / Math.max(height, width));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { height: side(height), width: side(width) };
}

/**
 * The first `channels` channels of values (height, width, depth), as values (rows, columns, channels) of the `to` size,
 * which is not the larger one. Where it is the same size the values are the same.
 */
export function shrunk(
  values: ArrayLike<number>,
  [height, width, depth]: readonly [number, number, number],
  channels: number,
  to: Size,
): Float32Array {
  const small = new Float32Array(to.height * to.width * channels);
  for (let row = 0; row < to.height; row++) {
    const top = (row * height) / to.height;
    const bottom = ((row + 1) * height) / to.height;
    for (let column = 0; column < to.width; column++) {
      const left = (column * width) / to.width;
      const right = ((column + 1) * width) / to.width;
      for (let channel = 0; channel < channels; channel++) {
        let [sum, area] = [0, 0];
        for (let y = Math.floor(top); y < bottom; y++) {
          const tall = Math.min(y + 1, bottom) - Math.max(y, top);
          for (let x = Math.floor(left); x < right; x++) {
            const part = tall * (Math.min(x + 1, right) - Math.max(x, left));
            sum += part * (values[(y * width + x) * depth + channel] ?? Number.NaN);
            area += part;
          }
        }
        small[(row * to.width + column) * channels + channel] = sum / area;
      }
    }
  }
  return small;
}

/** Says that pictures have fewer pixels than what they show; null where they have not. */
export function shrinkNote(size: Size, most: number): Markup | null {
  const { height, width } = fitted(size, most);
  if (height === size.height && width === size.width) return null;
  return html`<p class="note">Shown smaller, ${height} × ${width} of ${size.height} × ${size.width} pixels: each is the mean of what it covers.</p>`;
}
