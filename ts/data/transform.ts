/**
 * Arrays made of datasets: images put through a function, and the images of several in one.
 *
 * What is made is checked as a user's arrays are (arrays.ts).
 */
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { optionsObject } from "../options/check.js";
import { floatsOf, pixelsAsBytes } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { HalfFloatArray } from "../platform/array-types.js";
import { type CheckedArrays, checkArrays, checkShape, type DataSource, type ImageShape } from "./arrays.js";
import type { Example } from "./example.js";

type Pixels = Uint8Array | Float32Array;

/** What a function of `Dataset.map` returns: an image's pixels, or these and its label. */
export type MappedImage =
  | Pixels
  | Uint8ClampedArray
  | HalfFloatArray
  | { readonly image: Pixels | Uint8ClampedArray | HalfFloatArray; readonly label?: number | null };

/** Options of `Dataset.map`. */
export interface MapOptions {
  /** Height, width, channels of the images that the function returns; default: those of the dataset. */
  readonly imageShape?: ImageShape | undefined;
  /** A name per class, where the function returns labels of other classes; default: those of the dataset. */
  readonly classNames?: readonly string[] | undefined;
}

/** What is read of a dataset that is put through a function. */
interface Mapped extends Iterable<Example> {
  readonly length: number;
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
}

/**
 * Puts each image through `fn`.
 *
 * Errors: INVALID_ARGUMENT for a function that is none, or returns no pixels; SHAPE_MISMATCH for pixels that are no image of
 * the shape; DATA_MISMATCH for bytes among floats, and labels for some images only.
 */
export function mapped(where: string, data: Mapped, fn: unknown, options: MapOptions | undefined): CheckedArrays {
  if (typeof fn !== "function") {
    throw fail(
      "INVALID_ARGUMENT",
      where,
      `received ${show(fn)} → give a function of an example that returns its image`,
    );
  }
  const { imageShape, classNames = data.classNames } = optionsObject(where, options, ["imageShape", "classNames"]);
  const shape = imageShape === undefined ? data.imageShape : checkShape(where, imageShape);
  const size = shape[0] * shape[1] * shape[2];
  let pixels: Pixels | undefined;
  const labels: (number | null)[] = [];
  for (const example of data) {
    const { index } = example;
    const made = fn(example) as MappedImage;
    const isBare = ArrayBuffer.isView(made);
    const image = pixelsOf(where, index, isBare ? made : Object(made).image, made);
    if (image.length !== size) {
      const what = `image ${index} has ${image.length} values, and ${shape.join("×")} takes ${size}`;
      throw fail("SHAPE_MISMATCH", where, `${what} → return images of this shape, or give imageShape`);
    }
    pixels ??=
      image instanceof Float32Array ? new Float32Array(data.length * size) : new Uint8Array(data.length * size);
    if (image instanceof Float32Array !== pixels instanceof Float32Array) {
      const what = `image ${index} is ${show(image)}, and those before are ${pixels instanceof Float32Array ? "floats" : "bytes"}`;
      throw fail("DATA_MISMATCH", where, `${what} → return one kind: bytes and floats are different units`);
    }
    pixels.set(image, index * size);
    const { label = example.label } = isBare ? example : (made as { readonly label?: number | null });
    labels.push(label);
  }
  const places = labels.flatMap((label, place) => (label === null ? [place] : []));
  if (places.length > 0 && places.length < labels.length) {
    const what = `image ${places[0]} has no label, and others have one`;
    throw fail("DATA_MISMATCH", where, `${what} → return a label for each image, or for none`);
  }
  const known = places.length > 0 ? null : (labels as number[]);
  const made = { images: pixels as Pixels, labels: known, imageShape: shape, classNames: [...classNames] };
  return checkArrays(made, where);
}

function pixelsOf(where: string, index: number, image: unknown, made: unknown): Pixels {
  const pixels = pixelsAsBytes(image) ?? floatsOf(image);
  if (pixels !== undefined) return pixels;
  const isPromise = typeof Object(made).then === "function";
  const advice = isPromise
    ? "it must return its image at once: await what it needs before, and use dataset.fromArrays"
    : "return a Uint8Array or Float32Array, or { image, label }";
  throw fail("INVALID_ARGUMENT", where, `for image ${index} the function returned ${show(made)} → ${advice}`);
}

/** What is read of datasets that become one. */
export interface Joined {
  readonly length: number;
  readonly isFloat: boolean;
  readonly imageShape: ImageShape;
  /** Null where there are none. */
  readonly labels: Uint32Array | null;
  readonly fileNames: readonly string[] | null;
  /** One after the other. */
  readonly images: Iterable<Pixels>;
}

/**
 * The images of `first` and `others`, one after the other; their classes are the same.
 *
 * Errors: SHAPE_MISMATCH for images of another shape; DATA_MISMATCH for bytes among floats, and labels in some of them only.
 */
export function joined(where: string, first: Joined, others: readonly Joined[]): DataSource {
  for (const [i, other] of others.entries()) checkAlike(where, `dataset ${i + 1}`, other, first);
  const parts = [first, ...others];
  const [height, width, channels] = first.imageShape;
  const size = height * width * channels;
  const count = parts.reduce((sum, { length }) => sum + length, 0);
  const images = first.isFloat ? new Float32Array(count * size) : new Uint8Array(count * size);
  const labels = first.labels && new Uint32Array(count);
  let place = 0;
  for (const part of parts) {
    if (part.labels !== null) labels?.set(part.labels, place);
    for (const image of part.images) images.set(image, place++ * size);
  }
  const isNamed = parts.every(({ fileNames }) => fileNames !== null);
  const fileNames = isNamed ? Object.freeze(parts.flatMap((part) => part.fileNames ?? [])) : null;
  return { images, labels, count, fileNames };
}

function checkAlike(where: string, which: string, other: Joined, first: Joined): void {
  if (other.imageShape.join() !== first.imageShape.join()) {
    const what = `${which} has images of ${other.imageShape.join("×")}, this one of ${first.imageShape.join("×")}`;
    throw fail("SHAPE_MISMATCH", where, `${what} → bring them to one size first`);
  }
  if (other.isFloat !== first.isFloat) {
    const [its, own] = first.isFloat ? ["bytes", "floats"] : ["floats", "bytes"];
    const what = `the pixels of ${which} are ${its}, those of this one ${own}`;
    throw fail("DATA_MISMATCH", where, `${what} → bring them to the same units first, by map`);
  }
  if ((other.labels === null) === (first.labels === null)) return;
  const [its, own] = first.labels === null ? ["labels", "none"] : ["no labels", "labels"];
  throw fail(
    "DATA_MISMATCH",
    where,
    `${which} has ${its}, and this one ${own} → join those that have them, or those that have none`,
  );
}

function fail(code: ErrorCode, where: string, what: string): FashionWasmError {
  return new FashionWasmError(code, `${where}: ${what}`);
}
