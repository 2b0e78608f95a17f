/**
 * Labels as a user may hand them over, brought to what the model's loss takes: class numbers, or rows of a number an output.
 *
 * Nothing is guessed: a list as long as there are images is class numbers where the model has several outputs, and the values
 * themselves where it has one.
 */
import { classLabels, type LabelInput } from "../data/labels.js";
import { FashionWasmError } from "../errors.js";
import type { LabelKind } from "../losses/losses.js";
import { isList } from "../options/check.js";
import { isThere } from "../options/kinds.js";
import { show } from "../options/show.js";
import { checkLabels } from "./check-values.js";

/** Labels in any form that a loss may take: class numbers, numbers, rows of numbers. */
export type TargetInput = LabelInput | ArrayLike<ArrayLike<number>>;

/** What is known beside the labels. */
export interface TargetsWanted {
  /** Number of images. */
  readonly count: number;
  /** Outputs of the model. */
  readonly units: number;
  /** What the loss takes. */
  readonly kind: LabelKind;
}

/** Labels as the engine takes them, a copy: class numbers, or `count × units` numbers, row by row. */
export type Targets =
  | { readonly labels: Uint32Array; readonly targets?: undefined }
  | { readonly labels?: undefined; readonly targets: Float32Array };

/** What the shares of a row may miss 1 by. */
const SLACK = 1e-3;

/**
 * Checks labels: class numbers in any list, rows of `units` numbers (arrays or typed arrays), or all rows in one list.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no list; DATA_MISMATCH for other numbers of them than there are images
 * and outputs, and for values that the loss cannot mean.
 */
export function targetsOf(where: string, received: unknown, { count, units, kind }: TargetsWanted): Targets {
  const isRows = isList(received) && isThere(received) && hasRows(received, count, units);
  if (kind === "classes" || (units > 1 && !isRows)) {
    if (isRows && units > 1 && !isColumn(received)) {
      const advice =
        'compile with the loss "categoricalCrossentropy", which takes them; one-hot rows become class numbers by rows.map((row) => row.indexOf(1))';
      throw mismatch(where, `the labels are rows, and this loss takes class numbers → ${advice}`);
    }
    refuseFractions(where, received, units, kind);
    const labels = classLabels(where, received, { count, oneHot: units });
    checkLabels(
      where,
      labels,
      labels.map((_, i) => i),
      units,
    );
    return { labels };
  }
  if (kind === "distribution" && units === 1) {
    const advice = 'compile with "binaryCrossentropy", or give the last layer a unit for each class';
    throw mismatch(
      where,
      `the model has one output, whose share is always 1: this loss teaches it nothing → ${advice}`,
    );
  }
  return { targets: rowsOfNumbers(where, received, { count, units, kind }) };
}

/** Whether it is nested, or as long as rows in one list are. */
function hasRows(received: ArrayLike<unknown>, count: number, units: number): boolean {
  return isList(received[0]) ? units > 1 || received[0].length > 1 : units > 1 && received.length === count * units;
}

/** Class numbers, each in a row of its own. */
function isColumn(received: ArrayLike<unknown>): boolean {
  return isList(received[0]) && received[0].length === 1;
}

/** Numbers that are no class numbers, given to a model that has several outputs. */
function refuseFractions(where: string, received: unknown, units: number, kind: LabelKind): void {
  if (kind === "classes" || !isList(received) || !isThere(received)) return;
  const at = Array.prototype.findIndex.call(received, (one) => typeof one === "number" && !Number.isInteger(one));
  if (at < 0) return;
  const advice = `give class numbers, or rows of ${units} numbers, one an output`;
  throw mismatch(where, `label ${at} is ${show(received[at])}, and the model has ${units} outputs → ${advice}`);
}

function rowsOfNumbers(where: string, received: unknown, wanted: TargetsWanted): Float32Array {
  const { count, units, kind } = wanted;
  if (!isList(received) || !isThere(received)) {
    const advice = units === 1 ? "one number an image" : `class numbers or rows of ${units} numbers`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: the labels are ${show(received)} → give ${advice} in an array or typed array`,
    );
  }
  const nested = isList(received[0]);
  const length = nested ? count : count * units;
  if (received.length !== length) {
    const what = nested ? "rows" : "labels";
    const each = units === 1 ? "one number" : `one row of ${units} numbers`;
    throw mismatch(where, `${received.length} ${what} for ${count} images → give ${each} an image`);
  }
  const targets = new Float32Array(count * units);
  for (let i = 0; i < count; i++) {
    const row = nested ? received[i] : undefined;
    if (nested && !(isList(row) && isThere(row) && row.length === units)) {
      const [outputs, numbers] = units === 1 ? ["1 output", "one number"] : [`${units} outputs`, `${units} numbers`];
      throw mismatch(where, `label ${i} is ${show(row)} → the model has ${outputs}, so it must be a row of ${numbers}`);
    }
    let sum = 0;
    for (let j = 0; j < units; j++) {
      const value = isList(row) ? row[j] : received[i * units + j];
      const isNumber = typeof value === "number" || typeof value === "bigint";
      const float = isNumber ? Math.fround(Number(value)) : Number.NaN;
      const fault = faultOf(float, value, wanted);
      if (fault !== "")
        throw mismatch(where, `label ${i}${units > 1 ? ` for output ${j}` : ""} is ${show(value)} → ${fault}`);
      targets[i * units + j] = float;
      sum += float;
    }
    if (kind === "distribution" && Math.abs(sum - 1) > SLACK) {
      const advice =
        'the shares of an image\'s classes sum to 1; of classes that go together the loss is "binaryCrossentropy"';
      throw mismatch(where, `label ${i} sums to ${Number(sum.toPrecision(6))} → ${advice}`);
    }
  }
  return targets;
}

/** What a value must be, "" if it is. */
function faultOf(float: number, value: unknown, { units, kind }: TargetsWanted): string {
  if (!Number.isFinite(float)) {
    const booleans = typeof value === "boolean" ? "; true and false become numbers by Number(value)" : "";
    const names = typeof value === "string" ? "; names become numbers by classNames.indexOf(name)" : "";
    return `labels are finite numbers of 32 bits${booleans}${names}`;
  }
  if (kind === "distribution" && float < 0) return "shares of classes are ≥ 0";
  if (kind !== "share" || (float >= 0 && float <= 1)) return "";
  if (units > 1) return "with this loss labels are between 0 and 1";
  return 'one output tells two classes apart: with this loss labels are 0 or 1, or between; for more classes give the last layer a unit for each and compile with "sparseCategoricalCrossentropy"';
}

function mismatch(where: string, what: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `${where}: ${what}`);
}
