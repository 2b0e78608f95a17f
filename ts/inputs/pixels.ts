/**
 * Pixels as a user may hand them over, brought to the two forms an engine takes: rows of bytes or of floats.
 *
 * Nothing is scaled here: values keep their units. Typed arrays are copied when a call comes, so that a caller may reuse
 * them; nested arrays of numbers are laid out as floats, a canvas's pixels as bytes.
 */
import { type CanvasImage, canvasImages, canvasPixels, pixelBytes } from "../data/canvas.js";
import { borrowedSnapshot, changeCheck, giveBack } from "../data/snapshot.js";
import { FashionWasmError } from "../errors.js";
import { isList } from "../options/check.js";
import { floatsOf, isThere } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { HalfFloatArray } from "../platform/array-types.js";

/** Nested arrays of numbers, e.g. `number[][]` (one row of pixels per image) or `[image][row][column][channel]`. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/** Images in the units of training: bytes, floats (of 16 bits they become 32), nested arrays (one entry per image), or `ImageData` of a canvas. */
export type PixelInput =
  | Uint8Array
  | Uint8ClampedArray
  | Float32Array
  | HalfFloatArray
  | NestedNumbers
  | CanvasImage
  | readonly CanvasImage[];

/** Images of one size, taken piece by piece. */
export interface Images {
  readonly count: number;
  /** The images `start` … `end` − 1, to be read only. */
  rows(start: number, end: number): Uint8Array | Float32Array;
  /** Says that they are not read any more, so that their memory may serve the next call. */
  release?(): void;
}

/**
 * Brings `received`, in memory, to {@link Images} of `shape`; `other` says in messages what else could be given. They are what
 * `received` is now, whatever becomes of it: a copy, or an array that is too large for one and is watched.
 */
export function pixelImages(where: string, received: unknown, shape: readonly number[], other = ""): Images {
  const given = pixelsOf(where, received, shape, other);
  // Not where it was copied already, from memory that is shared.
  const isCallers = ArrayBuffer.isView(received) && received.buffer === given.buffer;
  const pixels = isCallers ? borrowedSnapshot(given) : given;
  const isCopy = pixels !== given;
  const check = isCallers && !isCopy ? changeCheck(pixels) : undefined;
  const size = sizeOf(shape);
  return {
    count: pixels.length / size,
    rows(start, end) {
      check?.(where);
      return pixels.subarray(start * size, end * size);
    },
    release: () => {
      if (isCopy) giveBack(pixels);
    },
  };
}

/** Returns the values of one image, given as {@link pixelsOf} takes several, or as nested arrays of its own. */
export function pixelsOfOne(where: string, received: unknown, shape: readonly number[]): Uint8Array | Float32Array {
  const pixels = pixelsOf(where, isOneNested(received) ? [received] : received, shape);
  if (pixels.length === sizeOf(shape)) return pixels;
  throw new FashionWasmError(
    "SHAPE_MISMATCH",
    `${where}: received ${pixels.length / sizeOf(shape)} images of the shape ${show(shape)} → expected one; several go to predict()`,
  );
}

/** Nested arrays of one image; an array of a canvas's images is none. */
function isOneNested(received: unknown): boolean {
  return Array.isArray(received) && canvasImages(received) === undefined;
}

/** Returns the values of images of `shape`, row by row; at least one image, no part of one. */
export function pixelsOf(
  where: string,
  received: unknown,
  shape: readonly number[],
  other = "",
): Uint8Array | Float32Array {
  const size = sizeOf(shape);
  const canvas = canvasImages(received);
  const pixels =
    canvas !== undefined
      ? canvasPixels(where, canvas, shape)
      : Array.isArray(received)
        ? flattened(where, received, shape)
        : (pixelBytes(where, received, shape) ?? floatsOf(received));
  if (pixels === undefined) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the images are ${show(received)} → they must be a Uint8Array, a Float32Array, ImageData or nested arrays of numbers${other}`,
    );
  }
  if (pixels.length === 0) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the images are ${show(received)}, without a value → at least one image is needed`,
    );
  }
  if (pixels.length % size !== 0) {
    throw new FashionWasmError(
      "SHAPE_MISMATCH",
      `${where}: the images are ${show(received)} with ${pixels.length} values → the model's images have the shape ${show(shape)}, so a multiple of ${size} is expected`,
    );
  }
  return pixels;
}

/** Number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function flattened(where: string, images: readonly unknown[], shape: readonly number[]): Float32Array {
  const size = sizeOf(shape);
  const pixels = new Float32Array(images.length * size);
  // Not forEach(), which passes over holes.
  for (const [index, image] of images.entries()) {
    const end = fill(`${where}: image ${index}`, image, pixels.subarray(index * size, (index + 1) * size), 0);
    if (end === size) continue;
    throw new FashionWasmError(
      "SHAPE_MISMATCH",
      `${where}: image ${index} of the nested arrays has ${end} numbers → the model's images have the shape ${show(shape)}, ${size} numbers; the outermost array holds one entry per image`,
    );
  }
  return pixels;
}

/** Lays `value` out from `at` on and returns the end; what does not fit is counted, not written. */
function fill(where: string, value: unknown, out: Float32Array, at: number): number {
  if (typeof value === "number") {
    if (at < out.length) out[at] = value;
    return at + 1;
  }
  if (!isList(value) || !isThere(value)) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where} holds ${show(value)} → nested arrays may hold numbers only`,
    );
  }
  let end = at;
  for (const item of value as unknown as Iterable<unknown>) end = fill(where, item, out, end);
  return end;
}
