/**
 * The checks behind every option of the public API: what was received, what is allowed, what was probably meant.
 *
 * TypeScript's types refuse most of this at compile time; these checks are for plain JavaScript, JSON and values
 * computed at run time. Each returns the value with its narrow type or throws INVALID_ARGUMENT.
 */
import { FashionWasmError } from "../errors.js";
import { isKind } from "./kinds.js";
import { hint, nearest } from "./nearest.js";
import type { Range } from "./range.js";
import { list, show, typeName } from "./show.js";

/** Returns an INVALID_ARGUMENT error: `where: option "name" is <received> → <expected>`. */
export function invalidOption(where: string, name: string, received: unknown, expected: string): FashionWasmError {
  return new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: option "${name}" is ${show(received)} → it must be ${expected}`,
  );
}

/**
 * Checks that `received` is a plain options object without unknown members and returns it.
 * `undefined` stands for no options at all.
 */
export function optionsObject<T extends object>(
  where: string,
  received: T | undefined,
  allowed: readonly (keyof T & string)[],
): Partial<T> {
  if (received === undefined) return {};
  const known = allowed.length === 0 ? "none" : allowed.join(", ");
  if (received === null || typeof received !== "object" || typeName(received) !== "Object") {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: received ${show(received)} → expected an object of options (${known})`,
    );
  }
  for (const name of Object.keys(received)) {
    if ((allowed as readonly string[]).includes(name)) continue;
    const meant = nearest(name, allowed);
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: unknown option "${name}"${meant === undefined ? "" : ` (did you mean "${meant}"?)`} → allowed: ${known}`,
    );
  }
  return received;
}

/** Checks a finite number within a range. */
export function numberOption(where: string, name: string, received: unknown, range: Range = {}): number {
  if (typeof received !== "number" || !Number.isFinite(received) || !within(received, range)) {
    throw invalidOption(where, name, received, `a finite number${rangeText(range)}`);
  }
  return received;
}

/** The same of a number that the engine keeps in 32 bits: 1e39 is infinite there, and 1e-60 is 0. */
export function floatOption(where: string, name: string, received: unknown, range: Range = {}): number {
  const value = numberOption(where, name, received, range);
  const float = Math.fround(value);
  if (Number.isFinite(float) && within(float, range)) return value;
  throw invalidOption(where, name, received, `a finite number${rangeText(range)} in 32 bits, too`);
}

/** Checks a whole number within a range; without `max`, up to 2^31 − 1. */
export function integerOption(where: string, name: string, received: unknown, range: Range): number {
  const bounds = { max: 2 ** 31 - 1, ...range };
  if (typeof received !== "number" || !Number.isSafeInteger(received) || !within(received, bounds)) {
    throw invalidOption(
      where,
      name,
      received,
      `a whole number${rangeText(Number(received) > bounds.max ? bounds : range)}`,
    );
  }
  return received;
}

/** Checks a whole number ≥ 1, or a pair `[height, width]` of them; one number stands for both. */
export function pairOption(where: string, name: string, received: unknown): readonly [number, number] {
  const pair: readonly unknown[] = Array.isArray(received) ? received : [received, received];
  const [height, width] = pair;
  if (pair.length !== 2 || !isPositive(height) || !isPositive(width)) {
    throw invalidOption(where, name, received, "a whole number ≥ 1 or a pair [height, width] of them");
  }
  return [height, width];
}

/** Checks `true` or `false`. */
export function booleanOption(where: string, name: string, received: unknown): boolean {
  if (typeof received !== "boolean") throw invalidOption(where, name, received, "true or false");
  return received;
}

/** Checks that `received` is one of a closed set of words. */
export function choiceOption<T extends string>(
  where: string,
  name: string,
  received: unknown,
  allowed: readonly T[],
): T {
  const found = allowed.find((value) => value === received);
  if (found === undefined) throw invalidOption(where, name, received, list(allowed) + hint(received, allowed));
  return found;
}

/** Whether it is an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

/** Checks a string. */
export function stringOption(where: string, name: string, received: unknown): string {
  if (typeof received !== "string") throw invalidOption(where, name, received, "a string");
  return received;
}

/** Checks one string for each of `count` things. */
export function stringsOption(where: string, name: string, received: unknown, count: number): readonly string[] {
  const valid =
    Array.isArray(received) && received.length === count && received.every((one) => typeof one === "string");
  if (!valid) throw invalidOption(where, name, received, `an array of ${count} strings, one per image`);
  return received;
}

/** Checks a signal, which may be left out. */
export function signalOption(where: string, received: unknown): AbortSignal | undefined {
  if (received === undefined || isKind(received, "AbortSignal")) return received;
  throw invalidOption(where, "signal", received, "an AbortSignal, e.g. new AbortController().signal");
}

/** Checks a name: 1 … 64 characters of letters, digits, `_` and `-`. */
export function nameOption(where: string, received: unknown): string {
  if (typeof received !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(received)) {
    throw invalidOption(where, "name", received, "1 to 64 letters, digits, _ or -");
  }
  return received;
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value < 2 ** 31;
}

function within(value: number, { min, max, below, above }: Range): boolean {
  if (min !== undefined && value < min) return false;
  if (above !== undefined && value <= above) return false;
  if (max !== undefined && value > max) return false;
  return below === undefined || value < below;
}

function rangeText({ min, max, below, above }: Range): string {
  const bounds = [
    min === undefined ? "" : `≥ ${min}`,
    above === undefined ? "" : `> ${above}`,
    max === undefined ? "" : `≤ ${max}`,
    below === undefined ? "" : `< ${below}`,
  ].filter((bound) => bound !== "");
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}
