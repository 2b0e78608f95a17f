/**
 * Values of the options of commands that read orders: text to checked numbers, days and lists of pairs.
 */
import { InvalidArgumentError } from "commander";
import { nonEmpty } from "../options.js";

/** Days after which a purchase counts half. */
export function halfLife(text: string): number {
  if (text.trim() === "none") return Number.POSITIVE_INFINITY;
  const days = numberOf(text);
  if (days >= 30 && days <= 1e6) return days;
  throw new InvalidArgumentError("Expected days, at least 30, or none.");
}

/** Days such as `60` or `60d`, from 1 to `most`. */
export function days(most: number): (text: string) => number {
  return (text) => {
    const [, number = ""] = /^(\d{1,5})\s*d?$/.exec(text.trim()) ?? [];
    if (Number(number) >= 1 && Number(number) <= most) return Number(number);
    throw new InvalidArgumentError(`Expected days from 1 to ${most}, such as 60 or 60d.`);
  };
}

/** A day of the calendar. */
export function day(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? Date.parse(`${text.trim()}T00:00:00Z`) : Number.NaN;
  // Some days that are none are taken for others: 2026-02-30.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text.trim())) return text.trim();
  throw new InvalidArgumentError("Expected a day such as 2026-01-31.");
}

/** The share of an audience that is held out. */
export function controlShare(text: string): number {
  const share = numberOf(text);
  if (share >= 0 && share <= 0.5) return share;
  throw new InvalidArgumentError("Expected a share from 0 to 0.5, such as 0.1.");
}

/** A code of three letters, in capitals. */
export function currencyCode(text: string): string {
  const code = text.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(code)) return code;
  throw new InvalidArgumentError("Expected the code of a currency, such as EUR.");
}

/** A rate of exchange. */
export function rate(text: string): number {
  const value = numberOf(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`Expected a rate greater than 0, received ${JSON.stringify(text)}.`);
}

/** Several texts, none of them empty. */
export function several(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), nonEmpty(text)];
}

/** `name=value,name=value`, none of the names twice; the option may be there several times. */
export function pairs<Value>(
  toName: (text: string) => string,
  toValue: (text: string) => Value,
): (text: string, before: Readonly<Record<string, Value>> | undefined) => Record<string, Value> {
  return (text, before) => {
    const found = new Map(Object.entries(before ?? {}));
    for (const pair of text.split(",")) {
      const [, given = "", value = ""] = /^\s*([^=]*[^=\s])\s*=\s*(.*\S)\s*$/.exec(pair) ?? [];
      if (given === "") throw new InvalidArgumentError(`Expected name=value, received ${JSON.stringify(pair)}.`);
      const name = toName(given);
      if (found.has(name)) throw new InvalidArgumentError(`${JSON.stringify(name)} is there twice.`);
      found.set(name, toValue(value));
    }
    return Object.fromEntries(found);
  };
}

function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}
