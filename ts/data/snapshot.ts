/**
 * What a call was given is what it answers for: pixels are copied when they come, or watched where a copy is too large.
 *
 * A caller may reuse its buffer while an earlier call still waits for its turn; pixels that were read then would be those of
 * a later frame.
 */
import { FashionWasmError } from "../errors.js";

type Pixels = Uint8Array | Float32Array;

/** Larger arrays are not copied: all of Fashion-MNIST is 45 MiB. */
export const LARGEST_COPY = 64 * 2 ** 20;

/** At most so many values are looked at to notice a change, evenly spaced: each misses the cache, all take some 0.1 ms. */
const WATCHED = 2048;

/** Returns a copy of pixels that are the caller's; large ones themselves. */
export function snapshot<T extends Pixels>(pixels: T): T {
  return pixels.byteLength > LARGEST_COPY ? pixels : copyOf(pixels);
}

/** Returns a copy of pixels, however many, in memory of its own. */
export function copyOf<T extends Pixels>(pixels: T): T {
  // Not pixels.slice(): that of a Node Buffer is a view.
  const copy = pixels instanceof Float32Array ? new Float32Array(pixels.length) : new Uint8Array(pixels.length);
  copy.set(pixels);
  return copy as T;
}

/** Copies of so many bytes are worth their memory: to take and to collect it is a quarter of a small net's prediction. */
const WORTH_KEEPING = 2 ** 18;

/** The memory of the last large copy that was given back, unless the collector took it. */
let spare: WeakRef<ArrayBuffer> | undefined;

/** {@link snapshot} for a short time: {@link giveBack} takes the copy's memory again. */
export function borrowedSnapshot<T extends Pixels>(pixels: T): T {
  const memory = spare?.deref();
  const fits =
    memory !== undefined && memory.byteLength >= pixels.byteLength && memory.byteLength <= 2 * pixels.byteLength;
  if (!fits || pixels.byteLength < WORTH_KEEPING) return snapshot(pixels);
  spare = undefined;
  const Kind = pixels instanceof Float32Array ? Float32Array : Uint8Array;
  const copy = new Kind(memory, 0, pixels.length);
  copy.set(pixels);
  return copy as T;
}

/** Says that nobody reads a copy of {@link borrowedSnapshot} any more. */
export function giveBack(copy: Pixels): void {
  if (copy.byteLength >= WORTH_KEEPING) spare = new WeakRef(copy.buffer as ArrayBuffer);
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
  const before = sampleSum(pixels);
  return (where) => {
    if (before === sampleSum(pixels)) return;
    const message = `${where}: an array was changed after it was given → leave it as it is until the work is done, or make a new dataset of the changed array`;
    throw new FashionWasmError("DATA_MISMATCH", message);
  };
}

/** A sum over the array, of a large one over {@link WATCHED} of its values. */
export function sampleSum(values: Values): number {
  // The bits of floats: -0 is not 0, and adding floats would lose small changes.
  const words =
    values instanceof Float32Array ? new Uint32Array(values.buffer, values.byteOffset, values.length) : values;
  const step = Math.max(1, words.length / WATCHED);
  let sum = words.length;
  // Each value is mixed into all bits: floats that are all doubled differ in a few high ones.
  for (let at = 0; at < words.length; at += step) {
    sum = Math.imul(sum ^ (words[Math.floor(at)] as number), 0x85eb_ca6b);
    sum ^= sum >>> 13;
  }
  return sum;
}
