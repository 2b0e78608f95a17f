/**
 * Labels as a user may hand them over, brought to the form the engine takes, and checked against the model.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";

/** Class numbers, one an image. */
export type LabelInput = Uint8Array | Uint16Array | Uint32Array | Int32Array | readonly number[];

/** Brings `received` to `count` class numbers. */
export function labelsOf(where: string, received: unknown, count: number): Uint32Array {
  const isList =
    Array.isArray(received) ||
    received instanceof Uint8Array ||
    received instanceof Uint16Array ||
    received instanceof Uint32Array ||
    received instanceof Int32Array;
  if (!isList) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the labels are ${show(received)} → they must be class numbers in a Uint8Array, Uint32Array or array`,
    );
  }
  const values: ArrayLike<unknown> = received;
  if (values.length !== count) {
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: ${values.length} labels for ${count} images → there must be one label an image`,
    );
  }
  const labels = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const label = values[i];
    if (typeof label !== "number" || !Number.isInteger(label) || label < 0 || label > 0xffffffff) {
      throw new FashionWasmError(
        "DATA_MISMATCH",
        `${where}: label ${i} is ${show(label)} → labels are class numbers 0, 1, 2 …`,
      );
    }
    labels[i] = label;
  }
  return labels;
}

/** Refuses labels of classes the model has no output for; `at` picks the labels that are used. */
export function checkLabels(where: string, labels: Uint32Array, at: Uint32Array, classes: number): void {
  for (const index of at) {
    const label = labels[index] ?? 0;
    if (label < classes) continue;
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: label ${label} (image ${index}) → the model has ${classes} outputs, so labels go from 0 to ${classes - 1}; give its last layer ${label + 1} units or correct the labels`,
    );
  }
}
