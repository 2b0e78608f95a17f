/**
 * The pixels of a canvas: red, green, blue and alpha, where a model takes grey or red, green, blue.
 *
 * `ImageData` says what it is and is converted. Its bare bytes do not, and would pass for four grey images: they are refused.
 */
import { FashionWasmError } from "../errors.js";
import { isKind, pixelsAsBytes } from "../options/kinds.js";
import { show } from "../options/show.js";
import { greyOf } from "./grey.js";

/** What a canvas gives: `context.getImageData(…)`, or an object with the same members. */
export interface CanvasImage {
  readonly width: number;
  readonly height: number;
  /** width × height × 4 bytes, a Uint8ClampedArray or Uint8Array: red, green, blue, alpha. */
  readonly data: ArrayLike<number>;
}

/** Returns the images of a canvas that `value` is or holds, of any realm or package; undefined for anything else. */
export function canvasImages(value: unknown): readonly CanvasImage[] | undefined {
  const images: readonly unknown[] = Array.isArray(value) ? value : [value];
  // Not every(), which passes over holes.
  const isOther = images.length === 0 || images.findIndex((image) => !isCanvasImage(image)) >= 0;
  return isOther ? undefined : (images as readonly CanvasImage[]);
}

function isCanvasImage(value: unknown): value is CanvasImage {
  if (typeof value !== "object" || value === null || !("data" in value)) return false;
  const { width, height, data } = value as Partial<CanvasImage>;
  return typeof width === "number" && typeof height === "number" && ArrayBuffer.isView(data);
}

/**
 * Returns bytes, clamped or not and of any realm, as a Uint8Array, if possible on the same memory; undefined for anything else.
 *
 * @throws FashionWasmError SHAPE_MISMATCH for the bytes of a canvas.
 */
export function pixelBytes(where: string, value: unknown, shape: readonly number[]): Uint8Array | undefined {
  const bytes = pixelsAsBytes(value);
  if (bytes === undefined) return undefined;
  refuseCanvasBytes(where, bytes, isKind(value, "Uint8ClampedArray"), shape);
  return bytes;
}

/**
 * Returns the pixels of canvas images as `shape` has them: grey by Rec. 601 for one channel, red, green, blue for three,
 * all four for four; what is transparent lies on black. Shape `[features]` is grey of as many pixels.
 *
 * @throws FashionWasmError SHAPE_MISMATCH for another size; INVALID_ARGUMENT for pixels that are not bytes of sRGB.
 */
export function canvasPixels(where: string, images: readonly CanvasImage[], shape: readonly number[]): Uint8Array {
  const channels = shape[2] ?? 1;
  const size = shape.reduce((product, side) => product * side, 1);
  const out = new Uint8Array(images.length * size);
  images.forEach((image, i) => {
    check(where, image, shape);
    fill(out.subarray(i * size, (i + 1) * size), image.data, channels);
  });
  return out;
}

function check(where: string, image: CanvasImage, shape: readonly number[]): void {
  const { width, height, data } = image;
  const { colorSpace = "srgb" } = image as { colorSpace?: unknown };
  if (!isKind(data, "Uint8ClampedArray", "Uint8Array") || data.length !== width * height * 4 || colorSpace !== "srgb") {
    const what = `the ImageData has ${show(data)} of ${show(colorSpace)} for ${height}×${width}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} → give 4 bytes per pixel, in sRGB`);
  }
  const [rows = 0, columns = 0, channels = 1] = shape;
  const fits = shape.length === 1 ? width * height === rows : height === rows && width === columns;
  if (fits && (channels === 1 || channels === 3 || channels === 4)) return;
  const what = `the ImageData is ${height}×${width} (height × width), the images have the shape ${show(shape)}`;
  throw new FashionWasmError("SHAPE_MISMATCH", `${where}: ${what} → draw it at that size first`);
}

function fill(out: Uint8Array, data: ArrayLike<number>, channels: number): void {
  for (let pixel = 0; pixel * 4 < data.length; pixel++) {
    const alpha = data[pixel * 4 + 3] ?? 0;
    const tone = (channel: number) => {
      const value = data[pixel * 4 + channel] ?? 0;
      return channels === 4 || alpha === 255 ? value : Math.floor((value * alpha + 127) / 255);
    };
    if (channels === 1) out[pixel] = greyOf(tone(0), tone(1), tone(2));
    else for (let channel = 0; channel < channels; channel++) out[pixel * channels + channel] = tone(channel);
  }
}

/** Images of fewer pixels are no pictures. */
const FEWEST = 16;

/**
 * Refuses bytes that look like a canvas's: a whole number of RGBA images of this size, all of whose pixels are opaque. Clamped
 * bytes, which are mostly a canvas's, also where they make no whole number, and where up to one pixel in ten is translucent:
 * what is transparent has no colour in a canvas.
 */
function refuseCanvasBytes(where: string, bytes: Uint8Array, clamped: boolean, shape: readonly number[]): void {
  const [rows = 0, columns = 1, channels = 1] = shape;
  const pixels = bytes.length / 4;
  const fits = pixels % (rows * columns) === 0;
  if (channels > 3 || rows * columns < FEWEST || !Number.isInteger(pixels) || !(fits || clamped)) return;
  const most = clamped && fits ? pixels / 10 : 0;
  let [isWhite, translucent] = [true, 0];
  for (let at = 0; at < bytes.length; at += 4) {
    const [red, green, blue, alpha] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    if (red !== 255 || green !== 255 || blue !== 255) isWhite = false;
    if (alpha === 255) continue;
    const isEmpty = alpha === 0 && red === 0 && green === 0 && blue === 0;
    if ((alpha === 0 && !isEmpty) || (isEmpty && !(clamped && fits))) return;
    if (!isEmpty && ++translucent > most) return;
  }
  // White images of any number of channels look alike.
  if (pixels === 0 || (isWhite && !(clamped && fits))) return;
  const images = pixels / (rows * columns);
  const number = fits ? `${images} RGBA image${images === 1 ? "" : "s"}` : "the RGBA pixels";
  throw new FashionWasmError(
    "SHAPE_MISMATCH",
    `${where}: the ${bytes.length} bytes look like ${number} of a canvas, the shape is ${show(shape)} → give the ImageData itself; bytes without alpha go into a Uint8Array`,
  );
}
