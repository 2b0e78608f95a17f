/**
 * What a call was given is what it answers for: pixels are copied when they come, or watched where a copy is too large.
 *
 * A caller may reuse its buffer while an earlier call still waits for its turn; pixels that were read then would be those of
 * a later frame.
 */
import { FashionWasmError } from "../errors.js";
import { bytesOf } from "../options/kinds.js";

type Pixels = Uint8Array | Float32Array;

/** Larger arrays are not copied: all of Fashion-MNIST is 45 MiB. */
const LARGEST_COPY = 64 * 2 ** 20;

/** At most so many values are looked at to notice a change, evenly spaced: some 20 µs. */
const WATCHED = 16_384;

/** Returns a copy of pixels that are the caller's; large ones themselves. */
export function snapshot<T extends Pixels>(pixels: T): T {
  if (pixels.byteLength > LARGEST_COPY) return pixels;
  // Not pixels.slice(): that of a Node Buffer is a view.
  const copy = pixels instanceof Float32Array ? new Float32Array(pixels.length) : new Uint8Array(pixels.length);
  copy.set(pixels);
  return copy as T;
}

/** Returns a source of bytes: a copy of those in memory, so that a reader that waits does not see what comes after them. */
export function heldSource<T>(source: T): T | Uint8Array {
  const bytes = bytesOf(source);
  return bytes === undefined ? source : snapshot(bytes);
}

/** Throws DATA_MISMATCH when an array is no longer what it was. */
export type ChangeCheck = (where: string) => void;

/** What can be watched. */
type Values = Pixels | Uint32Array;

/**
 * Notes what an array holds now and returns the check whether it still does. Of a large one some values are looked at: a
 * change of all of it is noticed, one of a few pixels may not be.
 */
export function changeCheck(pixels: Values): ChangeCheck {
  const before = sumOf(pixels);
  return (where) => {
    if (before === sumOf(pixels)) return;
    const message = `${where}: an array of images or labels was changed after it was given → leave it as it is until the work is done, or make a new dataset of the changed array`;
    throw new FashionWasmError("DATA_MISMATCH", message);
  };
}

function sumOf(pixels: Values): number {
  // The bits of floats: -0 is not 0, and adding floats would lose small changes.
  const values =
    pixels instanceof Float32Array ? new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length) : pixels;
  const step = Math.max(1, values.length / WATCHED);
  let sum = values.length;
  for (let at = 0; at < values.length; at += step) sum = (Math.imul(sum, 31) + (values[Math.floor(at)] as number)) | 0;
  return sum;
}
