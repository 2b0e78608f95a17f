/**
 * Labels as a user may hand them over, brought to class numbers. One rule for all that takes labels.
 */
import { FashionWasmError } from "../errors.js";
import { isList } from "../options/check.js";
import { isThere } from "../options/kinds.js";
import { show } from "../options/show.js";

/** Class numbers, one per image, in an array or any typed array. */
export type LabelInput = ArrayLike<number> | ArrayLike<bigint>;

/** What is known beside the labels. */
export interface LabelsWanted {
  /** Number of images. */
  readonly count: number;
  /** Labels are below it; by default any number of 32 bits. */
  readonly classes?: number | undefined;
  /** As many numbers per image are one-hot labels, laid out in one list; default `classes`. */
  readonly oneHot?: number;
  /** Whether null may stand for "none", for messages. */
  readonly orNull?: boolean;
}

/**
 * Returns a copy of the labels as class numbers.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no list; DATA_MISMATCH for another number of them, and for what is
 * no class number.
 */
export function classLabels(
  where: string,
  received: unknown,
  { count, classes, oneHot = classes, orNull }: LabelsWanted,
): Uint32Array {
  if (!isList(received) || !isThere(received)) {
    const advice = `give class numbers in an array or typed array${orNull ? ", or null if there are none" : ""}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: the labels are ${show(received)} → ${advice}`);
  }
  const first = received[0];
  const rows = received.length / count;
  if (isList(first) || (rows > 1 && rows === oneHot)) {
    const what = isList(first)
      ? `the labels are rows, the first of them ${show(first)}`
      : `${received.length} labels for ${count} images`;
    const isColumn = isList(first) && first.length === 1;
    const advice = isColumn
      ? "rows of one number become a list by rows.flat()"
      : "one-hot labels become class numbers by rows.map((row) => row.indexOf(1))";
    throw mismatch(where, `${what} → ${advice}`);
  }
  if (received.length !== count) {
    throw mismatch(where, `${received.length} labels for ${count} images → give one label per image`);
  }
  const most = classes ?? 2 ** 32;
  const labels = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const label = received[i];
    const number = typeof label === "bigint" ? Number(label) : label;
    if (typeof number !== "number" || !Number.isInteger(number) || number < 0 || number >= most) {
      const names = typeof label === "string" ? "; names become numbers by classNames.indexOf(name)" : "";
      const range = classes === undefined ? "0, 1, 2 …" : `from 0 to ${classes - 1}`;
      throw mismatch(where, `label ${i} is ${show(label)} → labels are class numbers, whole numbers ${range}${names}`);
    }
    labels[i] = number;
  }
  return labels;
}

function mismatch(where: string, what: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `${where}: ${what}`);
}
