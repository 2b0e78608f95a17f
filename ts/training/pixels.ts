/**
 * Images as a user may hand them over, brought to the two forms the engine takes: rows of bytes or of floats.
 *
 * Nothing is scaled here: values keep their units. Typed arrays are used as they are; nested arrays of numbers
 * are laid out as floats.
 */
import { Dataset } from "../data/dataset.js";
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";

/** Nested arrays of numbers, e.g. `number[][]` (one row of pixels an image) or `[image][row][column][channel]`. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/** Images in the units of training: bytes, floats, nested arrays (one entry an image), or a dataset. */
export type ImageInput = Uint8Array | Uint8ClampedArray | Float32Array | NestedNumbers | Dataset;

/** Images of one size, taken piece by piece. */
export interface Images {
  readonly count: number;
  /** The images `start` … `end` − 1, to be read only. */
  rows(start: number, end: number): Uint8Array | Float32Array;
}

/** Brings `received` to {@link Images} of `shape`; `where` opens the error messages. */
export function imagesOf(where: string, received: unknown, shape: readonly number[]): Images {
  if (received instanceof Dataset) {
    checkImageShape(where, received.imageShape, shape);
    return datasetImages(received, shape);
  }
  const pixels = pixelsOf(where, received, shape);
  const size = sizeOf(shape);
  return { count: pixels.length / size, rows: (start, end) => pixels.subarray(start * size, end * size) };
}

/** Returns the values of images of `shape`, row by row; at least one image, no part of one. */
export function pixelsOf(where: string, received: unknown, shape: readonly number[]): Uint8Array | Float32Array {
  const size = sizeOf(shape);
  const pixels = Array.isArray(received) ? flattened(where, received, shape) : unclamped(received);
  if (!(pixels instanceof Uint8Array || pixels instanceof Float32Array)) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the images are ${show(received)} → they must be a Uint8Array, a Float32Array, nested arrays of numbers or a Dataset`,
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

/** Refuses images of another shape than the model's. */
export function checkImageShape(where: string, received: readonly number[], expected: readonly number[]): void {
  const same = expected.length === 1 ? sizeOf(received) === sizeOf(expected) : received.join() === expected.join();
  if (same) return;
  throw new FashionWasmError(
    "SHAPE_MISMATCH",
    `${where}: the images have the shape ${show(received)}, the model takes ${show(expected)} → make the model with inputShape: ${show(received)}, or bring the images to its shape`,
  );
}

/** Number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** The rows of a dataset in its own order, gathered from the source so that no second copy of the whole is made. */
function datasetImages({ source, indices, length }: Dataset, shape: readonly number[]): Images {
  const size = sizeOf(shape);
  if (indices === null)
    return { count: length, rows: (start, end) => source.images.subarray(start * size, end * size) };
  return {
    count: length,
    rows(start, end) {
      const values = (end - start) * size;
      const out = source.images instanceof Uint8Array ? new Uint8Array(values) : new Float32Array(values);
      for (let i = start; i < end; i++) {
        const from = (indices[i] ?? 0) * size;
        out.set(source.images.subarray(from, from + size), (i - start) * size);
      }
      return out;
    },
  };
}

function flattened(where: string, images: readonly unknown[], shape: readonly number[]): Float32Array {
  const size = sizeOf(shape);
  const pixels = new Float32Array(images.length * size);
  images.forEach((image, index) => {
    const end = fill(`${where}: image ${index}`, image, pixels.subarray(index * size, (index + 1) * size), 0);
    if (end === size) return;
    throw new FashionWasmError(
      "SHAPE_MISMATCH",
      `${where}: image ${index} of the nested arrays has ${end} numbers → the model's images have the shape ${show(shape)}, ${size} numbers; the outermost array holds one entry an image`,
    );
  });
  return pixels;
}

/** Lays `value` out from `at` on and returns the end; what does not fit is counted, not written. */
function fill(where: string, value: unknown, out: Float32Array, at: number): number {
  if (typeof value === "number") {
    if (at < out.length) out[at] = value;
    return at + 1;
  }
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where} holds ${show(value)} → nested arrays may hold numbers only`,
    );
  }
  let end = at;
  for (const item of value as unknown as Iterable<unknown>) end = fill(where, item, out, end);
  return end;
}

/** Canvas pixels are the same bytes under another name. */
function unclamped(images: unknown): unknown {
  if (!(images instanceof Uint8ClampedArray)) return images;
  return new Uint8Array(images.buffer, images.byteOffset, images.length);
}
