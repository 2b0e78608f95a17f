/**
 * Numbers for people: counts with thousands separators, durations, losses and accuracies.
 *
 * Always in English form, whatever the machine's locale, so that a line of output can be searched for.
 */

import { count } from "../options/line.js";

export { count, decimals, duration } from "../options/line.js";

/** `1 image`, `2 images`; `plural` for a noun that has another one. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** `0.9545` of a confidence; more decimals where four would make it a 1 that it is not. */
export function confidence(value: number): string {
  let digits = 4;
  while (value < 1 && Number(value.toFixed(digits)) === 1) digits += 1;
  return value.toFixed(digits);
}
