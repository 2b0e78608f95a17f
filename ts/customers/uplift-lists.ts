/**
 * Outcomes, groups and scores as users give them, checked value by value: a cast would make 0 of null, and 1 of "1".
 */
import { FashionWasmError } from "../errors.js";
import { isList, optionsObject } from "../options/check.js";
import { show } from "../options/show.js";

/** What {@link measureUplift} compares: one value a customer in each list, in the same order. */
export interface UpliftData {
  /** 0 or 1 (bought nothing, bought), or an amount from 0 on, such as what was spent. */
  readonly outcome: ArrayLike<number>;
  /** `"target"` or 1 for who was in the campaign, `"control"` or 0 for who was held out. */
  readonly group: ArrayLike<"target" | "control"> | ArrayLike<number>;
  /** By what the audience was ranked, the largest first; known before the campaign. */
  readonly score?: ArrayLike<number> | undefined;
}

/** As Rust takes them. */
export interface UpliftLists {
  readonly outcome: Float64Array;
  /** 1 for target, 0 for control. */
  readonly group: Uint8Array;
  readonly score: Float64Array | undefined;
}

/** Checks them. Errors: INVALID_ARGUMENT. */
export function upliftLists(where: string, data: UpliftData): UpliftLists {
  if (data === undefined) throw invalidList(where, "data", data, "an object { outcome, group, score }");
  const { outcome, group, score } = optionsObject(where, data, ["outcome", "group", "score"]);
  return {
    outcome: numbers(where, "outcome", outcome),
    group: groups(where, group),
    score: score === undefined ? undefined : numbers(where, "score", score),
  };
}

function numbers(where: string, name: string, list: unknown): Float64Array {
  if (list instanceof Float64Array) return list;
  if (!isList(list)) throw invalidList(where, name, list, "an array of numbers, one per customer");
  const values = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (typeof value !== "number") {
      throw invalidList(where, `${name} ${i}`, value, "a number");
    }
    values[i] = value;
  }
  return values;
}

function groups(where: string, list: unknown): Uint8Array {
  if (!isList(list)) throw invalidList(where, "group", list, 'an array of "target" and "control", or of 1 and 0');
  const values = new Uint8Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (value === "target" || value === 1) values[i] = 1;
    else if (value !== "control" && value !== 0) {
      throw invalidList(where, `group ${i}`, value, '"target", "control", 1 or 0');
    }
  }
  return values;
}

function invalidList(where: string, what: string, received: unknown, expected: string): FashionWasmError {
  return new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what} is ${show(received)} → it must be ${expected}`);
}
