/**
 * What a row of a catalogue says of its item's class.
 */
import { FashionWasmError } from "../../errors.js";

/** The classes that a row names. */
export interface ItemLabel {
  /** Class, probability, and whether a person said so. */
  readonly classes: readonly (readonly [name: string, probability: number, reviewed: boolean])[];
  /** Whether there is one label, without a probability. */
  readonly given: boolean;
}

/** What stands in a row. */
export interface Answer {
  readonly reviewed: unknown;
  /** Labels with their probabilities, the likeliest first; a probability may be missing. */
  readonly classes: readonly (readonly [label: unknown, probability: unknown])[];
}

/** The label of a row; null where it has none. Errors: TABLE_ROW. */
export function labelOf({ reviewed, classes }: Answer, where: string): ItemLabel | null {
  const said = textOf(reviewed);
  if (said !== "") return { classes: [[said, 1, true]], given: true };
  const found: [string, number, boolean][] = [];
  for (const [label, probability] of classes) {
    const name = textOf(label);
    if (name === "") continue;
    const text = textOf(probability);
    if (text === "") {
      if (found.length === 0) return { classes: [[name, 1, false]], given: true };
      continue;
    }
    const value = Number(text);
    if (!(value >= 0 && value <= 1)) {
      throw new FashionWasmError(
        "TABLE_ROW",
        `${where}: the probability of ${name} is ${text} → it must be from 0 to 1`,
      );
    }
    found.push([name, value, false]);
  }
  const sum = found.reduce((all, [, value]) => all + value, 0);
  if (sum > 1.001) {
    throw new FashionWasmError(
      "TABLE_ROW",
      `${where}: its probabilities add up to ${sum.toFixed(3)} → they are parts of 1`,
    );
  }
  return found.length === 0 ? null : { classes: found, given: false };
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value).trim();
}
