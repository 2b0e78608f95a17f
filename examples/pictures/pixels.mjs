// Pictures of pixels as PNG, for learn.mjs: magnified, so that every pixel can be seen.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { dataset, sheetPng } from "fashion-wasm";

/** Makes `folder` and works in it from now on; answers with the options for `loadFashionMnist` of `data`. */
export function workIn(folder, data) {
  const options = data === undefined ? {} : { data: data === "sample" ? data : resolve(data) };
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  return options;
}

/** Each pixel becomes a square of `by` × `by`; `side` is the side of the image, in pixels. */
export function magnified(image, side, by, channels = 1) {
  const wide = side * by;
  return Uint8Array.from({ length: wide * wide * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [row, column] = [Math.floor(pixel / wide / by), Math.floor((pixel % wide) / by)];
    return image[(row * side + column) * channels + (i % channels)];
  });
}

/** A PNG of square images beside one another, `[caption, values, side]` each, all magnified to `size` pixels a side. */
export async function row(images, { size = 224, columns = images.length } = {}) {
  const large = images.map(([, values, side]) => magnified(values, side, size / side));
  const all = new Uint8Array(large.length * size * size);
  large.forEach((image, i) => {
    all.set(image, i * size * size);
  });
  const sheet = dataset.fromArrays({ images: all, labels: null, imageShape: [size, size, 1] });
  return sheetPng(sheet, { columns, captions: images.map(([caption]) => caption) });
}

/** Numbers as tones: what is below 0 or above 255 becomes 0 or 255. */
export function clipped(values) {
  return Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round(value))));
}

/** Numbers with a sign as tones: 0 is grey, the largest distance from it is black or white. */
export function signed(values) {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  return Uint8Array.from(values, (value) => Math.round(127.5 + (127.5 * value) / most));
}

/** Numbers from 0 on as tones, the largest white. */
export function bright(values) {
  const most = values.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  return Uint8Array.from(values, (value) => Math.round((255 * Math.max(0, value)) / most));
}

/** Channel `channel` of values in the order height, width, channels. */
export function channelOf(values, channels, channel) {
  return values.filter((_, i) => i % channels === channel);
}
