/**
 * Days, sums of money, lifts and their intervals, as words.
 */
import { html, type Markup } from "../html.js";
import { count, fixed, percent, short } from "../numbers.js";
import { inText } from "../words.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `30 Nov 2026` of `2026-11-30`; other texts as they are. */
export function day(text: string): Markup {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? inText(text) : html`${Number(date)}\u00A0${name} ${year}`;
}

/** `2.4×`; a dash where there is none. */
export function times(lift: number | null): string {
  return lift === null ? "–" : `${fixed(lift, lift < 9.95 ? 1 : 0)}×`;
}

/** `2.1 – 2.7`, of two numbers in the same form. */
export function range(lower: number | null, upper: number | null, word: (value: number) => string): string {
  return lower === null || upper === null ? "–" : `${word(lower)} – ${word(upper)}`;
}

/** `2.1 – 2.7` of lifts. */
export function liftRange(lower: number | null, upper: number | null): string {
  const decimals = Math.max(lower ?? 0, upper ?? 0) < 9.95 ? 1 : 0;
  return range(lower, upper, (value) => fixed(value, decimals));
}

/** `0.4`, `12.3`, `1,234`: purchases to be expected. */
export function amount(value: number): string {
  return Math.abs(value) < 99.95 && !Number.isInteger(value) ? fixed(value, Math.abs(value) < 1 ? 2 : 1) : count(value);
}

/** `1 day`, `2.5 purchases`: numbers that need not be whole. */
export function measured(value: number, singular: string, word: (value: number) => string = short): string {
  const text = word(value);
  return `${text} ${text === "1" ? singular : `${singular}s`}`;
}

/** A share of customers, in whole per cent where it is. */
export function shareWord(share: number): string {
  return percent(share, Math.abs(100 * share - Math.round(100 * share)) < 0.05 ? 0 : 1);
}
