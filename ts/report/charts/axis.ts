/**
 * Round numbers for an axis, and where a value falls on it.
 *
 * All charts are SVG of 360 units' width that are shown about as many pixels wide, so that their text stays readable on
 * a phone. They take their colours from the page (style/colours.ts).
 */
import { count, fixed } from "../numbers.js";

/** An axis: its ends are its first and last tick. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** A tick as words. */
  readonly word: (tick: number) => string;
}

/**
 * An axis with about `wanted` round ticks that holds all of `values`; those that are not finite do not count. Where all
 * are the same there is room on both sides, but never below 0 for what is not negative, nor above 100 % for shares.
 */
export function axisOf(values: readonly number[], wanted = 4, unit: "number" | "percent" = "number"): Axis {
  const finite = values.filter(Number.isFinite);
  let low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = finite.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  if (low > high) [low, high] = [0, 1];
  if (high - low <= 1e-6 * Math.max(Math.abs(low), Math.abs(high))) {
    const room = 0.1 * Math.abs(low) || 1;
    const top = unit === "percent" && high <= 1 ? 1 : Number.POSITIVE_INFINITY;
    [low, high] = [low < 0 ? low - room : Math.max(0, low - room), Math.min(top, high + room)];
  }
  const step = roundStep((high - low) / wanted);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { low: first * step, high: last * step, ticks, word: (tick) => tickWord(tick, step, unit) };
}

/** Whole numbers from 1 to `last`, few enough to be read. */
export function wholeTicks(last: number, wanted = 8): number[] {
  const step = Math.max(1, roundStep(last / wanted));
  const ticks = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return ticks[0] === 1 ? ticks : [1, ...ticks];
}

/** Where `value` falls between `start` (at `low`) and `end` (at `high`), with one decimal. */
export function placeOf(value: number, { low, high }: Pick<Axis, "low" | "high">, start: number, end: number): number {
  return Math.round(10 * (start + ((value - low) / (high - low)) * (end - start))) / 10;
}

/** 1, 2 or 5 times a power of ten, not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return (([1, 2, 5].find((factor) => factor * power >= step * (1 - 1e-9)) ?? 10) as number) * power;
}

function tickWord(tick: number, step: number, unit: "number" | "percent"): string {
  const [value, size] = unit === "percent" ? [100 * tick, 100 * step] : [tick, step];
  const end = unit === "percent" ? "\u00A0%" : "";
  if (Math.abs(value) < size / 2) return `0${end}`;
  if (size < 1e-4 || Math.abs(value) >= 1e6)
    return `${Number(value.toPrecision(6)).toExponential().replace("e+", "e")}${end}`;
  return size >= 1 ? `${count(value)}${end}` : `${fixed(value, Math.ceil(-Math.log10(size) - 1e-9))}${end}`;
}
