/**
 * The checks behind `dataset.fromArrays`: arrays of a user become a source that everything below may trust.
 *
 * A wrong label or a NaN pixel would not crash the training, it would spoil it; here is the one place that says so.
 */
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { optionsObject } from "../options/check.js";
import { floatsOf } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { HalfFloatArray } from "../platform/array-types.js";
import { type CanvasImage, canvasImages, canvasPixels, pixelBytes } from "./canvas.js";
import { firstNotFinite } from "./finite.js";
import { classLabels, type LabelInput } from "./labels.js";
import { MAX_CLASSES } from "./limits.js";

/** The arrays of a dataset as they came, row by row; shared by all its parts, never changed. */
export interface DataSource {
  /** Pixels in the order count, height, width, channels. */
  readonly images: Uint8Array | Float32Array;
  /** One class number per image; null where there are none. */
  readonly labels: Uint32Array | null;
  readonly count: number;
  /** The name of the file of each image; null where the images are no files. */
  readonly fileNames: readonly string[] | null;
}

/** Height, width, channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** What `dataset.fromArrays` takes. */
export interface ArraysOptions {
  /**
   * All images in one array, in the order count, height, width, channels; or a canvas's `ImageData`, or an array of them. Copied;
   * an array of more than 64 MiB is used as it is, must not be changed, and is watched for that.
   */
  readonly images:
    | Uint8Array
    | Uint8ClampedArray
    | Float32Array
    | HalfFloatArray
    | CanvasImage
    | readonly CanvasImage[];
  /** One class number, 0 or more, per image; null: there are none, the images can be looked at and predicted. */
  readonly labels: LabelInput | null;
  readonly imageShape: ImageShape;
  /** A name per class; default "0", "1", … up to the largest label. */
  readonly classNames?: readonly string[];
}

/** Arrays as a reader of files gives them. */
export type Arrays = ArraysOptions & { readonly images: Uint8Array; readonly labels: Uint32Array | null };

/** What a reader of files gives: arrays, and the name of the file of each image; null where the images are no files. */
export interface Reading {
  readonly arrays: Arrays;
  readonly fileNames: readonly string[] | null;
}

/** Arrays that passed {@link checkArrays}. */
export interface CheckedArrays {
  readonly source: DataSource;
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
}

/**
 * Checks type, size, labels and names; `where` opens the messages.
 *
 * Errors: INVALID_ARGUMENT (a wrong type, a shape that is none, NaN or infinite pixels, class names),
 * SHAPE_MISMATCH (images do not divide into whole images), DATA_MISMATCH (counts differ, a label is no class).
 */
export function checkArrays(options: ArraysOptions, where = "dataset.fromArrays"): CheckedArrays {
  const known = ["images", "labels", "imageShape", "classNames"] as const;
  const { images, labels, imageShape, ...names } = optionsObject(where, options, known);
  // What a dataset without labels and names calls its classes.
  const classNames = labels === null && names.classNames?.length === 0 ? undefined : names.classNames;
  const shape = checkShape(where, imageShape);
  const pixels = checkPixels(where, images, shape);
  const size = shape[0] * shape[1] * shape[2];
  if (pixels.length === 0 || pixels.length % size !== 0) {
    throw fail(
      where,
      "SHAPE_MISMATCH",
      `images has ${pixels.length} values, imageShape ${shape.join("×")} takes ${size} per image → give a whole number of images, at least one`,
    );
  }
  const count = pixels.length / size;
  const limit = classNames === undefined ? MAX_CLASSES : checkNames(where, classNames).length;
  const wanted = { count, classes: limit, orNull: true };
  const classes = labels === null ? null : classLabels(where, labels, wanted);
  return {
    source: { images: pixels, labels: classes, count, fileNames: null },
    imageShape: shape,
    classNames: Object.freeze(classNames === undefined ? numberNames(classes ?? new Uint32Array(0)) : [...classNames]),
  };
}

/** Checks height, width, channels; `where` opens the message. */
export function checkShape(where: string, shape: unknown): ImageShape {
  const valid =
    Array.isArray(shape) &&
    shape.length === 3 &&
    shape.every((size) => Number.isSafeInteger(size) && size > 0 && size < 2 ** 31);
  if (valid) return Object.freeze([...shape] as [number, number, number]);
  const code = "INVALID_ARGUMENT";
  throw new FashionWasmError(
    code,
    `${where}: imageShape is ${show(shape)} → give [height, width, channels], each at least 1`,
  );
}

function checkPixels(where: string, images: unknown, shape: ImageShape): Uint8Array | Float32Array {
  const canvas = canvasImages(images);
  if (canvas !== undefined) return canvasPixels(where, canvas, shape);
  const bytes = pixelBytes(where, images, shape);
  if (bytes !== undefined) return bytes;
  const floats = floatsOf(images);
  if (floats === undefined) {
    const advice = "give a Uint8Array or Float32Array of all pixels, or ImageData";
    throw fail(where, "INVALID_ARGUMENT", `images is ${show(images)} → ${advice}`);
  }
  const wrong = firstNotFinite(floats);
  if (wrong < 0) return floats;
  throw fail(where, "INVALID_ARGUMENT", `images[${wrong}] is ${floats[wrong]} → every pixel must be a finite number`);
}

/** Checks the classes' names; `where` opens the message. */
export function checkNames(where: string, names: unknown): readonly string[] {
  const isList = Array.isArray(names) && names.length > 0 && names.length <= MAX_CLASSES;
  const valid = isList && names.every((name) => typeof name === "string" && name !== "");
  const seen = new Set<string>();
  const twice = valid ? names.find((name) => seen.size === seen.add(name).size) : undefined;
  if (valid && twice === undefined) return names;
  const what = valid
    ? `classNames holds ${show(twice)} twice → give each class a name of its own`
    : `classNames is ${show(names)} → give one name per class, none empty, at most ${MAX_CLASSES}`;
  throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
}

function numberNames(labels: Uint32Array): string[] {
  const classes = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  return Array.from({ length: classes }, (_, i) => String(i));
}

function fail(where: string, code: ErrorCode, what: string): FashionWasmError {
  return new FashionWasmError(code, `${where}: ${what}`);
}
